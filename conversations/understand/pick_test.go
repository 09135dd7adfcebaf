package understand

import (
	"slices"
	"testing"
)

func TestOrdinal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"2": 2, "2.": 2, "2)": 2, "(2)": 2, "#2": 2, "yg pertama": 1, "nomer 2": 2, "no 2": 2, "no.2": 2, "2️⃣": 2, "dua": 2, "٢": 2, "pilih 3": 3, "yang ke-3": 3, "kedua": 2,
		"dua belas": 12, "12": 12, "0": 0, "talu": 3, "saya pilih nomor 4 kak": 4, "🔟": 10,
	} {
		if got, ok := Ordinal(text); !ok || got != want {
			t.Errorf("Ordinal(%q) = %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "2 anak", "1.5", "1 2", "banyak", "iya", "2 atau 3", "100", "6472034507859902", "wrse"} {
		if got, ok := Ordinal(text); ok {
			t.Errorf("Ordinal(%q) = %d, want none", text, got)
		}
	}
}

func TestPick(t *testing.T) {
	t.Parallel()
	programmes := [][]string{{"Bantuan PKH", "pkh", "keluarga harapan"}, {"Sembako", "bpnt"}, {"Belum pernah", "belum"}}
	known := [][]string{{"Ya"}, {"Tidak"}, {"Tidak tahu"}}
	places := [][]string{{"Samarinda"}, {"Samarinda Ulu"}, {"Samarinda Ilir"}}
	for _, c := range []struct {
		text    string
		options [][]string
		want    []int
	}{
		{"pkh", programmes, []int{0}}, {"PKH min", programmes, []int{0}}, {"blm", programmes, []int{2}}, {"smbako", programmes, []int{1}}, {"bukan pkh", programmes, nil},
		{"dapat sembako", programmes, []int{1}}, {"entah", programmes, nil}, {"", programmes, nil},
		{"tidak", known, []int{1}}, {"gak tau", known, []int{2}}, {"yg tidak tahu", known, []int{2}}, {"iya", [][]string{{"Ya", "iya"}, {"Tidak"}}, []int{0}},
		{"samarinda ulu", places, []int{1}}, {"samarinda", places, []int{0}}, {"cerai", [][]string{{"Cerai hidup"}, {"Cerai mati"}, {"Kawin"}}, []int{0, 1}},
	} {
		if got := Pick(c.text, c.options); !slices.Equal(got, c.want) {
			t.Errorf("Pick(%q) = %v, want %v", c.text, got, c.want)
		}
	}
}
