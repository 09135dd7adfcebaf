package world

import (
	"encoding/json"
	"strings"
	"testing"

	"sapa/conversations"
)

func pairs(t *testing.T, list string) [][2]string {
	t.Helper()
	var out [][2]string
	if err := json.Unmarshal([]byte(list), &out); err != nil {
		t.Fatalf("%q is no list: %v", list, err)
	}
	return out
}

func TestListProgrammes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var ids []string
	for _, p := range pairs(t, r.find(r.siti, "list_programmes", nil)["daftar_program"]) {
		ids = append(ids, p[0])
		if p[1] == p[0] || len([]rune(p[1])) > 40 {
			t.Errorf("%s is labelled %q", p[0], p[1])
		}
	}
	if got := strings.Join(ids, " "); got != "wrse kube lks terencana pkh sembako beasiswa gizi kerja produk rumah" {
		t.Errorf("programmes: %s", got)
	}
	partners := pairs(t, r.find(r.siti, "list_programmes", args{"jenis": "nasional"})["daftar_program"])
	if len(partners) != 2 || partners[0][0] != "pkh" {
		t.Errorf("national programmes: %v", partners)
	}
}

func TestDescribeEveryProgramme(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, p := range r.Programmes {
		got := r.find(r.siti, "describe_programme", args{"program": p.ID()})
		for _, slot := range []string{"nama_program", "ringkasan", "untuk_siapa", "dokumen", "cara", "kantor", "pendaftaran", "bisa_daftar"} {
			v := got[conversations.Slot(slot)]
			if v == "" || strings.ContainsAny(v, "{}") {
				t.Errorf("%s of %s = %q", slot, p.ID(), v)
			}
		}
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	wrse := r.find(r.siti, "describe_programme", args{"program": "wrse"})
	want(t, wrse, slots{"pendaftaran": "Pendaftaran tahun 2026 saat ini belum dibuka.", "bisa_daftar": "ya", "saran_daftar": "daftar_wrse", "daftar_bagian": ""})
	if !strings.HasPrefix(wrse["cara"], "1. Minta surat pengantar dari RT.\n2. ") || !strings.Contains(wrse["dokumen"], "- KTP dan Kartu Keluarga (KK)\n") ||
		!strings.HasSuffix(wrse["dokumen"], "Tanyakan dahulu ke petugas kelurahan/desa.") {
		t.Errorf("cara %q, dokumen %q", wrse["cara"], wrse["dokumen"])
	}
	r.open("wrse", "64.72", 0)
	want(t, r.find(r.siti, "describe_programme", args{"program": "wrse"}), slots{"pendaftaran": "Pendaftaran tahun 2026 sedang dibuka di Kota Samarinda."})
	if err := r.db.OpenExamples(t.Context(), 2026, r.now); err != nil {
		t.Fatal(err)
	}
	want(t, r.find(r.siti, "describe_programme", args{"program": "kube"}), slots{"pendaftaran": "Pendaftaran tahun 2026 sedang dibuka di semua kabupaten/kota."})
	want(t, r.find(r.siti, "describe_programme", args{"program": "sembako"}), slots{"bisa_daftar": "tidak", "saran_daftar": "",
		"pendaftaran": "Program ini milik pemerintah pusat. Pendaftarannya tidak lewat layanan ini, tetapi lewat kelurahan/desa."})
	want(t, r.find(r.siti, "describe_programme", args{"program": "mars"}), slots{"nama_program": ""})
}

func TestDescribePlannedAidNamesItsKinds(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	got := r.find(r.siti, "describe_programme", args{"program": "terencana"})
	want(t, got, slots{"nama_program": "Bantuan terencana", "saran_daftar": "daftar_terencana",
		"dokumen": "Dokumennya berbeda untuk tiap jenis bantuan ini. Pilih jenisnya untuk melihat dokumen yang biasanya diminta."})
	if kinds := pairs(t, got["daftar_bagian"]); len(kinds) != 5 || strings.Count(got["untuk_siapa"], "\n- ") != 4 {
		t.Errorf("kinds %v, for %q", kinds, got["untuk_siapa"])
	}
	want(t, r.find(r.siti, "describe_programme", args{"program": "terencana_lansia"}), slots{"nama_program": "Bantuan terencana lanjut usia", "daftar_bagian": ""})
}
