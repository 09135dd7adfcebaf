package console

import (
	"image/jpeg"
	"strings"
	"testing"

	"sapa/store"
)

// A page shows small pictures, which cost an old line little, and a sheet of paper for what is no picture.
func TestPicturesOnAPageAreSmall(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	photo, err := r.vault.Files().Put(withExif(t, 2000, 1000, 6), "image/jpeg")
	r.ok(err)
	pdf, err := r.vault.Files().Put([]byte("%PDF-1.4"), "application/pdf")
	r.ok(err)
	odd, err := r.vault.Files().Put([]byte("<svg onload='alert(1)'/>"), "image/svg+xml")
	r.ok(err)
	at := "/permohonan/" + r.apply("64.72", photo, pdf, odd).Number
	s := r.as("rina")
	s.get(at+"/berkas/1?kecil").want(t, 403)
	s.post(at+"/buka").want(t, 303)
	s.get(at).want(t, 200, `src="/kantor`+at+`/berkas/1?kecil"`, `href="/kantor`+at+`/berkas/1"`)
	for path, want := range map[string]int{"/berkas/1?kecil": thumbSide, "/berkas/1": photoSide} {
		p := s.get(at+path).want(t, 200)
		shown, err := jpeg.Decode(strings.NewReader(p.body))
		r.ok(err)
		if b := shown.Bounds(); b.Dy() != want || b.Dx() != want/2 {
			t.Errorf("%s is %v, want %d high", path, b, want)
		}
	}
	if p := s.get(at+"/berkas/2?kecil").want(t, 200, "<svg"); p.header.Get("Content-Type") != "image/svg+xml" || p.header.Get("Content-Disposition") != "" {
		t.Errorf("the sheet comes as %v", p.header)
	}
	s.get(at+"/berkas/3?kecil").want(t, 415).lacks(t, "onload")
}
