package console

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"strings"
	"testing"

	"sapa/bot/channel/webchat/browsertest"
	"sapa/bot/imports"
	"sapa/store"
)

// bring uploads a table as a browser does.
func (s *someone) bring(kind store.ImportKind, table string, pairs ...string) page {
	s.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	s.ok(form.WriteField("jenis", string(kind)))
	for i := 0; i+1 < len(pairs); i += 2 {
		s.ok(form.WriteField(pairs[i], pairs[i+1]))
	}
	file, err := form.CreateFormFile("berkas", "daftar.csv")
	s.ok(err)
	_, err = file.Write([]byte(table))
	s.ok(err)
	s.ok(form.Close())
	return s.do(s.form("/impor", form.FormDataContentType(), &b))
}

const recipients = "NIK,Nama,Program,Tahun,Kab/Kota\n6472034507859902,Siti Aminah,WRSE,2024,Samarinda\n64720345078599,Aminah,WRSE,2024,Samarinda\n6472034507859903,Rahmah,KUBE,2023,6402\n"

func TestImport(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("yusuf", store.RoleSupervisor, "")
	r.officer("lina", store.RoleAdmin, "")
	r.officer("sari", store.RoleSupervisor, "64.72")
	y := r.as("yusuf")
	y.get("/impor").want(t, 200, "Belum ada daftar", "Data DTSEN")
	y.bring("", recipients).want(t, 400)
	y.bring(store.ImportRecipients, "").want(t, 422, "Pilih berkas")
	y.post("/impor").want(t, 422, "Pilih berkas")
	y.bring(store.ImportRecipients, "NIK,Nama\n1,2\n").want(t, 422, "Program, Tahun, Kabupaten/kota")
	y.bring(store.ImportRecipients, "\x89PNG\x00\x00").want(t, 422, "bukan Excel")
	y.bring(store.ImportRecipients, "NIK,Nama,Program,Tahun,Kota\n").want(t, 422, "tidak berisi baris")
	y.bring(store.ImportDTSEN, "NIK,Kota\n6472034507859902,Samarinda\n").want(t, 422, "Isi tanggal")
	y.bring(store.ImportRecipients, strings.Repeat("x", imports.FileMost+2<<20)).want(t, 413, "16 MB")

	at := strings.TrimPrefix(y.bring(store.ImportRecipients, recipients).want(t, 303).header.Get("Location"), Root)
	p := y.get(at).want(t, 200, "daftar.csv", "A: NIK", "NIK berisi 16 angka, di sini 14.", "E: Kabupaten/kota", "dapat berarti kode BPS", "Simpan 1 baris yang benar", "6472********9902")
	p.lacks(t, "Siti Aminah", "6472034507859902")
	r.as("lina").get(at).want(t, 403)
	r.as("sari").get(at).want(t, 403)
	r.as("sari").get("/impor").lacks(t, "daftar.csv")
	y.get("/impor/99").want(t, 404, "Impor itu tidak ada")
	y.get("/impor/abc").want(t, 404)

	y.post(at+"/simpan").want(t, 303)
	r.ok(r.importer.Save(r.context(), 1, func(store.Import) {}))
	y.get(at).want(t, 200, "1 baris tersimpan: 1 baru, 0 sudah ada").lacks(t, "6472********9902")
	y.post(at+"/simpan").want(t, 303)
	y.post(at+"/buang").want(t, 409, "baru saja berubah")

	own := strings.TrimPrefix(r.as("sari").bring(store.ImportDTSEN, "NIK,Kota\n6472034507859902,Samarinda\n6472034507859903,Bontang\n", "per", "2026-09-30").want(t, 303).header.Get("Location"), Root)
	r.as("sari").get(own).want(t, 200, "Bukan wilayah kerja Anda")
	r.as("sari").post(own+"/buang").want(t, 303)
	r.as("sari").get(own).want(t, 200, "Daftar ini dibuang")
	r.as("sari").post(own+"/simpan").want(t, 409)

	r.apply("64.72")
	c := r.apply("64.72") // of the woman in the first row
	y.get("/permohonan/"+c.Number).want(t, 200, "Pernah menerima WRSE tahun 2024 (Kota Samarinda), menurut daftar penerima.", "Belum ada data untuk wilayah ini.")
	y.get("/permohonan/WRSE-2026-000001").lacks(t, "Pernah menerima")
	extract := strings.TrimPrefix(y.bring(store.ImportDTSEN, "NIK,Kota,Desil\n6472034507859902,Samarinda,2\n", "per", "2026-09-30").want(t, 303).header.Get("Location"), Root)
	y.post(extract+"/simpan").want(t, 303)
	r.ok(r.importer.Save(r.context(), 3, func(store.Import) {}))
	y.get("/permohonan/"+c.Number).want(t, 200, "Ada di data per 30 September 2026 (Kota Samarinda, desil 2).")
	y.get("/permohonan/WRSE-2026-000001").want(t, 200, "Tidak ada di data Kota Samarinda per 30 September 2026.")

	log := strings.Join(r.logged(), "\n")
	for _, want := range []string{"yusuf import.check impor 1 penerima: 3, 2 wrong", "yusuf import.view impor 1", "yusuf import.confirm impor 1", "yusuf import.done impor 1 1 new", "sari import.drop impor 2"} {
		if !strings.Contains(log, want) {
			t.Errorf("the audit log lacks %q:\n%s", want, log)
		}
	}
}

