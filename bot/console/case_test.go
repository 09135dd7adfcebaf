package console

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sapa/store"
)

func TestOfficerSeesOwnRegionMasked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	own, other := r.apply("64.72"), r.apply("64.74")
	s := r.as("rina")
	s.get("/permohonan").want(t, 200, own.Number, "S*** A*****").lacks(t, other.Number, "Siti Aminah")
	s.get("/permohonan?wilayah=64.74").want(t, 403, "di luar wilayah")
	s.get("/permohonan/"+other.Number).want(t, 403, "di luar wilayah").lacks(t, "A*****")
	s.get("/permohonan/WRSE-2026-999999").want(t, 404)
	s.get("/permohonan?status=lolos").want(t, 400)

	p := s.get("/permohonan/"+own.Number).want(t, 200, "6472********9901", "Tanggal lahir berbeda dari NIK", "Perempuan", "Permensos 8/2012", "wrse/1")
	p.lacks(t, "6472034507859901", "Siti Aminah", "Jalan Melati", "800.000", "gorengan", "Anda perempuan.")
	s.post("/permohonan/"+own.Number+"/buka").want(t, 303)
	s.get("/permohonan/"+own.Number).want(t, 200, "6472034507859901", "Siti Aminah", "Jalan Melati 3", "Rp800.000", "Anda perempuan.", "Data pribadi sedang terbuka")
	s.get("/permohonan").lacks(t, "Siti Aminah")
	r.wait(openFor)
	s.get("/permohonan/"+own.Number).want(t, 200).lacks(t, "Siti Aminah")
	s.post("/permohonan/"+own.Number+"/buka").want(t, 303)
	s.post("/permohonan/"+own.Number+"/tutup").want(t, 303)
	s.get("/permohonan/"+own.Number).want(t, 200).lacks(t, "Siti Aminah")

	log := r.logged()
	for _, want := range []string{"rina case.view " + own.Number + " masked", "rina case.view " + own.Number + " full", "rina case.unmask " + own.Number,
		"rina case.list  1: program= wilayah= status="} {
		if !slices.Contains(log, want) {
			t.Errorf("the audit log lacks %q: %q", want, log)
		}
	}
	for _, line := range log {
		if strings.Contains(line, "Siti") || strings.Contains(line, "64720345") {
			t.Errorf("personal data in the audit log: %s", line)
		}
	}
}

func TestDecisionIsPreviewedThenSentOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("yusuf", store.RoleSupervisor, "")
	c := r.apply("64.72")
	s := r.as("yusuf")
	at := "/permohonan/" + c.Number + "/putusan"
	s.post(at, "dilihat", "diajukan", "ke", "tidak_disetujui").want(t, 422, "warga perlu tahu alasannya")
	s.post(at, "dilihat", "diajukan", "ke", "disalurkan").want(t, 422, "tidak dapat")
	s.post(at, "dilihat", "diajukan", "ke", "").want(t, 422, "Pilih status")
	p := s.post(at, "dilihat", "diajukan", "ke", "perlu_dilengkapi", "catatan", "Foto <usaha> *belum* jelas", "kunci", "k1", "langkah", "lihat")
	p.want(t, 200, "Pesan ini dikirim kepada warga", "Foto &lt;usaha&gt;", "gratis")
	if got, err := r.db.CaseByNumber(r.context(), c.Number); err != nil || got.Status != store.CaseSubmitted {
		t.Fatalf("a preview decided: %s, %v", got.Status, err)
	}
	for range 2 { // a double click
		s.post(at, "dilihat", "diajukan", "ke", "perlu_dilengkapi", "catatan", "Foto usaha belum jelas", "kunci", "k1", "langkah", "kirim").want(t, 303)
	}
	events, err := r.db.CaseEvents(r.context(), c.Number)
	r.ok(err)
	talk, err := r.db.Talk(r.context(), c.Contact, 10)
	r.ok(err)
	if len(events) != 2 || len(talk) != 1 || events[1].By != "yusuf" {
		t.Errorf("%d events, %d letters", len(events), len(talk))
	}
	s.get("/permohonan/"+c.Number+"?kabar=putusan").want(t, 200, "Putusan disimpan", "Foto usaha belum jelas", "Kabar menunggu dikirim")
}

