package assess_test

import (
	"maps"
	"strings"
	"testing"

	"sapa/conversations/assess"
)

// fitting is a person, group or institution that fits each programme as far as anyone can tell in a chat.
func fitting() map[string]string {
	return map[string]string{
		"wrse":                  "jenis_kelamin=perempuan umur=35 ktp_kaltim=ya aparatur=tidak pencari_nafkah=ya bantuan_sama=tidak penghasilan=900000 dtsen=ya",
		"kube":                  "jumlah_anggota=10 satu_wilayah=ya ktp_kaltim=ya aparatur=tidak bantuan_sama=tidak usia_anggota=ya dtsen=ya",
		"lks":                   "lembaga_kaltim=ya tanda_daftar=ya jenis_lks=anak rekening_lembaga=ya badan_hukum=berbadan_hukum akreditasi=ya jumlah_penghuni=25",
		"terencana_lansia":      "umur=70 ktp_kaltim=ya aparatur=tidak dalam_panti=tidak dtsen=ya",
		"terencana_disabilitas": "disabilitas=ya ktp_kaltim=ya aparatur=tidak dalam_panti=tidak dtsen=ya",
		"terencana_veteran":     "umur=78 veteran=janda_veteran ktp_kaltim=ya dalam_panti=tidak",
		"terencana_anak":        "umur=9 telantar=ya dalam_panti=tidak ktp_kaltim=ya",
		"terencana_gelandangan": "tempat_tinggal=tidak_ada dalam_panti=tidak ktp_kaltim=ya",
		"pkh":                   "umur=30 hamil_balita=ya aparatur=tidak dtsen=ya",
		"sembako":               "aparatur=tidak dtsen=ya",
		"beasiswa":              "umur=17 kegiatan=sekolah ktp_kaltim=ya",
		"gizi":                  "hamil_balita=ya",
		"kerja":                 "umur=22 kegiatan=mencari_kerja ktp_kaltim=ya",
		"produk":                "umur=40 kegiatan=usaha",
		"rumah":                 "tempat_tinggal=tidak_layak tanah_sendiri=ya penghasilan=1500000",
	}
}

func answers(t *testing.T, text string) assess.Answers {
	t.Helper()
	a := assess.Answers{}
	for pair := range strings.FieldsSeq(text) {
		slot, value, ok := strings.Cut(pair, "=")
		if !ok {
			t.Fatalf("%q is not slot=value", pair)
		}
		a[slot] = value
	}
	return a
}

func byID(t testing.TB) map[string]*assess.Programme {
	t.Helper()
	out := map[string]*assess.Programme{}
	for _, p := range shipped(t) {
		out[p.ID()] = p
	}
	return out
}

func TestEveryProgrammeHasSomebodyWhoFits(t *testing.T) {
	t.Parallel()
	people := fitting()
	for id, p := range byID(t) {
		r, err := p.Assess(answers(t, people[id]))
		if err != nil || r.Verdict != assess.Fits || len(r.Need) != 0 {
			t.Errorf("%s: verdict %q, need %v, error %v; want memenuhi_awal", id, r.Verdict, r.Need, err)
		}
		for _, c := range r.Criteria {
			if c.Outcome != assess.Holds || c.Reason == "" || c.Change != "" || len(c.Slots) == 0 || c.Source == "" {
				t.Errorf("%s: criterion of somebody who fits: %+v", id, c)
			}
		}
	}
	if len(people) != len(byID(t)) {
		t.Errorf("%d people for %d programmes", len(people), len(byID(t)))
	}
}

