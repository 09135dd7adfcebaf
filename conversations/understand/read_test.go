package understand

import (
	"slices"
	"strings"
	"testing"
)

func TestReadTellsDangerousTextsApart(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Intent{
		"gak cair2": CheckStatus, "kembalikan uang saya": Complain, "stop pungli": Complain, "stop kontak rusak": Unknown,
		"anak saya belum makan dari kemarin": Emergency, "saya mau bunuh diri": Emergency, "suami saya pukul saya": Emergency, "kami kelaparan": Emergency,
		"rumah saya kebanjiran": Emergency, "tidak ada beras di rumah": Emergency, "bapak saya odgj ngamuk": Emergency,
		"hapus data saya": DeleteData, "data saya aman gak": Privacy, "kenapa saya ditolak": Why, "apa yang bisa saya lakukan": Advice,
		"mau daftar kube": ApplyKUBE, "jam buka kantor kapan": OfficeHours, "jam kerja dinsos": OfficeHours, "ubah 4": Change, "ubah nomor 4": Change, "kenapa saya tidak layak": Why, "ada pengumuman apa": News, "cara pakai layanan ini gimana": Help,
		"2": Unknown, "12": Unknown, "": Unknown, "😀": Unknown, "6472034507859902": Unknown,
	} {
		if g := Read(text); g.Intent != want {
			t.Errorf("Read(%q) = %q (%.2f), want %q", text, g.Intent, g.Confidence, want)
		}
	}
}

func TestReadAsksBackWhatIsAmbiguous(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]Intent{
		"bantuan": {Help, ProgrammeInfo}, "daftar": {ApplyWRSE, ProgrammeInfo}, "daftar bantuan": {ApplyWRSE, ProgrammeInfo},
		"cek": {CheckStatus, CheckEligibility}, "cek bantuan": {CheckStatus, CheckEligibility}, "minta bantuan": {Help, ApplyWRSE, ProgrammeInfo},
	} {
		if g := Read(text); g.Intent != Unknown || !slices.Equal(g.Between, want) {
			t.Errorf("Read(%q) = %q between %v, want between %v", text, g.Intent, g.Between, want)
		}
	}
}

func TestReadNamesTheProgramme(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"apa itu wrse": "wrse", "syarat kube": "kube", "info pkh": "pkh", "bantuan rumah layak huni": "rumah", "beasiswa kaltim tuntas": "beasiswa",
		"bantuan wanita rawan sosial ekonomi": "wrse", "info bantuan": "", "pelatihan kerja ada gak": "kerja", "info bpnt": "sembako", "bantuan panti asuhan syaratnya": "lks", "mau daftar bantuan lansia": "terencana",
	} {
		if g := Read(text); g.Programme != want {
			t.Errorf("Read(%q).Programme = %q, want %q", text, g.Programme, want)
		}
	}
}

func TestReadIsTotalAndTheSameEveryTime(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat("bantuan ", 5000), strings.Repeat("a", 10000), "\x00\xff\xfe", strings.Repeat("cekstatus", 300), "\u202eabc", strings.Repeat("👍", 900)} {
		first := Read(text)
		for range 3 {
			if again := Read(text); again.Intent != first.Intent || again.Confidence != first.Confidence {
				t.Fatalf("Read of %d bytes changed its mind", len(text))
			}
		}
		if first.Confidence < 0 || first.Confidence > 1 {
			t.Errorf("confidence %v of %d bytes", first.Confidence, len(text))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("cekstatus dong kak 2024")
	f.Fuzz(func(t *testing.T, text string) {
		if c := Read(text).Confidence; c < 0 || c > 1 {
			t.Errorf("confidence %v", c)
		}
		YesNo(text)
		Command(text)
		Ordinal(text)
		Regions(text, "")
		for _, k := range []Kind{NIK, KK, Phone, Date, Rupiah, Age, Count, Marital, Place, Name} {
			if v, p := Value(k, text, now()); (v == "") == (p == nil) {
				t.Errorf("Value(%q) gives %q and %v", k, v, p)
			}
		}
	})
}

func TestLettersTypedOneByOneAreAWord(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"m e n u": "menu", "b a t a l min": "batal min", "mau c e k status": "mau cek status", "p": "p", "a b": "a b",
		"t d k": "tdk", "saya d e": "saya d e", "x y z": "xyz", "": ""} {
		var f folded
		f.fold(text)
		if got := string(f.text()); got != want {
			t.Errorf("fold(%q) = %q, want %q", text, got, want)
		}
	}
}
