package console

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sapa/conversations"
	"sapa/store"
)

func TestAdminAddsPeople(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("lina", store.RoleAdmin, "")
	s := r.as("lina")
	s.post("/petugas", "nama", "Rina", "login", "rina", "peran", "petugas").want(t, 422, "Pilih kabupaten/kota")
	s.post("/petugas", "nama", "", "login", "rina", "peran", "petugas", "wilayah", "64.72").want(t, 422, "nama belum diisi")
	s.post("/petugas", "nama", "Rina", "login", "rina", "peran", "raja", "wilayah", "64.72").want(t, 422)
	p := s.post("/petugas", "nama", "Rina", "login", "Rina", "peran", "petugas", "wilayah", "64.72").want(t, 200, "hanya dapat dipakai sekali")
	s.post("/petugas", "nama", "Rina", "login", "rina", "peran", "petugas", "wilayah", "64.72").want(t, 409, "sudah dipakai")
	link := regexp.MustCompile(`/kantor(/tautan/\w+)`).FindStringSubmatch(p.body)[1]
	n := r.stranger()
	n.get(link).want(t, 200, "rina")
	n.post(link, "sandi", password, "ulang", password).want(t, 303)
	s.get("/petugas/rina").want(t, 200, "Kota Samarinda", "Akhiri")

	s.post("/petugas/lina", "peran", "auditor").want(t, 409, "hanya dapat diubah oleh admin lain")
	s.post("/petugas/lina/nonaktif").want(t, 409)
	s.post("/petugas/lina/tautan").want(t, 409)
	s.post("/petugas/rina", "peran", "penyelia", "wilayah", "64.71").want(t, 303)
	id := regexp.MustCompile(`name="sesi" value="(\w+)"`).FindStringSubmatch(s.get("/petugas/rina").want(t, 200, "Penyelia", "Kota Balikpapan").body)[1]
	s.post("/petugas/rina/sesi", "sesi", id).want(t, 303)
	n.get("/").want(t, 303)
	s.post("/petugas/rina/nonaktif").want(t, 303)
	s.get("/petugas").want(t, 200, "Nonaktif")
	s.post("/petugas/rina", "peran", "petugas", "wilayah", "64.72").want(t, 303)
	s.get("/petugas/rina").lacks(t, "Nonaktif<")
	s.get("/petugas/siapa").want(t, 404)
	log := strings.Join(r.logged(), "\n")
	for _, want := range []string{"lina officer.add rina petugas 64.72", "lina officer.link rina", "lina officer.change rina petugas 64.72 -> penyelia 64.71", "lina signout rina", "lina officer.disable rina"} {
		if !strings.Contains(log, want) {
			t.Errorf("the audit log lacks %q", want)
		}
	}
}

func TestWindowsAndQuotas(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("lina", store.RoleAdmin, "")
	r.officer("yusuf", store.RoleSupervisor, "")
	r.officer("rina", store.RoleOfficer, "64.72")
	asks := r.contact("penanya")
	r.ok(r.db.Subscribe(r.context(), "minat.1", asks, "wrse", "64.72", 2026, r.now()))
	s, at := r.as("lina"), "/program/wrse/64.72"
	s.post(at+"/kuota", "kuota", "banyak").want(t, 422, "Kuota adalah angka")
	s.post(at+"/kuota", "kuota", "20").want(t, 303)
	s.post(at+"/jendela", "buka", "tidak").want(t, 303)
	w, err := r.db.Window(r.context(), "wrse", "64.72", 2026)
	r.ok(err)
	if w.Open || w.Quota != 20 {
		t.Errorf("window %+v", w)
	}
	s.post(at+"/jendela", "buka", "ya").want(t, 303)
	talk, err := r.db.Talk(r.context(), asks, 5)
	r.ok(err)
	if len(talk) != 1 {
		t.Errorf("who asked for the opening got %d letters", len(talk))
	}
	s.post(at+"/kuota", "kuota", "").want(t, 303)
	s.get(at).want(t, 200, "belum diisi")
	s.get("/program/pkh/64.72").want(t, 404)
	s.get("/program/wrse/64.99").want(t, 404)
	s.get(at+"?tahun=1999").want(t, 400)

	y := r.as("yusuf")
	y.post(at+"/tahap", "tahap", "0", "rencana", "12", "realisasi", "3").want(t, 422)
	y.post(at+"/tahap", "tahap", "1", "rencana", "x", "realisasi", "3").want(t, 422)
	y.post(at+"/tahap", "tahap", "1", "rencana", "12", "realisasi", "3", "target", "2026-12-31", "catatan", "Di kecamatan").want(t, 303)
	y.get(at).want(t, 200, "31 Desember 2026", "Di kecamatan")
	r.as("rina").get("/program").want(t, 200, "Kota Samarinda").lacks(t, "Kota Balikpapan")
}