// Two browsers decide at once: one wins, the other is told, the citizen gets one letter.
func TestTwoOfficersDecideAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("yusuf", store.RoleSupervisor, "")
	r.officer("lina", store.RoleSupervisor, "")
	c := r.apply("64.72")
	answers := make(chan page, 2)
	for login, to := range map[string]string{"yusuf": "disetujui", "lina": "tidak_disetujui"} {
		s := r.as(login)
		go func() {
			answers <- s.post("/permohonan/"+c.Number+"/putusan", "dilihat", "diajukan", "ke", to, "catatan", "Alasan dari "+login, "kunci", login, "langkah", "kirim")
		}()
	}
	a, b := <-answers, <-answers
	if a.status > b.status {
		a, b = b, a
	}
	a.want(t, 303)
	events, err := r.db.CaseEvents(r.context(), c.Number)
	r.ok(err)
	talk, err := r.db.Talk(r.context(), c.Contact, 10)
	r.ok(err)
	if len(events) != 2 || len(talk) != 1 {
		t.Fatalf("%d events, %d letters", len(events), len(talk))
	}
	b.want(t, 409, "Putusan Anda belum disimpan", "Sementara itu "+events[1].By+" sudah mengubah status")
	if loser := map[string]string{"yusuf": "lina", "lina": "yusuf"}[events[1].By]; !strings.Contains(b.body, "Alasan dari "+loser) {
		t.Error("the words of the second officer are lost")
	}
}

func TestQueuePagesByKey(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("bagus", store.RoleAuditor, "")
	for range pageSize + 3 {
		r.apply("64.72")
	}
	s := r.as("bagus")
	for order, two := range map[string][2][]string{ // of each page what stands there and what does not
		"":           {{"WRSE-2026-000001", "WRSE-2026-000050"}, {"WRSE-2026-000051", "WRSE-2026-000053"}},
		"&urut=baru": {{"WRSE-2026-000053", "WRSE-2026-000004"}, {"WRSE-2026-000003", "WRSE-2026-000001"}},
	} {
		p := s.get("/permohonan?program=wrse"+order).want(t, 200, two[0]...).lacks(t, two[1]...)
		next := regexp.MustCompile(`href="/kantor(/permohonan\?[^"]+)" rel="next"`).FindStringSubmatch(p.body)
		if next == nil {
			t.Fatal("no next page")
		}
		s.get(strings.ReplaceAll(next[1], "&amp;", "&")).want(t, 200, two[1]...).lacks(t, append(two[0], `rel="next"`)...)
	}
	s.post("/permohonan/WRSE-2026-000001/buka").want(t, 403) // an auditor reads, masked
}

func TestPhotosAreDrawnAnew(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	photo := withExif(t, 40, 20, 6)
	id, err := r.vault.Files().Put(photo, "image/jpeg")
	r.ok(err)
	odd, err := r.vault.Files().Put([]byte("<script>alert(1)</script>"), "text/html")
	r.ok(err)
	pdf, err := r.vault.Files().Put([]byte("%PDF-1.4"), "application/pdf")
	r.ok(err)
	c := r.apply("64.72", id, odd, pdf)
	s := r.as("rina")
	at := "/permohonan/" + c.Number
	s.get(at+"/berkas/1").want(t, 403, "Buka dulu")
	s.post(at+"/buka").want(t, 303)
	s.get(at).want(t, 200, at+"/berkas/1")
	p := s.get(at+"/berkas/1").want(t, 200)
	if strings.Contains(p.body, "Exif") || strings.Contains(p.body, "GPS") || p.header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("metadata came with the photo (%s)", p.header.Get("Content-Type"))
	}
	shown, err := jpeg.Decode(strings.NewReader(p.body))
	r.ok(err)
	if b := shown.Bounds(); b.Dx() != 20 || b.Dy() != 40 {
		t.Errorf("the photo is not upright: %v", b)
	}
	if csp := p.header.Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") || p.header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers: %v", p.header)
	}
	s.get(at+"/berkas/2").want(t, 415)
	if d := s.get(at+"/berkas/3").want(t, 200).header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") {
		t.Errorf("a document is shown: %s", d)
	}
	s.get(at+"/berkas/4").want(t, 404)
	s.get(at+"/berkas/0").want(t, 404)
	if !slices.Contains(r.logged(), "rina case.file "+c.Number+" 1") {
		t.Error("the view is not in the audit log")
	}
	again := r.apply("64.72", id)
	s.get("/permohonan/"+again.Number).want(t, 200, "Foto yang sama ada di permohonan "+c.Number)
}

