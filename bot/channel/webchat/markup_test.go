package webchat

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParts(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		name, text string
		want       []part
	}{
		{"nothing", "", nil},
		{"plain", "Halo <b>&", []part{{Text: "Halo <b>&"}}},
		{"bold", "Ketik *YA* atau *TIDAK*.", []part{{Text: "Ketik "}, {Text: "YA", Bold: true}, {Text: " atau "}, {Text: "TIDAK", Bold: true}, {Text: "."}}},
		{"masked number", "NIK: 6472********9901.", []part{{Text: "NIK: 6472********9901."}}},
		{"stars of sums", "2 * 3 * 4, 5* dan *", []part{{Text: "2 * 3 * 4, 5* dan *"}}},
		{"over two lines", "*satu\ndua*", []part{{Text: "*satu\ndua*"}}},
		{"government", "Lapor di lapor.go.id, ya.", []part{{Text: "Lapor di "}, {Text: "lapor.go.id", Href: "https://lapor.go.id"}, {Text: ", ya."}}},
		{"link in brackets", "(https://cekbansos.kemensos.go.id/a?b=1).", []part{{Text: "("}, {Text: "https://cekbansos.kemensos.go.id/a?b=1", Href: "https://cekbansos.kemensos.go.id/a?b=1"}, {Text: ")."}}},
		{"bold link", "*lapor.go.id*", []part{{Text: "lapor.go.id", Bold: true, Href: "https://lapor.go.id"}}},
		{"e-mail", "dinsos@kaltimprov.go.id", []part{{Text: "dinsos@kaltimprov.go.id"}}},
		{"no script", "javascript:alert(1) data:text/html,x", []part{{Text: "javascript:alert(1) data:text/html,x"}}},
	} {
		if diff := cmp.Diff(one.want, parts(one.text)); diff != "" {
			t.Errorf("%s: %s", one.name, diff)
		}
	}
}

func FuzzPartsLoseNothing(f *testing.F) {
	f.Add("Ketik *YA* di https://a.go.id/*x*")
	f.Add("***")
	f.Fuzz(func(t *testing.T, text string) {
		shown, stars := "", 0
		for _, p := range parts(text) {
			shown += p.Text
			if p.Text == "" {
				t.Error("an empty part")
			}
		}
		for i := 0; i < len(text); i++ {
			if len(shown) > i-stars && i-stars >= 0 && shown[i-stars] == text[i] {
				continue
			}
			if text[i] != '*' {
				t.Fatalf("%q is shown as %q", text, shown)
			}
			stars++
		}
		if stars%2 != 0 {
			t.Errorf("%q is shown as %q", text, shown)
		}
	})
}
