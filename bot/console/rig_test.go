package console

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"sapa/bot"
	"sapa/bot/broadcast"
	"sapa/bot/casework"
	"sapa/bot/channel"
	"sapa/bot/imports"
	"sapa/conversations"
	"sapa/conversations/flowfile"
	"sapa/conversations/seeds"
	"sapa/locales"
	"sapa/store"
	"sapa/store/sqlite"
	"sapa/store/vault"
)

// rig is a console over a real database, reached over HTTP.
type rig struct {
	t      testing.TB
	db     *sqlite.DB
	vault  *vault.Vault
	server *httptest.Server
	log    *strings.Builder
	clock  atomic.Int64 // milliseconds
	cases  int
	begun  time.Time // since then the clock runs; zero: it stands

	importer *imports.Importer
}

// noon is when things happen in these tests: Monday, 23 November 2026 at noon in Samarinda.
func noon() time.Time { return time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) }

func (r *rig) now() time.Time {
	t := time.UnixMilli(r.clock.Load())
	if !r.begun.IsZero() {
		t = t.Add(time.Since(r.begun))
	}
	return t
}
func (r *rig) wait(d time.Duration) { r.clock.Add(d.Milliseconds()) }
func wita() *time.Location          { return time.FixedZone("WITA", 8*3600) }
func cheap() *argon2id.Params {
	return &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 16}
}
func (r *rig) context() context.Context { return r.t.Context() }

func newRig(t testing.TB) *rig { return rigWith(t, Options{}) }

