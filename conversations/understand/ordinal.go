package understand

import (
	"slices"
	"strings"
)

// beforeOrdinal are words that may stand around a menu pick.
var beforeOrdinal = []string{"nomor", "nomer", "no", "nmr", "nmor", "nomr", "pilihan", "pilih", "milih", "pilihannya", "angka", "opsi", "urutan", "yang", "yg", "ke", "itu",
	"saja", "aja", "ya", "dong", "deh", "kak", "min", "pak", "bu", "mau", "saya", "sy", "the", "nih", "option", "number", "bagian", "jawaban", "jawabannya", "nang", "sing", "handak", "tekan", "ketik", "mas", "mbak", "bang"}

// Ordinal reads a menu pick, counted as it is shown: "2", "2.", "nomer 2", "yg kedua", "2️⃣", "dua". Zero is a pick too,
// for menus that offer it. Anything beside the pick and its politeness makes it none.
func Ordinal(text string) (int, bool) {
	var f folded
	f.fold(text)
	words := strings.Fields(spaceDigits(string(f.text())))
	kept := words[:0]
	for _, w := range words {
		if !slices.Contains(beforeOrdinal, w) {
			kept = append(kept, w)
		}
	}
	if len(kept) == 1 {
		if n, ok := ordinals[kept[0]]; ok {
			return n, true
		}
	}
	n, used := numberAt(kept, 0)
	if used == 0 || used != len(kept) || n < 0 || n > 99 || n != float64(int(n)) {
		return 0, false
	}
	return int(n), true
}

var ordinals = map[string]int{"pertama": 1, "prtama": 1, "kesatu": 1, "kedua": 2, "kdua": 2, "ketiga": 3, "ktiga": 3, "keempat": 4, "kempat": 4,
	"kelima": 5, "keenam": 6, "ketujuh": 7, "kedelapan": 8, "kesembilan": 9, "kesepuluh": 10, "katalu": 3, "kaampat": 4, "kalima": 5}

// spaceDigits puts a blank between letters and digits: "no2" becomes "no 2".
func spaceDigits(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && s[i] != ' ' && s[i-1] != ' ' && digit(s[i]) != digit(s[i-1]) {
			b.WriteByte(' ')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func cutFields(s string) (before, after []string) {
	b, a, _ := strings.Cut(s, "|")
	return strings.Fields(b), strings.Fields(a)
}
