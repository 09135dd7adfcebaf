package world

import (
	"testing"

	"sapa/store"
)

func TestCheckWindow(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.open("wrse", "64.72", 0)
	r.open("wrse", "64.71", 20)
	r.open("terencana", "64.01", -1)
	r.open("kube", "64.02", 0)
	for _, tt := range []struct{ programme, region, window string }{
		{"wrse", "64.72", "penuh"},
		{"wrse", "64.72.03", "penuh"}, // the kab/kota counts
		{"wrse", "64.71", "buka"},
		{"wrse", "64.74", "tutup"},
		{"wrse", "", "buka"}, // somewhere
		{"kube", "", "penuh"},
		{"lks", "", "tutup"},
		{"terencana_lansia", "64.01", "buka"}, // no quota is known
		{"wrse", "31.71", "tutup"},
		{"pkh", "64.72", "tutup"},
		{"", "", "tutup"},
	} {
		got := r.find(r.siti, "check_window", args{"program": tt.programme, "wilayah": tt.region})
		if got["jendela"] != tt.window || got["tahun"] != "2026" {
			t.Errorf("%s in %s: %v", tt.programme, tt.region, got)
		}
	}
}

func TestCheckDuplicate(t *testing.T) {
	t.Parallel()
	r := filed(t)
	nik := sitiTold()["nik"]
	want(t, r.find(r.siti, "check_duplicate", args{"program": "wrse", "nik": nik}), slots{"ganda": "sendiri", "nomor_lama": "WRSE-2026-000001"})
	want(t, r.find(r.budi, "check_duplicate", args{"program": "wrse", "nik": nik}), slots{"ganda": "lain", "nomor_lama": ""})
	want(t, r.find(r.siti, "check_duplicate", args{"program": "kube", "nik": nik}), slots{"ganda": ""})
	want(t, r.find(r.siti, "check_duplicate", args{"program": "wrse", "nik": "6472035508809902"}), slots{"ganda": ""})
	r.decide("WRSE-2026-000001", store.CaseRefused, "")
	want(t, r.find(r.siti, "check_duplicate", args{"program": "wrse", "nik": nik}), slots{"ganda": ""})
	next := *r
	next.now = r.now.AddDate(1, 0, 0)
	want(t, next.find(r.siti, "check_duplicate", args{"program": "wrse", "nik": nik}), slots{"ganda": ""})
}

func TestListVillages(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	want(t, r.find(r.siti, "list_villages", args{"kecamatan": "64.72.03"}), slots{"daftar_desa": ""})
	err := r.db.ImportVillages(t.Context(), []store.Village{{Code: "64.72.03.1002", Name: "Bukit Pinang"}, {Code: "64.72.03.1001", Name: "Air Putih"}})
	if err != nil {
		t.Fatal(err)
	}
	want(t, r.find(r.siti, "list_villages", args{"kecamatan": "64.72.03"}), slots{"daftar_desa": `[["Air Putih","Air Putih"],["Bukit Pinang","Bukit Pinang"]]`})
}

func TestSubscribe(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tell(r.siti, "subscribe", args{"program": "terencana_anak", "wilayah": "64.72.03"})
	r.tell(r.budi, "subscribe", args{"program": "terencana", "wilayah": ""})
	got, err := r.db.Interested(t.Context(), "terencana", "64.72", 2026)
	if err != nil || len(got) != 2 || got[0].Region != "64.72" {
		t.Errorf("interested: %+v, %v", got, err)
	}
}

func TestShowProgress(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	want(t, r.find(r.siti, "show_progress", args{"program": "wrse", "wilayah": ""}),
		slots{"kemajuan": "Belum ada catatan penyaluran tahun 2026 untuk Bantuan usaha WRSE."})
	for _, s := range []store.Stage{
		{Programme: "wrse", Year: 2026, Region: "64.72", Stage: 1, Planned: 20, Realised: 12, Target: r.now.AddDate(0, 1, 27), Note: "Di kantor kelurahan."},
		{Programme: "wrse", Year: 2026, Region: "64.01", Stage: 1, Planned: 20, Realised: 20, Target: r.now},
		{Programme: "wrse", Year: 2025, Region: "64.02", Stage: 1, Planned: 20},
	} {
		if err := r.db.SetStage(t.Context(), s, "ani", r.now); err != nil {
			t.Fatal(err)
		}
	}
	paser := "- Kabupaten Paser, tahap 1: 20 dari 20 sudah disalurkan."
	samarinda := "- Kota Samarinda, tahap 1: 12 dari 20 sudah disalurkan. Rencana selesai 30 September 2026. Di kantor kelurahan."
	want(t, r.find(r.siti, "show_progress", args{"program": "wrse", "wilayah": ""}), slots{"kemajuan": "*Bantuan usaha WRSE*\n" + paser + "\n" + samarinda})
	want(t, r.find(r.siti, "show_progress", args{"program": "", "wilayah": "64.72.03"}), slots{"kemajuan": "*Bantuan usaha WRSE*\n" + samarinda +
		"\n\nBelum ada catatan penyaluran tahun 2026 di Kota Samarinda untuk Bantuan usaha KUBE, Bantuan untuk LKS, Bantuan terencana."})
	want(t, r.find(r.siti, "show_progress", args{"program": "pkh", "wilayah": ""}), slots{
		"kemajuan": "Penyaluran Program Keluarga Harapan (PKH) tidak dicatat di layanan ini. Silakan tanyakan ke kelurahan/desa atau kantornya."})
}
