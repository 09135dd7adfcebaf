package understand

import "bytes"

// maxFolded bounds how much of a text is read: what a person wants stands in the first few hundred letters.
const maxFolded = 600

// folded is a text reduced to what the tables know: a to z, 0 to 9 and single blanks.
type folded struct {
	buf      [maxFolded]byte
	n        int
	question bool // a question mark was seen
	cut      bool // the text was longer than maxFolded
	last     int  // where its last sentence that is a question starts, or else its last sentence
	asked    bool // the sentence at last ends in a question mark
	begun    int  // where the sentence under way starts
	comma    bool // a comma stands after the first word: "Belum, masih diurus"
}

func (f *folded) text() []byte { return f.buf[:f.n] }

func (f *folded) put(b byte) {
	if b == ' ' && (f.n == 0 || f.buf[f.n-1] == ' ') {
		return
	}
	if f.n == maxFolded {
		f.cut = true
		return
	}
	f.buf[f.n] = b
	f.n++
}

func (f *folded) word(s string) {
	f.put(' ')
	for i := 0; i < len(s); i++ {
		f.put(s[i])
	}
	f.put(' ')
}

// fold lowers case, drops accents and styling, turns emoji that speak into words, and everything else into blanks.
func (f *folded) fold(text string) {
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			f.put(byte(r))
		case r >= 'A' && r <= 'Z':
			f.put(byte(r) + 'a' - 'A')
		case r < 0x80:
			f.ascii(byte(r))
		default:
			f.beyond(r)
		}
		if f.cut {
			break
		}
	}
	for f.n > 0 && f.buf[f.n-1] == ' ' {
		f.n--
	}
	if !f.asked && f.begun < f.n {
		f.last = f.begun
	}
	f.joinLetters()
}

// joinLetters makes one word of letters that were typed one by one: "m e n u", "b a t a l".
func (f *folded) joinLetters() {
	n := 0
	for i := 0; i < f.n; {
		run := i // to where letters stand alone, with a blank after each
		for run+1 < f.n && letter(f.buf[run]) && f.buf[run+1] == ' ' {
			run += 2
		}
		if run+1 == f.n && letter(f.buf[run]) {
			run += 2
		}
		if run-i >= 6 {
			for ; i < run; i += 2 {
				f.buf[n] = f.buf[i]
				n++
			}
			if i < f.n {
				f.buf[n] = ' '
				n++
			}
			continue
		}
		for i < f.n {
			f.buf[n] = f.buf[i]
			n++
			i++
			if f.buf[i-1] == ' ' {
				break
			}
		}
	}
	f.n = n
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' }

// ends notes the end of a sentence.
func (f *folded) ends(asks bool) {
	if f.n > f.begun && (asks || !f.asked) {
		f.last, f.asked = f.begun, asks
	}
	f.begun = f.n
}

func (f *folded) ascii(b byte) {
	switch b {
	case '\'', '`':
		return // jum'at, ma'af
	case '?':
		f.question = true
		f.put(' ')
		f.ends(true)
	case '.', '!', '\n':
		f.put(' ')
		f.ends(false)
	case ',':
		f.comma = f.comma || f.n > 0 && bytes.IndexByte(f.text(), ' ') < 0
	}
	f.put(' ')
}

func (f *folded) beyond(r rune) {
	if b := plain(r); b != 0 {
		f.put(b)
		return
	}
	switch r {
	case '\u2018', '\u2019', '\u02bc', '\u200b', '\u200c', '\u200d', '\ufeff', '\ufe0f', '\u20e3', '\u00ad':
		return // quotes inside words, zero-width joiners, the keycap frame
	case '？', '؟':
		f.question = true
		f.put(' ')
		f.ends(true)
	}
	if r >= 0x1f3fb && r <= 0x1f3ff {
		return // skin tones
	}
	if w := spoken(r); w != "" {
		f.word(w)
		return
	}
	f.put(' ')
}

// spoken gives the word an emoji says, or "".
func spoken(r rune) string {
	switch r {
	case '👍', '👌', '✅', '✔', '☑', '🆗':
		return "ya"
	case '👎', '❌', '✖', '🚫', '🙅':
		return "tidak"
	case '👋':
		return "halo"
	case '🙏':
		return "qsembah"
	case '🔟':
		return "10"
	}
	return ""
}

// plain gives the ASCII letter or digit a rune stands for, or 0.
func plain(r rune) byte {
	switch {
	case r >= 0xff10 && r <= 0xff19:
		return byte('0' + r - 0xff10)
	case r >= 0xff21 && r <= 0xff3a:
		return byte('a' + r - 0xff21)
	case r >= 0xff41 && r <= 0xff5a:
		return byte('a' + r - 0xff41)
	case r >= 0x660 && r <= 0x669:
		return byte('0' + r - 0x660)
	case r >= 0x6f0 && r <= 0x6f9:
		return byte('0' + r - 0x6f0)
	case r >= 0x1d400 && r <= 0x1d6a3: // bold, italic, script letters: alphabets of 26, capitals first
		return byte('a' + (r-0x1d400)%26)
	case r >= 0x1d7ce && r <= 0x1d7ff:
		return byte('0' + (r-0x1d7ce)%10)
	case r >= 0x2460 && r <= 0x2468: // circled digits
		return byte('1' + r - 0x2460)
	case r >= 0x24b6 && r <= 0x24e9: // circled letters
		return byte('a' + (r-0x24b6)%26)
	}
	const from = "àáâãäåāăçćčèéêëēėęěìíîïīñńòóôõöøōšśùúûüūýÿžźżÀÁÂÃÄÅÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ"
	const to = "aaaaaaaaccceeeeeeeeiiiiinnooooooossuuuuuyyzzzaaaaaaeeeeiiiinooooouuuuy"
	if r > 0x17f {
		return 0
	}
	i := 0
	for _, c := range from {
		if c == r {
			return to[i]
		}
		i++
	}
	return 0
}
