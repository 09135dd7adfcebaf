package understand

import "testing"

func TestReadForgivesTheSlipsOfAHurry(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Intent{
		"seutju": SayYes, "jagnan": SayNo, "tiak": SayNo, "lanju": SayYes, // swapped, or a letter lost, in a short word
		"bcr ptgs": TalkToOfficer, "cek klykn": CheckEligibility, "stts prmhnn": CheckStatus, // typed without vowels
		"4pakah s4ya b1sa d4pat b4ntuan": CheckEligibility, "b4t4l": Cancel, // digits for letters
		"apakahsayabisadapatbantuan": CheckEligibility, "maudaftarwrse": ApplyWRSE, // no blanks
		"tidakkkk": SayNo, "MENUUU": Menu, // stretched
	} {
		if g := Read(text); g.Intent != want {
			t.Errorf("Read(%q) = %q, want %q", text, g.Intent, want)
		}
	}
}

func TestReadLeavesOtherTopicsAlone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"menu buka puasa apa", "status wa kamu", "stop kontak rusak", "batal puasa", "kembali sekolah", "bantuan wasit var",
		"program tv malam ini apa", "daftar harga mobil", "cek ongkir", "syarat sah sholat", "laporan praktikum", "kartu bpjs saya hilang",
		"natal", "katak", "majikan", "halah", "pemandangan", "cinta ini membunuhku", "pukul 18",
	} {
		if g := Read(text); g.Intent != Unknown {
			t.Errorf("Read(%q) = %q, want unknown", text, g.Intent)
		}
	}
}

func TestReadKeepsTheHoursOfTheOffice(t *testing.T) {
	t.Parallel()
	if g := Read("buka jam berapa min"); g.Intent != OfficeHours {
		t.Errorf("read as %q, want jam_kerja", g.Intent)
	}
}

func TestReadHearsDistressFirst(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"saya lapar belum makan 3 hari", "suami saya memukul saya", "saya mau bunuh diri", "rumah kami kebanjiran",
		"bantuan belum cair, anak saya lapar", "tolong tanah longsor di kampung kami",
	} {
		if g := Read(text); g.Intent != Emergency {
			t.Errorf("Read(%q) = %q, want darurat", text, g.Intent)
		}
	}
	if g := Read("bantuan saya belum cair, kapan ya"); g.Intent != CheckStatus {
		t.Errorf("a plain question for the aid is read as %q", g.Intent)
	}
}