// While rows are saved, the page says how far it is.
func TestImportProgress(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("yusuf", store.RoleSupervisor, "")
	im, err := r.importer.Check(r.context(), imports.Upload{Kind: store.ImportVillages, Data: []byte("Kode,Nama\n64.72.03.1001,Air Putih\n64.72.03.1002,Sempaja\n"), By: "yusuf"})
	r.ok(err)
	r.ok(r.db.ConfirmImport(r.context(), im.ID, "yusuf", r.now()))
	r.ok(r.db.SaveImport(r.context(), store.ImportChunk{ID: im.ID, To: 2, Villages: []store.Village{{Code: "64.72.03.1001", Name: "Air Putih"}}, At: r.now()}))
	at := fmt.Sprint("/impor/", im.ID)
	r.as("yusuf").get(at).want(t, 200, "Sampai baris 2 dari 3.", "data-live", "Lanjutkan sekarang")
	r.as("yusuf").post(at+"/simpan").want(t, 303)
	r.ok(r.importer.Save(r.context(), im.ID, func(store.Import) {}))
	r.as("yusuf").get(at).want(t, 200, "2 baris tersimpan: 2 baru")
}

// Who watches sees it go on, and then the end, without doing anything.
func TestImportIsWatched(t *testing.T) {
	r := newRig(t)
	r.officer("yusuf", store.RoleSupervisor, "")
	im, err := r.importer.Check(r.context(), imports.Upload{Kind: store.ImportVillages, Data: []byte("Kode,Nama\n64.72.03.1001,Air Putih\n64.72.03.1002,Sempaja\n"), By: "yusuf"})
	r.ok(err)
	r.ok(r.db.ConfirmImport(r.context(), im.ID, "yusuf", r.now()))
	b := browsertest.Open(t)
	r.enter(b, look{login: "yusuf", path: fmt.Sprint("/impor/", im.ID)})
	b.Until(`document.querySelector("progress").value === 0`)
	r.ok(r.db.SaveImport(r.context(), store.ImportChunk{ID: im.ID, To: 2, Villages: []store.Village{{Code: "64.72.03.1001", Name: "Air Putih"}}, At: r.now()}))
	b.Until(`document.querySelector("progress").value === 2`)
	r.ok(r.importer.Save(r.context(), im.ID, func(store.Import) {}))
	b.Until(`document.querySelector(".note.good")?.textContent.includes("2 baris tersimpan")`)
}
