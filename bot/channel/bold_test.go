package channel_test

import (
	"strings"
	"testing"

	"sapa/bot/channel"
)

func TestSpans(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"biasa saja", "biasa saja"},
		{"*tebal*", "[tebal]"},
		{"Pilih *Cek status* atau *WRSE*.", "Pilih [Cek status] atau [WRSE]."},
		{"(*dalam kurung*), \"*petik*\"", "([dalam kurung]), \"[petik]\""},
		{"*Rp3.000.000*: modal", "[Rp3.000.000]: modal"},
		{"NIK 6472********9901", "NIK 6472********9901"},
		{"NIK *6472********9901*", "NIK *6472********9901*"},
		{"a*b*c", "a*b*c"},
		{"2 * 3 = 6 dan 5* bintang", "2 * 3 = 6 dan 5* bintang"},
		{"*tanpa akhir", "*tanpa akhir"},
		{"* bukan pembuka*", "* bukan pembuka*"},
		{"*bukan penutup *", "*bukan penutup *"},
		{"*dua\nbaris*", "*dua\nbaris*"},
		{"*satu*\n*dua*", "[satu]\n[dua]"},
		{"**dobel**", "**dobel**"},
		{"*é* dan *ñandú*", "[é] dan [ñandú]"},
		{"👍*siap*👍", "👍[siap]👍"},
		{"***", "***"},
		{"*", "*"},
	} {
		var b strings.Builder
		for _, s := range channel.Spans(c.text) {
			if s.Text == "" {
				t.Errorf("%q: an empty span", c.text)
			}
			if s.Bold {
				b.WriteString("[" + s.Text + "]")
			} else {
				b.WriteString(s.Text)
			}
		}
		if b.String() != c.want {
			t.Errorf("%q: %q, want %q", c.text, b.String(), c.want)
		}
	}
}

func FuzzSpans(f *testing.F) {
	f.Add("*a* 12**34 *b")
	f.Fuzz(func(t *testing.T, text string) {
		var b strings.Builder
		stars := 0
		for _, s := range channel.Spans(text) {
			b.WriteString(s.Text)
			if s.Bold {
				stars += 2
			}
		}
		if got := b.String(); len(got)+stars != len(text) || strings.ReplaceAll(got, "*", "") != strings.ReplaceAll(text, "*", "") {
			t.Errorf("%q lost more than its stars: %q", text, got)
		}
	})
}
