package conversations

import "strings"

// CodeLetters are what codes are made of that people read off a screen or a poster and type: no 0, O, 1 or I.
const CodeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// codeHalf is how many letters and digits each half of a message's code has.
const codeHalf = 3

// FormatCode writes the code of a message as people see it: "K7M-4Q2".
func FormatCode(code string) string {
	if len(code) != 2*codeHalf {
		return code
	}
	return code[:codeHalf] + "-" + code[codeHalf:]
}

// ParseCode reads the code of a message as people type it: with small letters, with blanks or dashes anywhere. It gives the
// bare form, "K7M4Q2". Each half of a code has both a letter and a digit, so that no word and no number is taken for one;
// what no code has is let through where a letter may be misread (0, O, 1, I), as somebody meant a code all the same.
func ParseCode(text string) (string, bool) {
	var code []byte
	for _, r := range strings.ToUpper(text) {
		switch {
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			code = append(code, byte(r))
		case strings.ContainsRune(" -–—_.:*\"'", r):
		default:
			return "", false
		}
	}
	if len(code) != 2*codeHalf || !mixed(code[:codeHalf]) || !mixed(code[codeHalf:]) || strings.Trim(string(code), "0123456789") == "" {
		return "", false
	}
	return string(code), true
}

// mixed tells whether a half of a code has a digit and a letter, or a digit that a letter may have been read as.
func mixed(half []byte) bool {
	letter, digit := false, false
	for _, c := range half {
		letter = letter || c >= 'A' || c == '0' || c == '1'
		digit = digit || c < 'A'
	}
	return letter && digit && strings.Trim(string(half), "01OI") != ""
}

// coded ends words behind which the code of a message follows.
const coded = " $"

// codedCall finds the flow for words with a code behind them, and the code; sure when there are words at all, which
// then are unmistakable whatever question stands.
func (l *Library) codedCall(text string) (to *Flow, code string, sure bool) {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == ' ' || r == ':' || r == '\n' || r == '\t' })
	for n := min(len(words)-1, mostBefore); n >= 0; n-- {
		to = l.says[strings.TrimSpace(plainWords(strings.Join(words[:n], " ")))+coded]
		if to == nil {
			continue
		}
		if code, ok := ParseCode(strings.Trim(strings.Join(words[n:], " "), ".!?, ")); ok {
			return to, code, n > 0
		}
	}
	return nil, "", false
}

// bareCode tells whether a code that stands alone may be one while a question waits: where a date, a number or words of
// one's own are asked for, it is rather an answer.
func bareCode(k Kind) bool {
	return k == KindChoice || k == KindYesNo || k == KindConsent || k == KindReview
}

// mostBefore is how many words stand before a code at most.
const mostBefore = 3
