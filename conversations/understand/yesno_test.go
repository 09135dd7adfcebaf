package understand

import "testing"

func TestYesNoAndConsent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text           string
		yesno, consent Answer
	}{
		{"ya", Yes, Yes}, {"IYA BETUL", Yes, Yes}, {"y", Yes, Yes}, {"oke siap", Yes, Yes}, {"👍🏻", Yes, Yes}, {"saya setuju", Yes, Yes}, {"nggih", Yes, Yes},
		{"bujur", Yes, Yes}, {"ya sudah", Yes, Yes}, {"iyaaa dong kak", Yes, Yes}, {"sudah benar", Yes, Yes}, {"ya silakan", Yes, Yes},
		{"sudah", Yes, Unclear}, {"ada", Yes, Unclear}, {"punya", Yes, Unclear}, {"mau", Yes, Unclear}, {"iya saya janda", Yes, Unclear},
		{"tidak", No, No}, {"gak", No, No}, {"g", No, No}, {"kada", No, No}, {"ndik", No, No}, {"mboten", No, No}, {"👎", No, No}, {"belum", No, No}, {"tidak setuju", No, No},
		{"enggak ya", No, No}, {"ya enggak lah", No, No}, {"tidak, belum punya", No, No}, {"salah", No, No}, {"ogah", No, No}, {"jangan", No, No}, {"tidak punya usaha", No, Unclear},
		{"insya allah", Unclear, Unclear}, {"mungkin", Unclear, Unclear}, {"terserah", Unclear, Unclear}, {"iya tapi suami saya PNS", Unclear, Unclear},
		{"bukan tidak mau", Unclear, Unclear}, {"gak cair2", Unclear, Unclear}, {"tidak tahu", Unclear, Unclear}, {"ya?", Unclear, Unclear}, {"ya gak", Unclear, Unclear},
		{"tidak salah", Unclear, Unclear}, {"ya allah", Unclear, Unclear}, {"iya kenapa", Unclear, Unclear}, {"hmm", Unclear, Unclear}, {"setuju asal gratis", Unclear, Unclear},
		{"", Unclear, Unclear}, {"2", Unclear, Unclear}, {"siti aminah", Unclear, Unclear}, {"mungkin iya", Unclear, Unclear}, {"gapapa", Unclear, Unclear},
	} {
		if got := YesNo(c.text); got != c.yesno {
			t.Errorf("YesNo(%q) = %q, want %q", c.text, got, c.yesno)
		}
		if got := Consent(c.text); got != c.consent {
			t.Errorf("Consent(%q) = %q, want %q", c.text, got, c.consent)
		}
	}
}
