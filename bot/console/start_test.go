package console

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// tileOf reads a number off a start page, by the way it leads.
func tileOf(t *testing.T, p page, path string) string {
	t.Helper()
	m := regexp.MustCompile(`href="` + regexp.QuoteMeta(Root+strings.ReplaceAll(path, "&", "&amp;")) + `"><b>(\d+)</b>`).FindStringSubmatch(p.body)
	if m == nil {
		t.Errorf("the start page has no tile for %s", path)
		return ""
	}
	return m[1]
}

func TestStartTellsAnOfficerWhatWaits(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("sari", store.RoleSupervisor, "")
	c := r.apply("64.72")
	r.apply("64.72")
	other := r.apply("64.74")
	refused := r.apply("64.72")
	r.decide(refused, store.CaseRefused, "Data belum lengkap", "sari")
	_, err := r.db.Object(r.context(), store.Objection{Key: "s1", Number: refused.Number, Contact: refused.Contact, Reason: "Sudah lengkap", At: r.now()})
	r.ok(err)
	r.ok(r.db.Assign(r.context(), store.Assignment{Number: c.Number, To: "rina", By: "rina", At: r.now()}))
	r.complain("64.72")
	r.complain("64.74")
	for i, of := range []store.Case{c, other} {
		_, err := r.db.OpenTicket(r.context(), fmt.Sprint("tiket.", i), of.Contact, "diminta", r.now())
		r.ok(err)
	}
	r.wait(20 * 24 * time.Hour)
	p := r.as("rina").get("/").want(t, 200, "Lewat waktu, dahulukan")
	for path, want := range map[string]string{"/permohonan?lewat=ya": "2", "/permohonan?urut=lama&oleh=rina": "1", "/permohonan?lewat=ya&oleh=rina": "1",
		"/permohonan?urut=lama&status=diajukan": "2", "/sanggah": "1", "/pengaduan": "1", "/percakapan": "1"} {
		if got := tileOf(t, p, path); got != want {
			t.Errorf("rina: %s shows %s, want %s", path, got, want)
		}
	}
	s := r.as("sari")
	p = s.get("/")
	for path, want := range map[string]string{"/permohonan?lewat=ya": "3", "/permohonan?urut=lama&status=diperiksa_provinsi": "0", "/pengaduan": "2", "/percakapan": "2"} {
		if got := tileOf(t, p, path); got != want {
			t.Errorf("sari: %s shows %s, want %s", path, got, want)
		}
	}
	for _, m := range regexp.MustCompile(`class="tile[^"]*" href="`+Root+`([^"]+)"`).FindAllStringSubmatch(p.body, -1) {
		s.get(strings.ReplaceAll(m[1], "&amp;", "&")).want(t, 200)
	}
}

func TestStartTellsAnAdminWhatIsNotWell(t *testing.T) {
	t.Parallel()
	r := rigWith(t, Options{Works: steady{}})
	r.officer("lina", store.RoleAdmin, "")
	s := r.as("lina")
	s.get("/").want(t, 200, "40 pendaftaran yang dibuka belum punya kuota", "Terputus", "Telegram").lacks(t, "Belum punya kata sandi", "gangguan</li>")
	r.ok(r.db.AddOfficer(r.context(), store.Officer{Login: "budi", Name: "Budi", Role: store.RoleOfficer, Region: "64.72"}, "lina", r.now()))
	contact := r.contact("penanya")
	turn := store.Turn{Session: conversations.Session{Contact: contact, Turn: 1, Flow: conversations.FlowRef{ID: "daftar_wrse", Revision: 1}}, Now: r.now(),
		Effects: []conversations.Effect{conversations.Fault{Mark: conversations.Mark{Key: "f.1.0"}, Problem: "tersesat"}}}
	_, err := r.db.Commit(r.context(), turn)
	r.ok(err)
	s.get("/").want(t, 200, "Belum punya kata sandi", `/petugas/budi"`, `/alur/daftar_wrse"`, "1 gangguan")
}

func TestStartTellsAnAuditorHowTheLogIs(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("nur", store.RoleAuditor, "")
	s := r.as("nur")
	s.get("/").want(t, 200, "utuh pada catatan terbaru", "belum pernah diperiksa")
	s.post("/jejak/periksa").want(t, 200)
	s.get("/").want(t, 200, "23 November 2026 pukul 12.00 oleh nur: utuh")
	r.ok(r.db.Write(r.context(), func(tx *sqliteTx) error {
		_, err := tx.Exec(`DROP TRIGGER audit_no_update`)
		if err == nil {
			_, err = tx.Exec(`UPDATE audit SET detail = 'lain' WHERE seq = 2`)
		}
		return err
	}))
	s.get("/").want(t, 200, "tidak utuh mulai baris 2")
}
