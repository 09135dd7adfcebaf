package world

import (
	"strings"
	"testing"
	"time"

	"sapa/store"
)

// filed gives a rig on which Siti has filed one case.
func filed(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	r.open("wrse", "64.72", 20)
	want(t, r.find(r.siti, "open_case", sitiTold()), slots{"nomor": "WRSE-2026-000001"})
	return r
}

func (r *rig) decide(number string, to store.Status, note string) {
	r.t.Helper()
	r.now = r.now.Add(48 * time.Hour)
	if _, err := r.db.Decide(r.t.Context(), store.Decision{Number: number, To: to, Note: note, By: store.Operator, At: r.now}); err != nil {
		r.t.Fatal(err)
	}
}

func TestListCases(t *testing.T) {
	t.Parallel()
	r := filed(t)
	want(t, r.find(r.budi, "list_cases", nil), slots{"jumlah_kasus": "0", "daftar_kasus": "", "nomor": ""})
	want(t, r.find(r.siti, "list_cases", nil), slots{"jumlah_kasus": "1", "nomor": "WRSE-2026-000001",
		"daftar_kasus": `[["WRSE-2026-000001","WRSE-2026-000001: Diajukan"]]`})
	r.find(r.siti, "open_complaint", args{"aduan": "Ada pungutan di kelurahan."})
	got := r.find(r.siti, "list_cases", nil)
	want(t, got, slots{"jumlah_kasus": "2", "nomor": ""})
	if !strings.Contains(got["daftar_kasus"], `"ADU-2026-0001: Diterima"`) {
		t.Errorf("daftar_kasus = %s", got["daftar_kasus"])
	}
	want(t, r.find(r.siti, "list_cases", args{"nomor": "BT-2026-000009"}), slots{"nomor": "BT-2026-000009"})
}

func TestShowCaseTellsTheWholeWay(t *testing.T) {
	t.Parallel()
	r := filed(t)
	want(t, r.find(r.siti, "show_case", args{"nomor": "wrse 2026 1"}), slots{"kasus": "ada", "status": "Diajukan", "nomor_kasus": "WRSE-2026-000001",
		"riwayat": "- 3 Agustus 2026: Diajukan", "tindakan": "Belum ada yang perlu Anda lakukan.", "nama_program": "Bantuan usaha WRSE",
		"berikutnya": "Petugas kelurahan/desa dan Dinas Sosial Kota Samarinda akan memeriksa permohonan ini. Kami akan memberi kabar jika ada perubahan."})
	r.decide("WRSE-2026-000001", store.CaseIncomplete, "SKTM belum ada.")
	got := r.find(r.siti, "show_case", args{"nomor": "WRSE-2026-000001"})
	want(t, got, slots{"status": "Perlu dilengkapi",
		"tindakan": "Mohon lengkapi: SKTM belum ada. Serahkan ke kelurahan/desa atau Dinas Sosial Kota Samarinda.",
		"riwayat":  "- 3 Agustus 2026: Diajukan\n- 5 Agustus 2026: Perlu dilengkapi. Catatan petugas: SKTM belum ada."})
	r.decide("WRSE-2026-000001", store.CaseAtRegency, "")
	want(t, r.find(r.siti, "show_case", args{"nomor": "WRSE-2026-000001"}), slots{"status": "Diperiksa Dinas Sosial Kota Samarinda",
		"tindakan": "Belum ada yang perlu Anda lakukan."})
	r.decide("WRSE-2026-000001", store.CaseRefused, "")
	got = r.find(r.siti, "show_case", args{"nomor": "WRSE-2026-000001"})
	want(t, got, slots{"status": "Tidak disetujui", "berikutnya": "Pemeriksaan permohonan ini sudah selesai."})
	if !strings.Contains(got["tindakan"], "tanyakan alasannya ke Dinas Sosial Kota Samarinda") {
		t.Errorf("tindakan = %q", got["tindakan"])
	}
}

