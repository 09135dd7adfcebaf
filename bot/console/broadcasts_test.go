package console

import (
	"encoding/csv"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"sapa/store"
)

// written is a form as an officer fills it in.
func form(more ...string) []string {
	return append([]string{"judul", "Pendaftaran WRSE", "isi", "Pendaftaran {program} di {kabkota} *dibuka* untuk {nama}.", "sumber", "kasus", "program", "wrse",
		"tahun", "2026", "wilayah", "64.72", "pilihan", "daftar_wrse", "pilihan_kata", "Daftar sekarang"}, more...)
}

// drafted writes a broadcast down and gives its address.
func (s *someone) drafted(pairs ...string) string {
	s.t.Helper()
	p := s.post("/siaran", pairs...).want(s.t, 303)
	at, _, _ := strings.Cut(strings.TrimPrefix(p.header.Get("Location"), Root), "?")
	return at
}

var hashField = regexp.MustCompile(`name="sidik" value="([0-9a-f]{64})"`)

// approved leads a broadcast through both people, and gives the hash that was approved.
func approved(author, second *someone, at string) string {
	author.t.Helper()
	author.post(at+"/langkah", "langkah", "submit").want(author.t, 303)
	found := hashField.FindStringSubmatch(second.get(at).want(second.t, 200, "Menunggu persetujuan").body)
	if found == nil {
		second.t.Fatal("no hash to approve")
	}
	second.post(at+"/langkah", "langkah", "approve", "sidik", found[1]).want(second.t, 303)
	return found[1]
}

// two are the people that a broadcast needs.
func (r *rig) two() (author, second *someone) {
	r.officer("sari", store.RoleSupervisor, "")
	r.officer("lina", store.RoleSupervisor, "")
	return r.as("sari"), r.as("lina")
}

func TestComposeABroadcast(t *testing.T) {
	t.Parallel()
	r := rigWith(t, Options{Broadcasts: lines()})
	sari, lina := r.two()
	for range 3 {
		r.apply("64.72")
	}
	r.apply("64.71")
	stopped := r.apply("64.72")
	r.ok(r.db.SetStopped(r.context(), stopped.Contact, r.now()))

	sari.get("/siaran").want(t, 200, "Belum ada siaran.", "Tulis siaran")
	sari.get("/siaran/tulis").want(t, 200, "Isi pesan", "{nama}", "Belum dapat diajukan:")
	sari.post("/siaran/pratinjau", form()...).want(t, 200, "<b>3</b> orang akan menerima", "<b>1</b> minta berhenti (STOP)", "S*** A*****",
		"<strong>dibuka</strong>", "Kota Samarinda", "Bantuan usaha WRSE", `class="choice">Daftar sekarang`, "1. Daftar sekarang", "Isinya lengkap.").lacks(t, "Siti", "<html")
	sari.post("/siaran/pratinjau", "judul", "x", "isi", "Halo {gelar}", "sumber", "kasus", "wilayah", "64.74").want(t, 200, "{gelar} tidak dapat diisi", "Tidak ada yang akan menerima.")

	at := sari.drafted(form()...)
	sari.get(at).want(t, 200, "Draf", "orang akan menerima", "Selesai dalam kurang dari semenit: 23 November 2026 pukul 12.00 WITA.").lacks(t, "Siti")
	sari.post(at+"/langkah", "langkah", "coba").want(t, 422, "belum terhubung")
	code := regexp.MustCompile(`KODE (\d{6})<`).FindStringSubmatch(sari.post("/akun/chat").want(t, 200, "dalam 15 menit").body)
	_, err := r.db.LinkChat(r.context(), r.contact("sari sendiri"), code[1], r.now())
	r.ok(err)
	sari.get("/akun").want(t, 200, "Chat Anda terhubung")
	sari.post(at+"/langkah", "langkah", "coba").want(t, 303)
	sari.post(at+"/langkah", "langkah", "submit").want(t, 303)
	sari.get(at).want(t, 200, "Menunggu persetujuan", "penyelia lain yang menyetujui").lacks(t, `value="approve"`)
	hash := hashField.FindStringSubmatch(lina.get(at).want(t, 200).body)[1]
	sari.post(at+"/langkah", "langkah", "approve", "sidik", hash).want(t, 403, "tidak dapat menyetujui siarannya sendiri")
	lina.post(at+"/langkah", "langkah", "reject", "catatan", "Tanggalnya belum ada").want(t, 303)
	sari.get(at).want(t, 200, "Draf", "Tanggalnya belum ada")
	lina.post(at+"/langkah", "langkah", "approve", "sidik", hash).want(t, 409)
	sari.post(at+"/langkah", "langkah", "tari").want(t, 422)
	sari.get("/siaran/ZZZZZZ").want(t, 404)
}

