package understand

// maxWord is the longest word the distance looks at.
const maxWord = 24

// Costs of one slip of the finger or the ear. A whole wrong letter costs 1.
const (
	costDoubled = 0.3  // bantuann
	costSound   = 0.5  // daptar, ferifikasi, setujui/setujuy
	costVowel   = 0.6  // klayakan: a vowel left out
	costKey     = 0.7  // the key beside it
	costSwap    = 0.6  // sattus
	costLast    = 0.65 // the last letter left out
	costDrop    = 0.8  // a consonant left out
	costExtra   = 0.95
	costWrong   = 1.0
)

// distance is a Damerau-Levenshtein distance in which likely slips cost less; it gives up (returns a value above most)
// as soon as the words are further apart than most. want is the known word, got is what was typed.
func distance(want string, got []byte, most float32) float32 {
	n, m := len(want), len(got)
	if n > maxWord || m > maxWord || n-m > 3 || m-n > 3 {
		return most + 1
	}
	var rows [3][maxWord + 1]float32
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := 1; j <= m; j++ {
		last[j] = last[j-1] + extra(got, j-1)
	}
	bestBefore := float32(0)
	for i := 1; i <= n; i++ {
		now[0] = last[0] + missing(want, i-1)
		best := now[0]
		for j := 1; j <= m; j++ {
			c := last[j-1] + wrong(want[i-1], got[j-1])
			c = min(c, last[j]+missing(want, i-1), now[j-1]+extra(got, j-1))
			if i > 1 && j > 1 && want[i-1] == got[j-2] && want[i-2] == got[j-1] && want[i-1] != want[i-2] {
				c = min(c, before[j-2]+costSwap)
			}
			now[j] = c
			best = min(best, c)
		}
		if min(best, bestBefore) > most { // the row before, for a swap steps over one
			return most + 1
		}
		bestBefore = best
		before, last, now = last, now, before
	}
	return last[m]
}

func missing(want string, i int) float32 {
	if i > 0 && want[i] == want[i-1] {
		return costDoubled
	}
	if vowel(want[i]) && i > 0 {
		return costVowel
	}
	if i == len(want)-1 && i > 2 {
		return costLast
	}
	if want[i] == 'h' {
		return costVowel
	}
	return costDrop
}

func extra(got []byte, i int) float32 {
	if i > 0 && got[i] == got[i-1] {
		return costDoubled
	}
	if got[i] == 'h' {
		return costKey
	}
	return costExtra
}

func wrong(a, b byte) float32 {
	if a == b {
		return 0
	}
	if soundAlike(a, b) {
		return costSound
	}
	if a >= 'a' && a <= 'z' && b >= 'a' && b <= 'z' && nextKeys[a-'a']&(1<<(b-'a')) != 0 {
		return costKey
	}
	return costWrong
}

func vowel(b byte) bool { return b == 'a' || b == 'e' || b == 'i' || b == 'o' || b == 'u' }

func soundAlike(a, b byte) bool {
	for _, group := range [...]string{"fpv", "iye", "ou", "qkc", "sz", "td", "jz"} {
		if has(group, a) && has(group, b) {
			return true
		}
	}
	return false
}

func has(s string, b byte) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == b {
			return true
		}
	}
	return false
}

// nextKeys holds, per letter, the letters beside it on a phone's keyboard.
var nextKeys = neighbours("qwertyuiop", "asdfghjkl", "zxcvbnm")

func neighbours(rows ...string) (t [26]uint32) {
	join := func(a, b byte) {
		t[a-'a'] |= 1 << (b - 'a')
		t[b-'a'] |= 1 << (a - 'a')
	}
	for y, row := range rows {
		for x := range len(row) {
			if x > 0 {
				join(row[x], row[x-1])
			}
			if y == 0 {
				continue
			}
			for d := range 2 {
				if x+d < len(rows[y-1]) {
					join(row[x], rows[y-1][x+d])
				}
			}
		}
	}
	return t
}