func TestAnnouncements(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("yusuf", store.RoleSupervisor, "")
	r.officer("ani", store.RoleSupervisor, "64.72")
	s := r.as("yusuf")
	s.post("/pengumuman", "judul", "", "isi", "x").want(t, 422, "Isilah judul")
	s.post("/pengumuman", "judul", "Buka", "isi", "x", "sampai", "2020-01-01").want(t, 422, "sudah lewat")
	s.post("/pengumuman", "judul", "Buka <b>", "isi", "Datang *besok*").want(t, 200, "Begini warga membacanya", "Buka &lt;b&gt;", "<strong>besok</strong>")
	if all, err := r.db.AllAnnouncements(r.context()); err != nil || len(all) > 0 {
		t.Fatalf("a preview was published: %v, %v", all, err)
	}
	s.post("/pengumuman", "judul", "Buka", "isi", "Datang *besok*", "sampai", "2026-11-30", "langkah", "kirim").want(t, 303)
	all, err := r.db.AllAnnouncements(r.context())
	r.ok(err)
	if len(all) != 1 || all[0].By != "yusuf" || !all[0].To.Equal(noon().AddDate(0, 0, 8).Add(-12*60*60*1e9)) {
		t.Fatalf("announcements %+v", all)
	}
	a := r.as("ani")
	a.post("/pengumuman", "judul", "Buka", "isi", "Datang", "langkah", "kirim").want(t, 403)
	a.post("/pengumuman/"+all[0].Code+"/turun").want(t, 403)
	a.post("/pengumuman", "judul", "Di Samarinda", "isi", "Datang", "wilayah", "64.72", "langkah", "kirim").want(t, 303)
	s.post("/pengumuman/"+all[0].Code+"/turun").want(t, 303)
	s.get("/pengumuman").want(t, 200, "Sudah turun", "Di Samarinda")
}

// parrot plays nothing and says what it was given.
type parrot struct{ script string }

func (p *parrot) Play(_ context.Context, f *conversations.Flow, script string) (string, error) {
	p.script = script
	return "alur " + string(f.Ref.ID) + "\n" + script, nil
}