// rigWith makes a rig whose console has some options of its own.
func rigWith(t testing.TB, o Options) *rig {
	t.Helper()
	r := &rig{t: t, vault: vault.Memory(), log: &strings.Builder{}}
	r.clock.Store(noon().UnixMilli())
	var err error
	if r.db, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "sapa.db"), r.vault); err != nil {
		t.Fatal(err)
	}
	words, err := locales.Load()
	r.ok(err)
	source, err := seeds.Files.ReadFile("daftar_wrse.flow.yaml")
	r.ok(err)
	_, err = r.db.PublishFlow(t.Context(), store.FlowSource{ID: "daftar_wrse", Source: source, By: "sapa", At: noon()})
	r.ok(err)
	flows, err := bot.NewFlows(t.Context(), r.db)
	r.ok(err)
	programmes, err := flowfile.Programmes(seeds.Files)
	r.ok(err)
	o.Store, o.Desk, o.Counter, o.Files, o.Words, o.Flows, o.Programmes, o.Now, o.Place = r.db, &casework.Desk{Store: r.db, Programmes: programmes}, &casework.Counter{Store: r.db, Silence: 30 * time.Minute}, r.vault.Files(), words, flows, programmes, r.now, wita()
	r.importer = imports.New(r.db, r.vault.Files(), r.now, slog.New(slog.DiscardHandler))
	o.Importer = r.importer
	o.Log, o.Hashing = slog.New(slog.NewTextHandler(r.log, nil)), cheap()
	if s, ok := o.Broadcasts.(*broadcast.Service); ok {
		s.Store, s.Words, s.Now, s.Hours.Place = r.db, words, r.now, wita()
	}
	c := New(o)
	mux := http.NewServeMux()
	mux.Handle(Root+"/", c.Handler())
	r.server = httptest.NewServer(mux)
	t.Cleanup(func() {
		r.server.Close()
		r.importer.Close()
		if err := r.db.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	for _, p := range store.Programmes() {
		r.ok(r.db.SetWindow(t.Context(), p.ID, nil, 2026, true, "admin", noon()))
	}
	return r
}

func (r *rig) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// officer adds somebody of the office with the password that all have here.
func (r *rig) officer(login string, role store.Role, region string) {
	r.t.Helper()
	r.ok(r.db.AddOfficer(r.context(), store.Officer{Login: login, Name: "Contoh " + login, Role: role, Region: region}, "cli", r.now()))
	hash, err := argon2id.CreateHash(password, cheap())
	r.ok(err)
	r.ok(r.db.SetPassword(r.context(), login, hash, "", r.now()))
	r.ok(r.db.SetFactor(r.context(), login, secret, []string{"CADANGANSATU"}, r.now()))
}

const (
	password = "kuda besi lompat pagar"
	secret   = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
)

// someone is a browser.
type someone struct {
	*rig
	http *http.Client
}

// stranger is a browser that nobody signed in with.
func (r *rig) stranger() *someone {
	jar, _ := cookiejar.New(nil) // never fails
	return &someone{rig: r, http: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as is a browser that an officer is signed in with, past the doors that other tests walk through.
func (r *rig) as(login string) *someone {
	r.t.Helper()
	s := r.stranger()
	cookie, err := r.db.BeginSignIn(r.context(), store.SignIn{Login: login, Began: r.now(), Whole: true})
	r.ok(err)
	u, err := url.Parse(r.server.URL + Root + "/")
	r.ok(err)
	s.http.Jar.SetCookies(u, []*http.Cookie{{Name: plainCookie, Value: cookie, Path: Root + "/"}})
	return s
}

// page is an answer.
type page struct {
	status int
	body   string
	header http.Header
}

func (s *someone) do(req *http.Request) page {
	s.t.Helper()
	resp, err := s.http.Do(req)
	s.ok(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	s.ok(err)
	return page{resp.StatusCode, string(body), resp.Header}
}

// get asks for a page below Root.
func (s *someone) get(path string) page {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.context(), http.MethodGet, s.server.URL+Root+path, nil)
	s.ok(err)
	return s.do(req)
}

// post sends a form of pairs, as a browser does from our own page.
func (s *someone) post(path string, pairs ...string) page {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return s.do(s.form(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode())))
}

// form is a form as a browser sends it from our own page.
func (r *rig) form(path, kind string, body io.Reader) *http.Request {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.context(), http.MethodPost, r.server.URL+Root+path, body)
	r.ok(err)
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return req
}

// want checks status and words of an answer.
func (p page) want(t testing.TB, status int, words ...string) page {
	t.Helper()
	if p.status != status {
		t.Fatalf("status %d, want %d: %s", p.status, status, text(p.body))
	}
	for _, w := range words {
		if !strings.Contains(p.body, w) {
			t.Errorf("the page lacks %q: %s", w, text(p.body))
		}
	}
	return p
}

// lacks checks that none of the words is there.
func (p page) lacks(t testing.TB, words ...string) page {
	t.Helper()
	for _, w := range words {
		if strings.Contains(p.body, w) {
			t.Errorf("the page shows %q", w)
		}
	}
	return p
}

// text is what a page says, shortened.
func text(html string) string {
	_, main, _ := strings.Cut(html, "<main")
	return cut(strings.Join(strings.Fields(main), " "), 1500)
}

// contact makes a citizen who can be reached.
func (r *rig) contact(name string) conversations.ContactID {
	r.t.Helper()
	id, err := r.db.Introduce(r.context(), r.now(), "telegram", conversations.Address(name))
	r.ok(err)
	return id
}

// apply files an application for WRSE in a kab/kota. Each is of another made-up woman.
func (r *rig) apply(region string, files ...string) store.Case {
	r.t.Helper()
	r.cases++
	contact := r.contact(fmt.Sprint("warga", r.cases))
	answers := map[string]string{"nama": "Siti Aminah", "nik": fmt.Sprintf("64720345078599%02d", r.cases), "alamat": "Jalan Melati 3", "penghasilan": "800000",
		"status_kawin": "cerai_mati", "jenis_usaha": "jualan gorengan"}
	c, err := r.db.OpenCase(r.context(), store.NewCase{Key: fmt.Sprintf("uji.%d.0", r.cases), Programme: "wrse", Year: 2026, Region: region, District: region + ".01",
		Village: "Air Putih", Contact: contact, Channel: "telegram", Answers: answers, Flow: conversations.FlowRef{ID: "daftar_wrse", Revision: 1},
		Person:     store.Person{NIK: answers["nik"], Name: answers["nama"], Birth: "1985-07-05", Phone: fmt.Sprintf("+62812345678%02d", r.cases), Address: answers["alamat"]},
		Assessment: []byte(`{"Verdict":"mungkin","Criteria":[{"Name":"Perempuan","Outcome":"ya","Reason":"Anda perempuan.","Source":"Permensos 8/2012","Sure":true}]}`),
		Rule:       "wrse/1", Warnings: []string{"nik_lahir"}, Files: files, At: r.now()})
	r.ok(err)
	return c
}

// complain files a complaint about an office in a kab/kota.
func (r *rig) complain(where string, files ...string) store.Complaint {
	r.t.Helper()
	r.cases++
	k, err := r.db.OpenComplaint(r.context(), store.NewComplaint{Key: fmt.Sprint("aduan.", r.cases), Contact: r.contact(fmt.Sprint("pelapor", r.cases)), Name: "Dewi Lestari",
		What: "Diminta uang saat mengurus surat", Where: where, Office: "Kantor kelurahan", When: "kemarin", Files: files, At: r.now()})
	r.ok(err)
	return k
}

// logged gives the acts of the audit log, "by action object detail".
func (r *rig) logged() []string {
	r.t.Helper()
	var out []string
	for after := int64(0); ; {
		all, err := r.db.AuditLog(r.context(), "", after, 1000)
		r.ok(err)
		for _, e := range all {
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", e.By, e.Action, e.Object, e.Detail)))
			after = e.Seq
		}
		if len(all) == 0 {
			return out
		}
	}
}

type sqliteTx = sqlite.Tx

// steady is a running program with two channels.
type steady struct{}

func (steady) Channels() map[conversations.Channel]channel.Health {
	return map[conversations.Channel]channel.Health{"telegram": {State: channel.Down}, "whatsapp": {State: channel.Normal}}
}
func (steady) Waiting() int { return 3 }
func (steady) Busy() int    { return 0 }
