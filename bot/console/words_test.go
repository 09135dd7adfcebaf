package console

import "testing"

func TestRichWords(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"Status: *Disetujui*.":         "Status: <strong>Disetujui</strong>.",
		"NIK: 6472********9921 *x* y*": "NIK: 6472********9921 <strong>x</strong> y*",
		"R******* C*****":              "R******* C*****",
		"2 * 3 * 4\n*dua kata*":        "2 * 3 * 4<br><strong>dua kata</strong>",
		"*<b>* & *":                    "<strong>&lt;b&gt;</strong> &amp; *",
		"":                             "",
	} {
		if got := string(rich(words)); got != want {
			t.Errorf("rich(%q) = %q, want %q", words, got, want)
		}
	}
}