// withExif makes a JPEG that says how it was held, and where it was taken.
func withExif(t *testing.T, w, h int, orientation byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00"), orientation, 0, 0, 0, 0, 0, 0, 0)
	exif = append(exif, "GPS -0.5022,117.1536"...)
	size := len(exif) + 2
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1, byte(size >> 8), byte(size)}, exif...)
	return append(out, b.Bytes()[2:]...)
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	p := r.as("rina").get("/").want(t, 200)
	for name, want := range map[string]string{"Content-Security-Policy": "frame-ancestors 'none'", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"} {
		if got := p.header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if strings.Contains(p.header.Get("Content-Security-Policy"), "unsafe") || regexp.MustCompile(`<script>|style="|onclick=`).MatchString(p.body) {
		t.Error("a page needs inline script or style")
	}
	css := regexp.MustCompile(`/aset/\w+/kantor\.css`).FindString(p.body)
	if c := r.stranger().get(css).want(t, 200).header.Get("Cache-Control"); !strings.Contains(c, "immutable") {
		t.Errorf("assets: %s", c)
	}
}

func TestOtherSitesCannotPost(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	c := r.apply("64.72")
	s := r.as("rina")
	req := s.request(t, fmt.Sprintf("/permohonan/%s/buka", c.Number))
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	s.do(req).want(t, 403, "tidak berasal dari halaman kami")
}

func (s *someone) request(t *testing.T, path string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(s.context(), http.MethodPost, s.server.URL+Root+path, nil)
	s.ok(err)
	return req
}

func TestWhoMayDecideWhat(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	c := r.apply("64.72")
	s, at := r.as("rina"), "/permohonan/"+c.Number
	s.get(at).want(t, 200, `value="diperiksa_kabkota"`).lacks(t, `value="disetujui"`)
	for _, step := range []string{"lihat", "kirim"} {
		s.post(at+"/putusan", "dilihat", "diajukan", "ke", "disetujui", "kunci", "k", "langkah", step).want(t, 403, "hanya untuk penyelia")
	}
	s.post(at+"/putusan", "dilihat", "diajukan", "ke", "diperiksa_kabkota", "kunci", "k", "langkah", "kirim").want(t, 303)
}

func TestTakeGiveAndNote(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("budi", store.RoleOfficer, "64.72")
	r.officer("yusuf", store.RoleSupervisor, "")
	c := r.apply("64.72")
	rina, budi, yusuf, at := r.as("rina"), r.as("budi"), r.as("yusuf"), "/permohonan/"+c.Number
	rina.post(at+"/tugas", "dari", "", "kepada", "rina").want(t, 303)
	budi.post(at+"/tugas", "dari", "", "kepada", "budi").want(t, 409, "sudah diambil rina")
	budi.post(at+"/tugas", "dari", "rina", "kepada", "budi").want(t, 403)
	yusuf.get(at).want(t, 200, "Serahkan kepada", "Contoh budi")
	yusuf.post(at+"/tugas", "dari", "rina", "kepada", "budi").want(t, 303)
	budi.get(at).want(t, 200, "Anda sendiri", "Lepaskan")
	budi.post(at+"/tugas", "dari", "budi", "kepada", "").want(t, 303)
	budi.post(at+"/catatan", "catatan", " ").want(t, 422)
	for range 2 {
		budi.post(at+"/catatan", "catatan", "Sudah saya telepon", "kunci", "c1").want(t, 303)
	}
	if n := strings.Count(rina.get(at).want(t, 200).body, "Sudah saya telepon"); n != 1 {
		t.Errorf("the note is shown %d times", n)
	}
	talk, err := r.db.Talk(r.context(), c.Contact, 10)
	r.ok(err)
	if len(talk) > 0 {
		t.Error("the citizen was told of what is the office's own")
	}
}

func TestSeveralAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("budi", store.RoleOfficer, "64.72")
	a, b, other := r.apply("64.72"), r.apply("64.72"), r.apply("64.74")
	s := r.as("rina")
	s.get("/permohonan?status=diajukan").want(t, 200, `value="diperiksa_kelurahan"`).lacks(t, `<option value="disetujui">Ubah`)
	s.post("/permohonan/massal", "tindakan", "ambil").want(t, 422, "paling sedikit satu")
	s.post("/permohonan/massal", "tindakan", "ambil", "nomor", a.Number, "nomor", other.Number).want(t, 403)
	r.as("budi").post("/permohonan/massal", "tindakan", "ambil", "nomor", a.Number).want(t, 200, "Selesai")
	s.post("/permohonan/massal", "tindakan", "ambil", "nomor", a.Number, "nomor", b.Number).want(t, 200, "Sudah diambil orang lain", "Selesai")
	s.get("/permohonan?oleh=rina").want(t, 200, b.Number).lacks(t, a.Number)

	picked := []string{"nomor", a.Number, "nomor", b.Number, "dilihat", "diajukan", "dilihat", "diajukan", "kunci", "k9"}
	step := func(more ...string) page { return s.post("/permohonan/massal", append(more, picked...)...) }
	step("tindakan", "perlu_dilengkapi", "langkah", "kirim").want(t, 200, "warga perlu tahu alasannya").lacks(t, "Selesai")
	step("tindakan", "diperiksa_kelurahan", "langkah", "lihat").want(t, 200, "Setiap warga mendapat pesan", a.Number, "Simpan dan kirim")
	r.decide(a, store.CaseAtRegency, "", "budi")
	for range 2 {
		step("tindakan", "diperiksa_kelurahan", "langkah", "kirim").want(t, 200, "Sudah diubah orang lain", "Selesai")
	}
	for c, want := range map[string]store.Status{a.Number: store.CaseAtRegency, b.Number: store.CaseAtVillage} {
		got, err := r.db.CaseByNumber(r.context(), c)
		r.ok(err)
		if got.Status != want {
			t.Errorf("%s is %s, want %s", c, got.Status, want)
		}
	}
	talk, err := r.db.Talk(r.context(), b.Contact, 10)
	r.ok(err)
	if len(talk) != 1 {
		t.Errorf("the citizen got %d letters", len(talk))
	}
	r.wait(8 * 24 * 3600 * 1e9)
	fresh := r.apply("64.72")
	r.as("rina").get("/permohonan?umur=7").want(t, 200, b.Number).lacks(t, fresh.Number)
	r.as("rina").get("/").want(t, 200, "Baru diajukan", fresh.Number)
}