func TestFlowsAreCheckedTriedPublishedAndTakenBack(t *testing.T) {
	t.Parallel()
	p := &parrot{}
	r := rigWith(t, Options{Simulator: p})
	r.officer("lina", store.RoleAdmin, "")
	s, at := r.as("lina"), "/alur/daftar_wrse"
	s.get("/alur").want(t, 200, "Pendaftaran bantuan WRSE")
	published, err := r.db.PublishedFlows(r.context())
	r.ok(err)
	source := string(published[0].Source)
	s.post(at, "sumber", strings.Replace(source, "start: jendela_umum", "start: entah", 1), "langkah", "terbit", "dasar", "1").want(t, 422, "hal yang perlu diperbaiki", "entah")
	s.post(at, "sumber", strings.Replace(source, "flow: daftar_wrse", "flow: lain", 1), "langkah", "terbit", "dasar", "1").want(t, 422, "Namanya tidak boleh berubah")
	changed := strings.Replace(source, "sekitar 10 menit", "sekitar 12 menit", 1)
	s.post(at, "sumber", changed, "langkah", "periksa").want(t, 200, "Tidak ada masalah")
	s.post(at, "sumber", changed, "langkah", "coba", "percakapan", "").want(t, 422, "Tulis dahulu")
	s.post(at, "sumber", changed, "langkah", "coba", "percakapan", "@ buka wrse 64.72 20\ndaftar wrse\n\n> ya").want(t, 200, "alur daftar_wrse")
	if p.script != "-- uji\n@ buka wrse 64.72 20\n> daftar wrse\n> ya\n" {
		t.Errorf("played %q", p.script)
	}
	s.post(at, "sumber", changed, "langkah", "terbit", "dasar", "1").want(t, 303)
	s.post(at, "sumber", source+"\n# lain", "langkah", "terbit", "dasar", "1").want(t, 409, "orang lain baru saja", "# lain")
	s.get(at).want(t, 200, "versi 2", "sekitar 12 menit", "Pakai versi ini")
	s.post(at+"/kembali", "revisi", "1").want(t, 303)
	s.post(at+"/kembali", "revisi", "9").want(t, 404)
	s.get(at).want(t, 200, "versi 1", "sekitar 10 menit")
	s.get("/alur/entah").want(t, 404)
	for _, want := range []string{"lina flow.publish daftar_wrse revision 2", "lina flow.rollback daftar_wrse revision 1"} {
		if !slices.Contains(r.logged(), want) {
			t.Errorf("the audit log lacks %q", want)
		}
	}
}

func TestAuditDetailsInWords(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("bagus", store.RoleAuditor, "")
	for action, d := range map[string][2]string{
		"officer.recovery":  {"7 left", "sisa 7"},
		"stage.set":         {"stage 1: 9 of 12", "tahap 1: 9 dari 12"},
		"broadcast.approve": {"hash 5fb8", "sidik isi 5fb8"},
		"broadcast.submit":  {"draf -> menunggu", "Draf menjadi Menunggu persetujuan"},
		"broadcast.start":   {"disetujui -> berjalan, urgent", "Disetujui menjadi Berjalan, Mendesak"},
	} {
		r.ok(r.db.Audit(r.context(), store.AuditEntry{At: r.now(), By: "sari", Action: action, Object: "x", Detail: d[0]}))
		r.as("bagus").get("/jejak?tindakan="+action).want(t, 200, d[1]).lacks(t, d[0])
	}
}