// What was approved is what goes out: an edit afterwards, through the page, voids it.
func TestAnEditVoidsTheApproval(t *testing.T) {
	t.Parallel()
	r := rigWith(t, Options{Broadcasts: lines()})
	sari, lina := r.two()
	r.apply("64.72")
	at := sari.drafted(form()...)
	old := approved(sari, lina, at)
	sari.get(at).want(t, 200, "Disetujui", "lina", `value="start"`)
	sari.get(at+"/tulis").want(t, 200, "persetujuannya gugur")
	sari.post(at+"/tulis", form("versi", "1", "isi", "")...).want(t, 303)
	sari.post(at+"/tulis", form("versi", "1")...).want(t, 409, "mengubah siaran ini lebih dahulu")
	sari.get(at).want(t, 200, "Draf").lacks(t, `value="start"`, "Disetujui oleh")
	sari.post(at+"/langkah", "langkah", "start").want(t, 409)
	sari.post(at+"/tulis", form("versi", "2", "mendesak", "ya")...).want(t, 303)
	sari.post(at+"/langkah", "langkah", "submit").want(t, 303)
	lina.post(at+"/langkah", "langkah", "approve", "sidik", old).want(t, 409, "persetujuan gugur")
	sari.get(at).want(t, 200, "Mendesak", "Menunggu persetujuan")
}

// Pause holds what is left within two seconds; cancel says how many people are left out; nobody gets it twice.
func TestPauseAndCancelABroadcast(t *testing.T) {
	t.Parallel()
	const people = 400
	s := lines()
	r := rigWith(t, Options{Broadcasts: s})
	sari, lina := r.two()
	r.crowd(people, "warga")
	r.begun = time.Now()
	office := r.sending(s)
	at := sari.drafted("judul", "Libur", "isi", "Kantor libur besok.", "sumber", "semua")
	approved(sari, lina, at)
	sari.post(at+"/langkah", "langkah", "start").want(t, 303)
	sent := func() int { n, _, _ := office.count(); return n }
	r.until("some are sent", func() bool { return sent() >= 60 })

	pressed := time.Now()
	sari.post(at+"/langkah", "langkah", "pause").want(t, 303)
	r.until("nothing more is sent for a second", func() bool { _, _, last := office.count(); return time.Since(last) > time.Second })
	_, _, last := office.count()
	took := max(0, last.Sub(pressed))
	t.Logf("FIGURE pause through HTTP took hold after %v, with %d of %d sent", took.Round(time.Millisecond), sent(), people)
	if took > 2*time.Second || sent() >= people {
		t.Errorf("the last was sent %v after the pause, %d of %d", took, sent(), people)
	}
	sari.get(at).want(t, 200, "Dijeda", "Dijeda oleh sari.", `value="resume"`)

	sari.post(at+"/langkah", "langkah", "resume").want(t, 303)
	before := sent()
	r.until("it goes on", func() bool { return sent() > before })
	sari.post(at+"/langkah", "langkah", "cancel").want(t, 422, "Centang dulu")
	sari.post(at+"/langkah", "langkah", "cancel", "yakin", "ya").want(t, 303)
	r.until("every delivery has an end", func() bool {
		p := sari.get(at+"/kemajuan").want(t, 200)
		return strings.Contains(p.body, fmt.Sprintf("<b>%d</b> / %d", people, people))
	})
	n, twice, _ := office.count()
	unsent := people - n
	t.Logf("FIGURE cancelled: %d sent, %d not", n, unsent)
	if twice > 0 || unsent <= 0 {
		t.Errorf("%d got it twice, %d not at all", twice, unsent)
	}
	r.until("the page says how many are left out", func() bool {
		return strings.Contains(sari.get(at).want(t, 200, "Dibatalkan").body, fmt.Sprintf("%d orang tidak dikirimi", unsent))
	})
}