// What is missing is picked from the programme's list and in own words; what is brought on paper is noted, and with the
// last of it the case comes back by itself.
func TestMissingIsPickedAndBrought(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	c := r.apply("64.72")
	s, at := r.as("rina"), "/permohonan/"+c.Number
	first := regexp.MustCompile(`name="kurang" value="(\w+)"`).FindStringSubmatch(s.get(at).want(t, 200, "Apa yang perlu dilengkapi?").body)[1]
	form := []string{"dilihat", "diajukan", "ke", "perlu_dilengkapi", "kunci", "k1", "kurang", first, "kurang_lain", "Surat pengantar RT\n\n"}
	s.post(at+"/putusan", "dilihat", "diajukan", "ke", "perlu_dilengkapi", "kunci", "k1").want(t, 422, "Pilih apa yang kurang")
	s.post(at+"/putusan", "dilihat", "diajukan", "ke", "perlu_dilengkapi", "kunci", "k1", "kurang", "entah").want(t, 400)
	s.post(at+"/putusan", append(form, "langkah", "lihat")...).want(t, 200, "Surat pengantar RT", `name="kurang" value="`+first+`"`)
	s.post(at+"/putusan", append(form, "langkah", "kirim")...).want(t, 303)
	p := s.get(at).want(t, 200, "Kelengkapan yang diminta", "Surat pengantar RT", "Belum ada")
	items := regexp.MustCompile(`name="butir" value="(\w+)"`).FindAllStringSubmatch(p.body, -1)
	if len(items) != 2 {
		t.Fatalf("%d things are missing", len(items))
	}
	s.post(at+"/lengkapi", "butir", "entah", "kunci", "l0").want(t, 409, "tidak sedang diminta")
	for i, m := range items {
		s.post(at+"/lengkapi", "butir", m[1], "kunci", fmt.Sprint("l", i)).want(t, 303)
	}
	s.get(at).want(t, 200, "Diterima di kantor", "Kelengkapan diterima")
	if got, err := r.db.CaseByNumber(r.context(), c.Number); err != nil || got.Status != store.CaseSubmitted {
		t.Errorf("the case is %s, %v", got.Status, err)
	}
	s.post(at+"/lengkapi", "butir", items[0][1], "kunci", "l9").want(t, 409)
	if !slices.Contains(r.logged(), "rina case.supply "+c.Number+" "+first) {
		t.Error("what was brought is not in the audit log")
	}
}

func TestObjectionIsAnswered(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("yusuf", store.RoleSupervisor, "")
	c := r.apply("64.72")
	r.decide(c, store.CaseRefused, "Sudah menerima bantuan", "yusuf")
	_, err := r.db.Object(r.context(), store.Objection{Key: "s1", Number: c.Number, Contact: c.Contact, Reason: "Saya belum pernah menerima", At: r.now()})
	r.ok(err)
	rina, s, at := r.as("rina"), r.as("yusuf"), "/permohonan/"+c.Number
	rina.get(at).want(t, 200, "Sanggahan warga").lacks(t, "Saya belum pernah", `value="tolak"`)
	s.get("/").want(t, 200, "Sanggahan")
	s.get("/sanggah").want(t, 200, c.Number)
	s.post(at+"/buka").want(t, 303)
	s.get(at).want(t, 200, "Saya belum pernah menerima", `value="tolak"`)
	s.post(at+"/sanggah", "kunci", "k").want(t, 422, "Pilih jawaban")
	s.post(at+"/sanggah", "kunci", "k", "jawaban", "tolak").want(t, 422, "warga perlu tahu alasannya")
	s.post(at+"/sanggah", "kunci", "k", "jawaban", "terima", "langkah", "lihat").want(t, 200, "Pesan ini dikirim kepada warga", "gratis")
	for range 2 {
		s.post(at+"/sanggah", "kunci", "k", "jawaban", "terima", "langkah", "kirim").want(t, 303)
	}
	s.post(at+"/sanggah", "kunci", "k2", "jawaban", "terima", "langkah", "kirim").want(t, 409, "Tidak ada sanggahan")
	s.get(at).want(t, 200, "Diterima")
	if got, err := r.db.CaseByNumber(r.context(), c.Number); err != nil || got.Status != store.CaseAtRegency {
		t.Errorf("the case is %s, %v", got.Status, err)
	}
	talk, err := r.db.Talk(r.context(), c.Contact, 10)
	r.ok(err)
	if len(talk) != 2 {
		t.Errorf("%d letters", len(talk))
	}
}
