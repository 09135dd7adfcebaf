package world

import (
	"slices"
	"strings"
	"testing"

	"sapa/conversations"
	"sapa/conversations/assess"
)

// ask answers every question until the assessment is done, and gives what was found and asked.
func (r *rig) ask(start args, answers args) (map[string]string, slots) {
	r.t.Helper()
	a := with(start)
	for range 60 {
		got := r.find(r.siti, "assess", a)
		slot := got["tanya"]
		if slot == done {
			return a, got
		}
		if _, asked := a[slot]; asked || slot == "" {
			r.t.Fatalf("asked %q twice", slot)
		}
		a[slot] = assess.Unknown
		if v := answers[slot]; v != "" {
			a[slot] = v
		}
	}
	r.t.Fatal("the questions have no end")
	return nil, nil
}

// janda is a poor widow of Samarinda with a small business.
func janda() args {
	return args{"umur": "41", "jenis_kelamin": "perempuan", "ktp_kaltim": "ya", "aparatur": "tidak", "pencari_nafkah": "ya",
		"bantuan_sama": "tidak", "penghasilan": "800000", "dtsen": "ya", "kegiatan": "usaha", "disabilitas": "tidak",
		"veteran": "bukan", "tempat_tinggal": "layak", "dalam_panti": "tidak", "telantar": "tidak", "hamil_balita": "tidak",
		"anak_sekolah": "ya", "lansia_serumah": "tidak", "tanah_sendiri": "ya"}
}

func TestAssessAsksUntilItKnows(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	asked, got := r.ask(args{"siapa": "sendiri"}, janda())
	want(t, got, slots{"ada_layak": "ya", "saran_daftar": "daftar_wrse"})
	if !strings.HasPrefix(got["hasil"], "- Bantuan usaha WRSE: *memenuhi syarat awal*\n") {
		t.Errorf("hasil = %q", got["hasil"])
	}
	if !strings.HasPrefix(got["daftar_hasil"], `[["wrse","Bantuan usaha WRSE"],`) || strings.Contains(got["daftar_hasil"], "kube") {
		t.Errorf("daftar_hasil = %s", got["daftar_hasil"])
	}
	if !strings.Contains(got["hasil"], "Pengembangan produk usaha kecil: *dapat ditanyakan ke kantornya*") {
		t.Errorf("a partner's programme is no estimate of ours: %q", got["hasil"])
	}
	if !strings.Contains(got["hasil"], "Belum sesuai: Bantuan terencana, ") || strings.Count(got["daftar_hasil"], `["terencana`) != 1 {
		t.Errorf("planned aid that does not fit is not shown as one: %q, %s", got["hasil"], got["daftar_hasil"])
	}
	if _, ok := asked["telantar"]; ok {
		t.Error("a question about children was asked of an adult")
	}
}

// A woman who asks for capital reads of it before she reads where another office might help.
func TestAssessPutsPartnersLast(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	_, got := r.ask(args{"siapa": "sendiri"}, with(janda(), "dtsen", "tidak_tahu"))
	want(t, got, slots{"ada_layak": "ya", "saran_daftar": "daftar_wrse"})
	var order []string
	for _, p := range pairs(t, got["daftar_hasil"])[:4] {
		order = append(order, p[0])
	}
	if !slices.Equal(order, []string{"wrse", "pkh", "sembako", "produk"}) {
		t.Errorf("order %v", order)
	}
}

func TestAssessOneProgrammeAsksLess(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	asked, got := r.ask(args{"siapa": "keluarga", "program": "wrse"}, with(janda(), "jenis_kelamin", "laki_laki"))
	want(t, got, slots{"ada_layak": "tidak", "saran_daftar": "", "hasil": "- Bantuan usaha WRSE: *belum sesuai*",
		"daftar_hasil": `[["wrse","Bantuan usaha WRSE"]]`})
	if len(asked) > 4 {
		t.Errorf("asked %v to learn that a man gets no WRSE", asked)
	}
}

func TestAssessGroupsAndInstitutions(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	_, got := r.ask(args{"siapa": "kelompok"}, args{"jumlah_anggota": "8", "satu_wilayah": "ya", "ktp_kaltim": "ya", "aparatur": "tidak",
		"bantuan_sama": "tidak", "usia_anggota": "ya"}) // DTSEN is not known
	want(t, got, slots{"ada_layak": "dicek", "saran_daftar": "daftar_kube", "hasil": "- Bantuan usaha KUBE: *perlu dicek petugas*"})
	_, got = r.ask(args{"siapa": "lembaga", "program": "wrse"}, args{"lembaga_kaltim": "tidak"})
	want(t, got, slots{"ada_layak": "tidak", "hasil": "- Bantuan untuk LKS: *belum sesuai*"})
}