// Whom it went to is listed and exported without names, and what failed alone is sent again.
func TestDeliveriesOfABroadcast(t *testing.T) {
	t.Parallel()
	s := lines()
	r := rigWith(t, Options{Broadcasts: s})
	sari, lina := r.two()
	r.officer("audit", store.RoleAuditor, "")
	r.crowd(12, "warga")
	r.crowd(3, "tolak")
	r.begun = time.Now()
	office := r.sending(s)
	at := sari.drafted("judul", "Libur", "isi", "Kantor libur besok.", "sumber", "semua")
	approved(sari, lina, at)
	sari.post(at+"/langkah", "langkah", "start").want(t, 303)
	r.until("it is done", func() bool { return strings.Contains(sari.get(at).body, "siaran-selesai") })
	sari.get(at).want(t, 200, "3 gagal", "Kirim ulang yang gagal", "Pasang di Pengumuman")
	sari.get("/pengumuman?siaran="+strings.TrimPrefix(at, "/siaran/")).want(t, 200, `value="Libur"`, ">Kantor libur besok.</textarea>")
	sari.get(at+"/penerima?keadaan=gagal").want(t, 200, "Ditolak oleh kanal").lacks(t, "tolak0")
	sari.get(at+"/penerima").want(t, 200, "Dikirim", "tanpa permohonan")

	auditor := r.as("audit")
	auditor.get(at).want(t, 200).lacks(t, `name="langkah"`)
	auditor.post(at+"/langkah", "langkah", "retry").want(t, 403)
	p := auditor.get(at+"/penerima.csv?keadaan=").want(t, 200)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 16 || p.header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("%d rows of %q, %v", len(rows), p.header.Get("Content-Type"), err)
	}
	if strings.Contains(p.body, "warga") || strings.Contains(p.body, "tolak0") || !strings.Contains(p.body, "Gagal,Ditolak oleh kanal,1,") {
		t.Errorf("the export names people, or does not say what became of them:\n%s", p.body)
	}
	if all := strings.Join(r.logged(), "\n"); !strings.Contains(all, "audit broadcast.export") || !strings.Contains(all, "lina broadcast.approve") {
		t.Errorf("the audit log lacks something:\n%s", all)
	}
	sari.post(at+"/langkah", "langkah", "retry").want(t, 303)
	r.until("it was tried again", func() bool { return strings.Contains(sari.get(at+"/penerima?keadaan=gagal").body, "ulangan 1") })
	if n, twice, _ := office.count(); n != 12 || twice != 0 {
		t.Errorf("%d people got it, %d of them twice", n, twice)
	}
}

