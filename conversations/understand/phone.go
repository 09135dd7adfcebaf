package understand

import (
	"strconv"
	"strings"
)

// Indonesian mobile numbers have 9 to 12 digits after the zero, and the first is 8.
const (
	shortestMobile = 9
	longestMobile  = 12
)

// readPhone brings every way to write an Indonesian mobile number (08.., 8.., 62.., +62 0.., 0062..) to E.164.
func readPhone(text string) (string, *Problem) {
	runs := digitRuns(text)
	if len(runs) == 0 {
		if YesNo(text) == No {
			return "", problem(CodePhoneNone)
		}
		return "", problem(CodePhoneLetters)
	}
	number, p := mobile(runs[0])
	for _, r := range runs[1:] {
		other, q := mobile(r)
		switch {
		case q != nil:
		case p != nil:
			number, p = other, nil
		case other != number:
			return "", problem(CodePhoneSeveral)
		}
	}
	return number, p
}

func mobile(r digitRun) (string, *Problem) {
	d := r.digits
	count := strconv.Itoa(len(d))
	if r.odd {
		return "", problem(CodePhoneLetters)
	}
	switch {
	case strings.HasPrefix(d, "0062"):
		d = d[4:]
	case strings.HasPrefix(d, "62") && (r.plus || len(d) > longestMobile-1 || len(d) > 2 && (d[2] == '8' || d[2] == '0')):
		d = d[2:]
	case r.plus || strings.HasPrefix(d, "00"):
		return "", problem(CodePhoneForeign)
	}
	d = strings.TrimPrefix(d, "0")
	switch {
	case len(d) < 6:
		return "", problem(CodePhoneLength, "count", count)
	case d[0] != '8' && len(d) <= longestMobile:
		return "", problem(CodePhoneLandline)
	case d[0] != '8' || len(d) < shortestMobile || len(d) > longestMobile:
		return "", problem(CodePhoneLength, "count", count)
	}
	return "+62" + d, nil
}
