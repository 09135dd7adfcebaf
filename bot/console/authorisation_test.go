package console

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"sapa/conversations"
	"sapa/store"
)

// written is one line of the table that people wrote down.
type written struct {
	method, path string
	grants       []string // of petugas, penyelia, admin, auditor; one "door" for the pages before signing in
}

func readTable(t *testing.T) []written {
	t.Helper()
	data, err := os.ReadFile("testdata/authorisation.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []written
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		w := written{method: f[0], path: f[1], grants: f[2:]}
		if len(w.grants) != 4 && (len(w.grants) != 1 || w.grants[0] != "door") {
			t.Fatalf("cannot read %q", line)
		}
		out = append(out, w)
	}
	return out
}

// target is what is asked about, in one kab/kota.
type target struct {
	region, number, code, complaint string
	table, tag, broadcast           string // table: number of an import
	contact                         conversations.ContactID
}

// TestAuthorisation plays every route, as every role, in the own and in another kab/kota and as an officer of the whole
// province, and compares what is refused with the table that people wrote down.
func TestAuthorisation(t *testing.T) {
	t.Parallel()
	table := readTable(t)
	for _, rt := range routes() {
		if !slices.ContainsFunc(table, func(w written) bool { return w.method == rt.method && w.path == rt.path }) {
			t.Errorf("%s %s is not written down", rt.method, rt.path)
		}
	}
	r := rigWith(t, Options{Broadcasts: lines(), Links: doors{}})
	roles := []store.Role{store.RoleOfficer, store.RoleSupervisor, store.RoleAdmin, store.RoleAuditor}
	for _, role := range roles {
		r.officer(string(role), role, "64.72")
		r.officer(string(role)+".provinsi", role, "")
	}
	r.officer("sasaran", store.RoleOfficer, "64.72")
	own, other := r.target("64.72"), r.target("64.74")
	played := 0
	for _, w := range table {
		if len(w.grants) == 1 {
			if refused := r.ask(r.stranger(), w, own); refused {
				t.Errorf("%s %s is a page of the door, and was refused", w.method, w.path)
			}
			continue
		}
		if refused := r.ask(r.stranger(), w, own); !refused {
			t.Errorf("%s %s was given to a stranger", w.method, w.path)
		}
		for i, role := range roles {
			for _, try := range []struct {
				login string
				in    target
				want  bool
			}{
				{string(role), own, w.grants[i] != "-" && w.grants[i] != "prov"},
				{string(role), other, w.grants[i] == "all"},
				{string(role) + ".provinsi", other, w.grants[i] != "-"},
			} {
				played++
				if got := !r.ask(r.opened(try.login, w.path, try.in), w, try.in); got != try.want {
					t.Errorf("%s %s as %s in %s: allowed %v, written down %v", w.method, w.path, try.login, try.in.region, got, try.want)
				}
			}
		}
	}
	if played < 400 {
		t.Errorf("only %d were played", played)
	}
}

// target makes something to ask about.
func (r *rig) target(region string) target {
	r.t.Helper()
	photo, err := r.vault.Files().Put(photograph(), "image/jpeg")
	r.ok(err)
	c := r.apply(region, photo)
	a, err := r.db.PutAnnouncement(r.context(), store.Announcement{Title: "Uji", Body: "Uji", Region: region, By: "admin", At: r.now()})
	r.ok(err)
	k := r.complain(region, photo)
	kept, err := r.vault.Files().Put([]byte("Kode,Nama\n"+region+".01.1001,Contoh\n"), "text/csv")
	r.ok(err)
	i, _, err := r.db.PutImport(r.context(), store.Import{Kind: store.ImportVillages, By: "sasaran", At: r.now(), Region: region, File: kept, Finger: []byte(region), Rows: 1, Last: 2})
	r.ok(err)
	p, err := r.db.PutPoster(r.context(), store.Poster{Opens: "wrse", Region: region, By: "admin", At: r.now()})
	r.ok(err)
	b, err := r.db.CreateBroadcast(r.context(), store.Operator, store.BroadcastDraft{Title: "Uji", Text: "Uji", Media: &conversations.Media{Kind: conversations.Photo, Ref: photo},
		Audience: store.Audience{Source: store.FromCases, Regions: []string{region}}}, r.now())
	r.ok(err)
	return target{region, c.Number, a.Code, k.Number, fmt.Sprint(i.ID), p.Tag, b.Code, c.Contact}
}

// opened is an officer who has the personal data of the target's case or complaint open, as the path is about.
func (r *rig) opened(login, path string, in target) *someone {
	r.t.Helper()
	s := r.as(login)
	all, err := r.db.SignIns(r.context(), login, r.now())
	r.ok(err)
	for _, x := range all {
		number := in.number
		if strings.HasPrefix(path, "/pengaduan") {
			number = in.complaint
		}
		r.ok(r.db.OpenInFull(r.context(), x.ID, number, login, r.now().Add(openFor), r.now()))
	}
	return s
}

// ask makes a request that is right but for who makes it, and tells whether it was refused.
func (r *rig) ask(s *someone, w written, in target) (refused bool) {
	r.t.Helper()
	path := strings.NewReplacer("{$}", "", "{number}", in.number, "{place}", "1", "{program}", "wrse", "{region}", in.region, "{code}", in.code, "{tag}", in.tag, "{broadcast}", in.broadcast,
		"{flow}", "daftar_wrse", "{id}", in.table, "{login}", "sasaran", "{secret}", "TIDAKADA").Replace(w.path)
	if strings.HasPrefix(w.path, "/percakapan") {
		r.cases++ // an open ticket, also when the last one was closed
		ticket, err := r.db.OpenTicket(r.context(), fmt.Sprint("tiket.", r.cases), in.contact, "diminta", r.now())
		r.ok(err)
		path = strings.ReplaceAll(path, in.number, ticket.Number)
	}
	if strings.HasPrefix(w.path, "/pengaduan") {
		path = strings.ReplaceAll(path, in.number, in.complaint)
	}
	var p page
	if w.method == "GET" && slices.Contains([]string{"/permohonan", "/pengaduan", "/laporan"}, w.path) || strings.HasPrefix(w.path, "/permohonan/ekspor") {
		path += "?wilayah=" + in.region
	}
	if w.method == "GET" {
		p = s.get(path)
	} else {
		p = s.post(path, "wilayah", in.region, "nomor", in.number, "tindakan", "ambil", "buka", "wrse", "sumber", "kasus", "langkah", "coba")
	}
	if p.status >= 500 {
		r.t.Errorf("%s %s gave %d: %s", w.method, path, p.status, text(p.body))
	}
	out := p.status == 401 || p.status == 303 && strings.HasPrefix(p.header.Get("Location"), "/kantor/masuk") && w.path != "/keluar"
	return p.status == 403 || out && w.grants[0] != "door"
}
