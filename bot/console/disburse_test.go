package console

import (
	"testing"

	"sapa/store"
)

// What was given is looked at in every field, and all that is wrong is told at once; what was filled in stays.
func TestDisbursementForm(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("sari", store.RoleSupervisor, "64.72")
	r.ok(r.db.SetStage(r.context(), store.Stage{Programme: "wrse", Region: "64.72", Year: 2026, Stage: 1, Planned: 20}, "sari", r.now()))
	c := r.apply("64.72")
	r.decide(c, store.CaseApproved, "", "sari")
	s, at := r.as("sari"), "/permohonan/"+c.Number+"/putusan"
	fill := func(pairs ...string) page {
		t.Helper()
		return s.post(at, append([]string{"dilihat", "disetujui", "ke", "disalurkan", "kunci", "k1"}, pairs...)...)
	}
	fill().want(t, 422, "Isi tanggal penyaluran.", "Isi apa yang disalurkan: pilih barang atau uang.")
	fill("tanggal", "2026-11-24", "bentuk", "uang").want(t, 422, "belum tiba", "Isi jumlah uang", `value="2026-11-24"`)
	fill("tanggal", "2026-11-22", "bentuk", "barang").want(t, 422, "lebih awal daripada permohonan", "Tulis barang apa")
	fill("tanggal", "2026-11-23", "bentuk", "uang", "jumlah", "tiga juta", "tahap", "satu").want(t, 422, "Jumlah rupiah belum terbaca", "angka 1 sampai 20", `value="tiga juta"`)
	for _, bad := range []string{"1.5", "3,5", "-1", "3.00.000", "99999999999999999999"} {
		fill("tanggal", "2026-11-23", "bentuk", "uang", "jumlah", bad).want(t, 422, "Jumlah rupiah belum terbaca")
	}
	for stage, words := range map[string]string{"0": "angka 1 sampai 20", "21": "angka 1 sampai 20", "2": "belum dicatat"} {
		fill("tanggal", "2026-11-23", "bentuk", "barang", "apa", "Kompor", "tahap", stage).want(t, 422, words)
	}
	good := []string{"tanggal", "2026-11-23", "bentuk", "uang", "jumlah", "Rp3.000.000,00", "tahap", "1"}
	fill(good...).want(t, 200, "Pesan ini dikirim kepada warga")
	fill(append(good, "langkah", "kirim")...).want(t, 303)
	b, err := r.db.DisbursementOf(r.context(), c.Number)
	r.ok(err)
	if want := (store.Disbursement{Day: "2026-11-23", Form: store.DisbursedMoney, Amount: 3_000_000, Stage: 1}); b != want {
		t.Errorf("given %+v, want %+v", b, want)
	}

	fresh := r.apply("64.72")
	s.post("/permohonan/"+fresh.Number+"/putusan", "dilihat", "diajukan", "ke", "disalurkan").want(t, 422, "tidak dapat ke status itu").lacks(t, "Isi tanggal")
}