// The page of a large broadcast answers soon, as it reads counts and not people.
func TestProgressAnswersSoon(t *testing.T) {
	t.Parallel()
	people := 20_000
	if testing.Short() {
		people = 2_000
	}
	r := rigWith(t, Options{Broadcasts: lines()})
	sari, lina := r.two()
	r.ok(r.db.Write(r.context(), func(tx *sqliteTx) error {
		for i := range people {
			if _, err := tx.Exec(`INSERT INTO contacts (id, created_at) VALUES ($1, 0)`, 1000+i); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO addresses (contact, channel, finger, sealed, created_at, heard_at) VALUES ($1, 'telegram', $2, $3, 0, 1)`, 1000+i, fmt.Append(nil, "jari", i), []byte{1}); err != nil {
				return err
			}
		}
		return nil
	}))
	begun := time.Now()
	sari.post("/siaran/pratinjau", "judul", "Libur", "isi", "Kantor libur besok.", "sumber", "semua").want(t, 200)
	t.Logf("FIGURE preview and counts of %d people: %v", people, time.Since(begun).Round(time.Millisecond))
	at := sari.drafted("judul", "Libur", "isi", "Kantor libur besok.", "sumber", "semua")
	approved(sari, lina, at)
	sari.post(at+"/langkah", "langkah", "start").want(t, 303)
	n, err := r.db.FreezeBroadcast(r.context(), strings.TrimPrefix(at, "/siaran/"), []store.ReachChannel{{Channel: "telegram"}}, r.now())
	if err != nil || n < people {
		t.Fatalf("%d frozen, %v", n, err)
	}
	var slowest time.Duration
	for range 20 {
		begun := time.Now()
		sari.get(at+"/kemajuan").want(t, 200, fmt.Sprintf("/ %d orang selesai", n))
		slowest = max(slowest, time.Since(begun))
	}
	t.Logf("FIGURE progress of %d people: slowest of 20 answers %v", n, slowest.Round(time.Millisecond))
	if slowest > time.Second { // 100 ms on a machine with nothing else to do
		t.Errorf("an answer took %v", slowest)
	}
}

func TestBroadcastsOfOneRegion(t *testing.T) {
	t.Parallel()
	r := rigWith(t, Options{Broadcasts: lines()})
	r.officer("sari", store.RoleSupervisor, "64.72")
	r.officer("pusat", store.RoleSupervisor, "")
	sari, pusat := r.as("sari"), r.as("pusat")
	own := sari.drafted(form()...)
	wide := pusat.drafted("judul", "Semua", "isi", "Untuk semua.", "sumber", "semua")
	sari.get("/siaran").want(t, 200, strings.TrimPrefix(own, "/siaran/")).lacks(t, strings.TrimPrefix(wide, "/siaran/"))
	sari.get(wide).want(t, 403)
	sari.post("/siaran", "judul", "Semua", "isi", "Untuk semua.", "sumber", "semua").want(t, 403)
	sari.post(own+"/tulis", "versi", "1", "judul", "Semua", "isi", "x", "sumber", "semua").want(t, 403)
	sari.get("/siaran/tulis").want(t, 200, "Kota Samarinda").lacks(t, "Kota Bontang", "Semua yang pernah menulis")
	if u, err := url.Parse(own); err != nil || u.Path == "" {
		t.Error("no address")
	}
}

// A list of NIKs and phones becomes the audience, as far as the people are known; an edit that brings no list keeps it.
func TestABroadcastToAList(t *testing.T) {
	t.Parallel()
	r := rigWith(t, Options{Broadcasts: lines()})
	sari, lina := r.two()
	for range 3 {
		r.apply("64.72")
	}
	list := "NIK atau HP\n6472034507859901\n+6281234567802\n6472034507859950\nbukan nomor\n"
	at := sari.drafted("judul", "Undangan", "isi", "Hadir hari Senin, {nama}.", "sumber", "daftar", "daftar", list)
	sari.get(at+"/tulis").want(t, 200, "2 dari 3 baris kami kenal, 1 baris tidak terbaca.").lacks(t, "6472034507859901")
	sari.get(at).want(t, 200, "<b>2</b> orang akan menerima", "Daftar NIK atau nomor telepon")
	version := regexp.MustCompile(`name="versi" value="(\d+)"`).FindStringSubmatch(sari.get(at + "/tulis").body)[1]
	sari.post(at+"/tulis", "versi", version, "judul", "Undangan", "isi", "Hadir hari Selasa, {nama}.", "sumber", "daftar").want(t, 303)
	sari.get(at).want(t, 200, "<b>2</b> orang akan menerima", "Selasa")
	approved(sari, lina, at)
	sari.post("/siaran", "judul", "Kosong", "isi", "x", "sumber", "daftar", "daftar", "tidak ada\nnomornya\n").want(t, 422, "Daftar tidak memuat NIK")
}
