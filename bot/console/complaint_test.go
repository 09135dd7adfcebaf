package console

import (
	"strings"
	"testing"

	"sapa/store"
)

// The office complained about works on a complaint and never learns who made it.
func TestComplaintHidesWhoComplains(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("joko", store.RoleOfficer, "64.74")
	r.officer("dewi", store.RoleSupervisor, "")
	r.officer("nur", store.RoleAuditor, "")
	photo, err := r.vault.Files().Put(photograph(), "image/jpeg")
	r.ok(err)
	k := r.complain("64.72", photo)
	nowhere := r.complain("di pasar", photo)
	at := "/pengaduan/" + k.Number

	s := r.as("rina")
	s.get("/pengaduan").want(t, 200, k.Number, nowhere.Number, "Wilayah tidak disebut").lacks(t, "Dewi", "Diminta uang")
	s.get(at).want(t, 200, "Dirahasiakan", "****").lacks(t, "Dewi", "Diminta uang")
	s.post(at+"/buka").want(t, 303)
	s.get(at).want(t, 200, "Diminta uang", "hanya dilihat petugas provinsi").lacks(t, "Dewi", "<img src=\""+Root+at)
	s.get(at+"/berkas/1").want(t, 403, "pelapor")
	s.get("/pengaduan/"+nowhere.Number).want(t, 200, "Dirahasiakan").lacks(t, "Dewi")
	r.as("joko").get(at).want(t, 403)
	r.as("joko").get("/pengaduan").want(t, 200, nowhere.Number).lacks(t, k.Number)

	d := r.as("dewi")
	d.get(at).want(t, 200, "D*** L******", "****").lacks(t, "Dewi", "Diminta uang")
	d.get(at+"/berkas/1").want(t, 403, "data pribadi")
	d.post(at+"/buka").want(t, 303)
	d.get(at).want(t, 200, "Dewi Lestari", "Diminta uang")
	if p := d.get(at+"/berkas/1").want(t, 200); p.header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("the photo comes as %s", p.header.Get("Content-Type"))
	}
	d.get(at+"/berkas/2").want(t, 404)
	d.post(at+"/tutup").want(t, 303)
	d.get(at).lacks(t, "Dewi")
	r.as("nur").get(at).want(t, 200, "****").lacks(t, "Dewi", "Diminta uang", "/tindakan")
	d.get("/pengaduan/ADU-2026-0099").want(t, 404)
	d.get("/pengaduan/WRSE-2026-000001").want(t, 404)
	d.get("/pengaduan?status=hilang").want(t, 400)
	log := strings.Join(r.logged(), "\n")
	for _, want := range []string{"rina complaint.view " + k.Number + " full", "dewi complaint.unmask " + k.Number, "dewi complaint.file " + k.Number + " 1"} {
		if !strings.Contains(log, want) {
			t.Errorf("the audit log lacks %q", want)
		}
	}
	r.as("nur").get("/jejak?tindakan=complaint.view").want(t, 200, Root+at)
}

// A complaint goes its way: taken once, answered after a look, forwarded, numbered, ended once.
func TestComplaintGoesItsWay(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("budi", store.RoleOfficer, "64.72")
	k := r.complain("64.72")
	at, do := "/pengaduan/"+k.Number, "/pengaduan/"+k.Number+"/tindakan"
	s, b := r.as("rina"), r.as("budi")
	s.post(do, "tindakan", "ambil").want(t, 303)
	b.post(do, "tindakan", "ambil").want(t, 409, "sudah diambil rina")
	s.post(do).want(t, 422, "Pilih apa yang Anda lakukan")
	s.post(do, "tindakan", "jawaban", "kata", " ").want(t, 422, "Tulis jawaban")
	s.post(do, "tindakan", "teruskan").want(t, 422, "kantor tujuan")
	s.post(do, "tindakan", "jawaban", "kata", strings.Repeat("a", noteMost+1)).want(t, 422, "terlalu panjang")
	s.post(do, "tindakan", "jawaban", "kata", "Kami periksa", "kunci", "k1").want(t, 200, "Jawaban petugas: Kami periksa.")
	if talk := r.told(k); len(talk) != 0 {
		t.Errorf("a look sent %q", talk)
	}
	for range 2 { // a double click
		s.post(do, "tindakan", "jawaban", "kata", "Kami periksa", "kunci", "k1", "langkah", "kirim").want(t, 303)
	}
	for _, bad := range []string{"", "abc", "6472034507859901", "081234567890"} {
		s.post(do, "tindakan", "lapor", "lapor", bad).want(t, 422, "Nomor SP4N-LAPOR! belum benar")
	}
	s.post(do, "tindakan", "lapor", "lapor", "#9912345").want(t, 303)
	s.post(do, "tindakan", "teruskan", "kata", "Inspektorat", "kunci", "k2", "langkah", "kirim").want(t, 303)
	s.get(at).want(t, 200, "Kami periksa", "Inspektorat", "9912345", "Kabar menunggu dikirim")
	s.post(do, "tindakan", "selesai", "kata", "Uang dikembalikan", "kunci", "k3", "langkah", "kirim").want(t, 303)
	b.post(do, "tindakan", "jawaban", "kata", "Terlambat", "kunci", "k4", "langkah", "kirim").want(t, 409, "sudah selesai")
	s.get(at).want(t, 200, "Uang dikembalikan").lacks(t, "Terlambat", `name="kata"`)
	s.get("/pengaduan").want(t, 200).lacks(t, k.Number)
	s.get("/pengaduan?status=selesai").want(t, 200, k.Number, "9912345")
	talk := r.told(k)
	if len(talk) != 3 {
		t.Errorf("the citizen reads %d messages: %q", len(talk), talk)
	}
	if all := strings.Join(talk, "\n"); strings.Contains(all, "Dewi") {
		t.Errorf("a message tells the name: %s", all)
	}
}

// told gives the keys of what the citizen of a complaint was told, each once.
func (r *rig) told(k store.Complaint) (keys []string) {
	r.t.Helper()
	talk, err := r.db.Talk(r.context(), k.Contact, 10)
	r.ok(err)
	for _, u := range talk {
		if u.Said != nil {
			keys = append(keys, u.Said.Texts[0].Key+" "+u.Said.Texts[0].Args["catatan"])
		}
	}
	return keys
}