// Each row changes answers of the person who fits and names the criterion this decides, and words of the reason.
func TestPeopleAndTheirReasons(t *testing.T) {
	t.Parallel()
	programmes, people := byID(t), fitting()
	for _, tc := range []struct {
		programme, change string
		verdict           assess.Verdict
		criterion         string
		outcome           assess.Outcome
		reason            string
	}{
		{"wrse", "umur=18", assess.Fits, "usia", assess.Holds, "Usia 18 tahun, sesuai batas 18 sampai 59 tahun."},
		{"wrse", "umur=59", assess.Fits, "usia", assess.Holds, "Usia 59 tahun"},
		{"wrse", "umur=17", assess.NotYet, "usia", assess.Fails, "usia yang dijawab 17 tahun"},
		{"wrse", "umur=61", assess.NotYet, "usia", assess.Fails, "Bantuan WRSE untuk usia 18 sampai 59 tahun, sedangkan usia yang dijawab 61 tahun."},
		{"wrse", "umur=tidak_tahu", assess.Check, "usia", assess.Unsure, "Petugas akan melihatnya di KTP"},
		{"wrse", "jenis_kelamin=laki_laki", assess.NotYet, "perempuan", assess.Fails, "hanya untuk perempuan"},
		{"wrse", "ktp_kaltim=tidak", assess.NotYet, "warga_kaltim", assess.Fails, "umumnya"},
		{"wrse", "aparatur=ya", assess.NotYet, "bukan_aparatur", assess.Fails, "ASN"},
		{"wrse", "pencari_nafkah=tidak", assess.NotYet, "nafkah", assess.Fails, "penanggung nafkah"},
		{"wrse", "bantuan_sama=ya", assess.NotYet, "belum_pernah", assess.Fails, "dua kali"},
		{"wrse", "dtsen=tidak", assess.Check, "terdata", assess.Fails, "Belum terdaftar"},
		{"wrse", "dtsen=tidak_tahu", assess.Check, "terdata", assess.Unsure, "Petugas perlu memeriksa"},
		{"wrse", "penghasilan=9000000", assess.Check, "penghasilan", assess.Fails, "Petugas perlu memeriksa"},
		{"wrse", "penghasilan=tidak_tahu dtsen=", assess.Check, "terdata", assess.Open, ""},
		{"kube", "jumlah_anggota=5", assess.Fits, "jumlah", assess.Holds, "5 orang"},
		{"kube", "jumlah_anggota=20", assess.Fits, "jumlah", assess.Holds, "20 orang"},
		{"kube", "jumlah_anggota=4", assess.NotYet, "jumlah", assess.Fails, "5 sampai 20 orang, sedangkan jumlah yang dijawab 4 orang"},
		{"kube", "jumlah_anggota=21", assess.NotYet, "jumlah", assess.Fails, "21 orang"},
		{"kube", "satu_wilayah=tidak", assess.NotYet, "wilayah", assess.Fails, "satu kecamatan"},
		{"kube", "aparatur=ya", assess.NotYet, "bukan_aparatur", assess.Fails, "pensiunannya"},
		{"kube", "bantuan_sama=ya", assess.NotYet, "belum_pernah", assess.Fails, "belum pernah"},
		{"kube", "usia_anggota=tidak", assess.Check, "usia", assess.Fails, "18 sampai 59"},
		{"kube", "dtsen=tidak_tahu", assess.Check, "terdata", assess.Unsure, "DTSEN"},
		{"lks", "lembaga_kaltim=tidak", assess.NotYet, "di_kaltim", assess.Fails, "Kalimantan Timur"},
		{"lks", "tanda_daftar=tidak", assess.NotYet, "terdaftar", assess.Fails, "masih berlaku"},
		{"lks", "tanda_daftar=tidak_tahu", assess.Check, "terdaftar", assess.Unsure, "Petugas"},
		{"lks", "jenis_lks=lansia", assess.Fits, "layanan", assess.Holds, "lanjut usia"},
		{"lks", "jenis_lks=lain", assess.Check, "layanan", assess.Fails, "kelompok lain"},
		{"lks", "badan_hukum=nota_pendirian", assess.Check, "bentuk", assess.Fails, "belum berbadan hukum"},
		{"lks", "jumlah_penghuni=0", assess.Check, "penghuni", assess.Fails, "Belum ada"},
		{"lks", "rekening_lembaga=tidak", assess.Check, "rekening", assess.Fails, "rekening"},
		{"lks", "akreditasi=tidak", assess.Check, "akreditasi", assess.Fails, "belum terakreditasi"},
		{"terencana_lansia", "umur=60", assess.Fits, "usia", assess.Holds, "60 tahun"},
		{"terencana_lansia", "umur=59", assess.NotYet, "usia", assess.Fails, "59 tahun"},
		{"terencana_lansia", "dalam_panti=ya", assess.NotYet, "luar_panti", assess.Fails, "lewat pantinya"},
		{"terencana_lansia", "dtsen=tidak", assess.Check, "terdata", assess.Fails, "Belum terdaftar"},
		{"terencana_disabilitas", "disabilitas=tidak", assess.NotYet, "disabilitas", assess.Fails, "disabilitas"},
		{"terencana_disabilitas", "disabilitas=tidak_tahu", assess.Check, "disabilitas", assess.Unsure, "dokter"},
		{"terencana_veteran", "veteran=veteran", assess.Fits, "veteran", assess.Holds, "veteran"},
		{"terencana_veteran", "veteran=bukan", assess.NotYet, "veteran", assess.Fails, "veteran"},
		{"terencana_veteran", "umur=20 veteran=", assess.NotYet, "veteran", assess.Fails, "veteran"},
		{"terencana_anak", "umur=17", assess.Fits, "usia", assess.Holds, "masih anak"},
		{"terencana_anak", "umur=18", assess.NotYet, "usia", assess.Fails, "di bawah 18 tahun"},
		{"terencana_anak", "telantar=tidak", assess.NotYet, "telantar", assess.Fails, "kebutuhan pokoknya"},
		{"terencana_anak", "ktp_kaltim=tidak", assess.Check, "warga_kaltim", assess.Fails, "Petugas perlu memeriksa"},
		{"terencana_gelandangan", "tempat_tinggal=layak", assess.NotYet, "tanpa_rumah", assess.Fails, "tempat tinggal"},
		{"terencana_gelandangan", "ktp_kaltim=tidak", assess.Check, "warga_kaltim", assess.Fails, "Belum tercatat"},
		{"pkh", "hamil_balita=tidak anak_sekolah=ya", assess.Fits, "komponen", assess.Holds, "sasaran PKH"},
		{"pkh", "hamil_balita=tidak umur=72", assess.Fits, "komponen", assess.Holds, "sasaran PKH"},
		{"pkh", "hamil_balita=tidak anak_sekolah=tidak disabilitas=tidak lansia_serumah=tidak", assess.NotYet, "komponen", assess.Fails, "PKH untuk keluarga"},
		{"pkh", "hamil_balita=tidak anak_sekolah=tidak disabilitas=tidak lansia_serumah=tidak_tahu", assess.Check, "komponen", assess.Unsure, "Petugas"},
		{"pkh", "dtsen=tidak", assess.Check, "terdata", assess.Fails, "Belum terdaftar"},
		{"sembako", "aparatur=ya", assess.NotYet, "bukan_aparatur", assess.Fails, "umumnya bukan"},
		{"sembako", "dtsen=tidak", assess.Check, "terdata", assess.Fails, "Belum terdaftar"},
		{"beasiswa", "kegiatan=bekerja", assess.NotYet, "sekolah", assess.Fails, "masih sekolah"},
		{"beasiswa", "umur=70 kegiatan=", assess.NotYet, "sekolah", assess.Fails, "masih sekolah"},
		{"gizi", "hamil_balita=tidak", assess.NotYet, "ibu_anak", assess.Fails, "balita"},
		{"kerja", "umur=36", assess.NotYet, "usia", assess.Fails, "18 sampai 35"},
		{"kerja", "kegiatan=bekerja", assess.NotYet, "mencari_kerja", assess.Fails, "mencari kerja"},
		{"produk", "kegiatan=lainnya", assess.NotYet, "usaha", assess.Fails, "usaha sendiri"},
		{"rumah", "tempat_tinggal=layak", assess.NotYet, "rumah", assess.Fails, "tidak layak"},
		{"rumah", "tanah_sendiri=tidak", assess.NotYet, "tanah", assess.Fails, "tanah milik sendiri"},
		{"rumah", "penghasilan=8000000", assess.Check, "penghasilan", assess.Fails, "Petugas"},
	} {
		a := answers(t, people[tc.programme])
		maps.Copy(a, answers(t, tc.change))
		r, err := programmes[tc.programme].Assess(a)
		if err != nil || r.Verdict != tc.verdict {
			t.Errorf("%s %s: verdict %q, error %v; want %q", tc.programme, tc.change, r.Verdict, err, tc.verdict)
		}
		found := false
		for _, c := range r.Criteria {
			if c.ID != tc.criterion {
				continue
			}
			found = true
			if c.Outcome != tc.outcome || !strings.Contains(c.Reason, tc.reason) {
				t.Errorf("%s %s: criterion %s gives %s %q; want %s %q", tc.programme, tc.change, c.ID, c.Outcome, c.Reason, tc.outcome, tc.reason)
			}
			if wantChange := tc.outcome == assess.Fails || tc.outcome == assess.Unsure; wantChange != (c.Change != "") {
				t.Errorf("%s %s: criterion %s is %s with the advice %q", tc.programme, tc.change, c.ID, c.Outcome, c.Change)
			}
		}
		if !found {
			t.Errorf("%s has no criterion %s", tc.programme, tc.criterion)
		}
	}
}

// The story of domain note 8.7: a woman of 61 asks for WRSE. One answer ends it, and she is pointed to aid for the elderly.
func TestOneHardNoEndsAProgramme(t *testing.T) {
	t.Parallel()
	r, err := byID(t)["wrse"].Assess(answers(t, "umur=61"))
	if err != nil || r.Verdict != assess.NotYet || len(r.Need) != 0 {
		t.Fatalf("verdict %q, need %v, error %v", r.Verdict, r.Need, err)
	}
	for _, c := range r.Criteria {
		if c.ID == "usia" && (c.Answer != "umur=61" || !strings.Contains(c.Change, "lansia")) {
			t.Errorf("answer %q, advice %q", c.Answer, c.Change)
		}
		if c.ID != "usia" && (c.Outcome != assess.Open || c.Reason != "") {
			t.Errorf("criterion %s is %s %q before anybody asked", c.ID, c.Outcome, c.Reason)
		}
	}
}