func TestAuditPageAndBrokenChain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("bagus", store.RoleAuditor, "")
	r.officer("rina", store.RoleOfficer, "64.72")
	c := r.apply("64.72")
	for range 60 {
		r.as("rina").get("/permohonan/" + c.Number)
	}
	s := r.as("bagus")
	p := s.get("/jejak?oleh=rina&tindakan=case.view").want(t, 200, "Melihat permohonan", c.Number).lacks(t, "Masuk</td>")
	next := regexp.MustCompile(`href="/kantor(/jejak\?[^"]+)" rel="next"`).FindStringSubmatch(p.body)
	if next == nil {
		t.Fatal("no next page")
	}
	s.get(strings.ReplaceAll(next[1], "&amp;", "&")).want(t, 200, "Melihat permohonan").lacks(t, `rel="next"`)
	s.get("/jejak?objek="+strings.ToLower(c.Number)).want(t, 200, "Melihat permohonan")
	s.post("/jejak/periksa").want(t, 200, "Catatan utuh")
	r.ok(r.db.Write(r.context(), func(tx *sqliteTx) error {
		if _, err := tx.Exec(`DROP TRIGGER audit_no_update`); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE audit SET by = 'orang lain' WHERE seq = 7`)
		return err
	}))
	s.post("/jejak/periksa").want(t, 200, "tidak utuh mulai baris 7")
}

func TestHealth(t *testing.T) {
	t.Parallel()
	r := rigWith(t, Options{Works: steady{}})
	r.officer("lina", store.RoleAdmin, "")
	r.apply("64.72")
	_, err := r.db.OpenTicket(r.context(), "tiket.1", r.contact("warga1"), "diminta", r.now())
	r.ok(err)
	r.as("lina").get("/kesehatan").want(t, 200, "Basis data", "1 warga menunggu", "40 pendaftaran yang dibuka belum punya kuota", "Telegram", "Terputus", "WhatsApp")
}

func TestHandover(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	own, other := r.apply("64.72"), r.apply("64.74")
	a, err := r.db.OpenTicket(r.context(), "tiket.1", own.Contact, "diminta", r.now())
	r.ok(err)
	b, err := r.db.OpenTicket(r.context(), "tiket.2", other.Contact, "diminta", r.now())
	r.ok(err)
	c, err := r.db.OpenTicket(r.context(), "tiket.3", r.contact("baru"), "diminta", r.now())
	r.ok(err)
	s := r.as("rina")
	s.get("/percakapan").want(t, 200, a.Number, c.Number).lacks(t, b.Number)
	s.get("/percakapan/"+b.Number).want(t, 403)
	s.get("/percakapan/"+a.Number).want(t, 200)
	s.post("/percakapan/"+a.Number+"/jawab", "pesan", "Halo", "kunci", "p0").want(t, 409, "Ambil percakapan ini dahulu", "Halo")
	s.post("/percakapan/"+a.Number+"/ambil").want(t, 303)
	s.get("/percakapan/"+a.Number).want(t, 200, "Jawaban siap pakai", "Lepaskan")
	s.post("/percakapan/"+a.Number+"/jawab", "pesan", " ", "kunci", "p1").want(t, 422)
	for range 2 {
		s.post("/percakapan/"+a.Number+"/jawab", "pesan", "Selamat pagi, Bapak/Ibu", "kunci", "p2").want(t, 303)
	}
	if n := strings.Count(s.get("/percakapan/"+a.Number).want(t, 200).body, "Selamat pagi, Bapak/Ibu"); n != 1 {
		t.Errorf("the words were said %d times", n)
	}
	s.post("/percakapan/"+a.Number+"/lepas").want(t, 303)
	s.post("/percakapan/"+a.Number+"/ambil").want(t, 303)
	s.post("/percakapan/"+a.Number+"/selesai").want(t, 303)
	s.post("/percakapan/"+a.Number+"/selesai").want(t, 404, "sudah selesai")
	if !slices.Contains(r.logged(), "rina talk.view "+a.Number) {
		t.Error("reading the talk is not in the audit log")
	}
}

func TestSearchKeepsWordsOutOfAddresses(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	own, other := r.apply("64.72"), r.apply("64.74")
	s := r.as("rina")
	if to := s.post("/cari", "cari", strings.ToLower(own.Number)).want(t, 303).header.Get("Location"); to != "/kantor/permohonan/"+own.Number {
		t.Errorf("sent to %s", to)
	}
	s.post("/cari", "cari", own.Person.NIK[:6]+" "+own.Person.NIK[6:]).want(t, 200, own.Number).lacks(t, own.Person.NIK)
	s.post("/cari", "cari", "0812 3456 7801").want(t, 200, own.Number)
	s.post("/cari", "cari", other.Person.NIK).want(t, 200, "Tidak ditemukan", "1 permohonan lain di luar wilayah").lacks(t, other.Number)
	s.post("/cari", "cari", "WRSE-2026-000999").want(t, 200, "Tidak ditemukan")
	s.post("/cari", "cari", "apa saja").want(t, 200, "Tidak ditemukan")
	s.get("/cari?cari="+own.Number).want(t, 404)
	if !slices.Contains(r.logged(), "rina case.search  nik") {
		t.Error("the search is not in the audit log")
	}
}

func TestUnknownPage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.stranger().get("/entah").want(t, 404, "Halaman ini tidak ada")
}