func TestAssessPlannedAidIsOneFamily(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	_, got := r.ask(args{"siapa": "keluarga", "program": "terencana"}, with(janda(), "umur", "72"))
	want(t, got, slots{"ada_layak": "ya", "saran_daftar": "daftar_terencana"})
	if got["daftar_hasil"] != `[["terencana_lansia","Bantuan lanjut usia"]]` {
		t.Errorf("daftar_hasil = %s", got["daftar_hasil"])
	}
	explained := r.find(r.siti, "explain", with(janda(), "umur", "72", "program", "terencana"))
	want(t, explained, slots{"nama_program": "Bantuan lanjut usia", "putusan": "memenuhi syarat awal", "saran_daftar": "daftar_terencana"})
}

func TestExplainGivesEveryReason(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	got := r.find(r.siti, "explain", with(janda(), "program", "wrse", "umur", "61", "dtsen", "tidak_tahu"))
	want(t, got, slots{"nama_program": "Bantuan usaha WRSE", "putusan": "belum sesuai", "bisa_daftar": "tidak", "saran_daftar": ""})
	for _, line := range []string{
		"*Belum sesuai*\n- Bantuan WRSE untuk usia 18 sampai 59 tahun, sedangkan usia yang dijawab 61 tahun. (Jawaban: 61. Sumber: Permensos 8/2012",
		"*Perlu dicek petugas*\n- Petugas perlu memeriksa apakah nama sudah terdaftar",
		"(Jawaban: Tidak tahu. Sumber: Inpres 4/2025",
		"*Sesuai*\n- Bantuan WRSE memang untuk perempuan. (Jawaban: perempuan.",
		"(Jawaban: Rp800.000.",
	} {
		if !strings.Contains(got["alasan_lengkap"], line) {
			t.Errorf("alasan_lengkap lacks %q:\n%s", line, got["alasan_lengkap"])
		}
	}
	short := strings.Split(got["alasan"], "\n\n")
	if len(short) != 3 || !strings.Contains(short[0], "(Jawaban: 61. Sumber: Permensos 8/2012") || !strings.Contains(short[1], "(Jawaban: Tidak tahu. Sumber: Inpres 4/2025") ||
		!strings.HasPrefix(short[2], "*Sesuai*: Perempuan; KTP Kalimantan Timur; ") {
		t.Errorf("alasan = %s", got["alasan"])
	}
	for _, line := range []string{"- *Berusia 18 sampai 59 tahun*: Jika berusia 60 tahun ke atas, tanyakan bantuan terencana lansia", "- *Terdaftar di data warga kurang mampu (DTSEN)*: ", "Tempat bertanya: Kantor kelurahan/desa, lalu Dinas Sosial kabupaten/kota."} {
		if !strings.Contains(got["saran"], line) {
			t.Errorf("saran lacks %q:\n%s", line, got["saran"])
		}
	}
	want(t, r.find(r.siti, "explain", args{"program": "pkh"}), slots{"putusan": "belum lengkap dijawab", "bisa_daftar": "tidak"})
	want(t, r.find(r.siti, "explain", args{"program": "mars"}), slots{"nama_program": ""})
	want(t, r.find(r.siti, "explain", with(janda(), "siapa", "sendiri", "program", "")), slots{"nama_program": "Bantuan usaha WRSE"})
}

func TestExplainNamesTheAnswersOfACriterionWithSeveral(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	got := r.find(r.siti, "explain", with(janda(), "program", "pkh"))
	if !strings.Contains(got["alasan_lengkap"], "(Jawaban: umur: 41, disabilitas: Tidak, ibu hamil atau anak kecil: Tidak, anak sekolah: Ya, lansia serumah: Tidak.") {
		t.Errorf("alasan_lengkap = %s", got["alasan_lengkap"])
	}
	for _, slot := range []conversations.Slot{"alasan", "alasan_lengkap"} {
		if strings.Contains(got[slot], "{") || strings.Contains(got[slot], "..") {
			t.Errorf("%s is not tidy: %s", slot, got[slot])
		}
	}
}
