package console

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"sapa/store"
)

// An officer goes from case to case without coming back to the list: to the most urgent one that nobody else has.
func TestNextCaseIsOffered(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("budi", store.RoleOfficer, "64.72")
	r.officer("bagus", store.RoleAuditor, "")
	first := r.apply("64.72")
	r.wait(24 * time.Hour)
	taken, second := r.apply("64.72"), r.apply("64.72")
	r.apply("64.74")
	r.wait(24 * time.Hour)
	third := r.apply("64.72")
	r.as("budi").post("/permohonan/"+taken.Number+"/tugas", "dari", "", "kepada", "budi").want(t, 303)
	s := r.as("rina")
	next := func(path, want string) string {
		t.Helper()
		p := s.get(path).want(t, 200)
		found := regexp.MustCompile(`href="/kantor(/permohonan/[A-Z0-9-]+)" rel="next"`).FindStringSubmatch(p.body)
		switch {
		case found == nil && want == "":
			return ""
		case found == nil || found[1] != "/permohonan/"+want:
			t.Fatalf("after %s comes %v, want %s", path, found, want)
		}
		return found[1]
	}
	next(next(next("/permohonan/"+first.Number, second.Number), third.Number), first.Number)
	at := "/permohonan/" + second.Number
	p := s.post(at+"/putusan", "ke", "diperiksa_provinsi", "dilihat", "diajukan", "kunci", "k1", "langkah", "kirim").want(t, 303)
	next(strings.TrimPrefix(p.header.Get("Location"), Root), third.Number) // and not the first again
	for _, c := range []store.Case{first, third} {
		s.post("/permohonan/"+c.Number+"/putusan", "ke", "diperiksa_provinsi", "dilihat", "diajukan", "kunci", c.Number, "langkah", "kirim").want(t, 303)
	}
	next(at, "") // what is left is budi's, or elsewhere
	r.as("bagus").get(at).want(t, 200).lacks(t, `rel="next"`)
}

// Whoever looks at the message and wants to say it otherwise finds the form as it was filled in.
func TestPreviewCanBeChanged(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	at := "/permohonan/" + r.apply("64.72").Number + "/putusan"
	form := []string{"ke", "perlu_dilengkapi", "dilihat", "diajukan", "kunci", "k1", "catatan", "Mohon yang jelas", "kurang", "sktm", "kurang_lain", "Foto dapur"}
	s := r.as("rina")
	s.post(at, append(form, "langkah", "lihat")...).want(t, 200, `value="ubah"`, "Foto dapur")
	s.post(at, append(form, "langkah", "ubah")...).want(t, 200, `<option value="perlu_dilengkapi" selected>`, ">Mohon yang jelas</textarea>",
		`value="sktm" checked`, ">Foto dapur</textarea>").lacks(t, `class="preview"`)
}

func TestOverdueStandsFirst(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("lina", store.RoleAdmin, "")
	lina := r.as("lina")
	lina.post("/janji", "status", "diajukan", "hari", "banyak").want(t, 422)
	lina.post("/janji", "status", "entah", "hari", "3").want(t, 422)
	lina.post("/janji", "status", "diajukan", "hari", "3").want(t, 303)
	lina.post("/janji/libur", "hari", "2026-12-25", "nama", "Natal").want(t, 303)
	lina.post("/janji/libur", "hari", "besok", "nama", "Libur").want(t, 422)
	lina.get("/janji").want(t, 200, "25 Desember 2026: Natal", `value="3"`)
	old := r.apply("64.72")
	r.wait(20 * 24 * time.Hour)
	fresh := r.apply("64.72")
	s := r.as("rina")
	p := s.get("/permohonan").want(t, 200, `class="due past"`, "lewat 17 hari", fresh.Number)
	if strings.Index(p.body, old.Number) > strings.Index(p.body, fresh.Number) {
		t.Error("what is overdue does not stand first")
	}
	s.get("/permohonan?lewat=ya").want(t, 200, old.Number).lacks(t, fresh.Number)
	s.get("/permohonan/"+old.Number).want(t, 200, "Seharusnya sudah ditindaklanjuti")
	s.get("/").want(t, 200, "Lewat waktu, dahulukan")
}