// Every status has its own words, with every place filled.
func TestViewHasWordsForEveryStatus(t *testing.T) {
	t.Parallel()
	r := filed(t)
	c, err := r.db.CaseByNumber(t.Context(), "WRSE-2026-000001")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]store.Status{}
	for _, s := range store.Statuses() {
		c.Status = s
		next, err := r.next(t.Context(), c.Contact, c, r.now)
		if err != nil {
			t.Fatal(err)
		}
		for _, words := range []string{r.status(c.CaseHead), next, r.todo(c, ""), r.todo(c, "KTP buram.")} {
			if words == "" || strings.ContainsAny(words, "{}") || strings.Contains(words, "..") {
				t.Errorf("%s: %q", s, words)
			}
		}
		if other := seen[r.status(c.CaseHead)+next]; other != "" {
			t.Errorf("%s reads as %s", s, other)
		}
		seen[r.status(c.CaseHead)+next] = s
	}
}

func TestAnotherContactNeedsAProof(t *testing.T) {
	t.Parallel()
	r := filed(t)
	for _, number := range []string{"WRSE-2026-000001", "WRSE-2026-000999"} {
		want(t, r.find(r.budi, "show_case", args{"nomor": number}), slots{"kasus": "perlu_bukti", "status": "", "riwayat": ""})
	}
	for _, number := range []string{"", "halo", "TKT-2026-0001", "XX-2026-000001", "6472034507859901", "ADU-2026-0001"} {
		want(t, r.find(r.budi, "show_case", args{"nomor": number}), slots{"kasus": "tidak_ada"})
	}
	for _, proof := range []args{{"jenis_bukti": "lahir", "bukti": "1985-07-05"}, {"jenis_bukti": "nik4", "bukti": "9901"},
		{"jenis_bukti": "nik4", "bukti": "6472034507859901"}} {
		proof["nomor"] = "wrse-2026-000001"
		want(t, r.find(r.budi, "prove_case", proof), slots{"kasus": "ada", "status": "Diajukan", "nomor_kasus": "WRSE-2026-000001"})
	}
}

func TestWrongProofsAreLimited(t *testing.T) {
	t.Parallel()
	r := filed(t)
	prove := func(n int, birth string) string {
		key := r.key(r.budi)
		return r.once(r.budi, key, "prove_case", args{"nomor": "WRSE-2026-000001", "jenis_bukti": "lahir", "bukti": birth})["kasus"]
	}
	for i := range store.ProofsPerContact {
		if got := prove(i, "1990-01-01"); got != "bukti_salah" {
			t.Errorf("wrong proof %d: %s", i+1, got)
		}
	}
	if got := prove(9, "1985-07-05"); got != "terlalu_sering" {
		t.Errorf("a right proof after too many wrong ones: %s", got)
	}
	r.now = r.now.Add(store.ProofSpan + time.Minute)
	if got := prove(10, "1985-07-05"); got != "ada" {
		t.Errorf("a right proof a day later: %s", got)
	}
}

func TestAComplaintIsShownToWhoeverMadeIt(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	want(t, r.find(r.siti, "open_complaint", args{"aduan": "Ada pungutan."}), slots{"nomor_aduan": "ADU-2026-0001", "waktu": "3 Agustus 2026 pukul 10.15 WITA"})
	want(t, r.find(r.siti, "show_case", args{"nomor": "adu 2026 1"}), slots{"kasus": "ada", "status": "Diterima", "nama_program": "Pengaduan",
		"nomor_kasus": "ADU-2026-0001", "riwayat": "- 3 Agustus 2026: Diterima", "berikutnya": "Laporan Anda tercatat untuk petugas. Anda juga dapat melapor di SP4N-LAPOR!: lapor.go.id atau SMS 1708."})
	want(t, r.find(r.budi, "show_case", args{"nomor": "ADU-2026-0001"}), slots{"kasus": "tidak_ada"})
}

func TestWaitingListTellsThePlace(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.open("wrse", "64.72", 0)
	r.find(r.siti, "open_case", with(sitiTold(), "tunggu", "ya"))
	r.find(r.budi, "open_case", with(sitiTold(), "tunggu", "ya", "nik", "6472035508809902", "telepon", ""))
	got := r.find(r.budi, "show_case", args{"nomor": "WRSE-2026-000002"})
	if !strings.Contains(got["berikutnya"], "Urutan: 2 dari 2 di Kota Samarinda.") {
		t.Errorf("berikutnya = %q", got["berikutnya"])
	}
}
