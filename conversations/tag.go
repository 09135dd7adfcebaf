package conversations

import "strings"

// tagMark stands between the word of a poster's link and the poster's own tag. Telegram lets nothing but letters, digits,
// _ and - stand in a link.
const tagMark = "--"

// TagStart makes the word of a link that opens a call and tells from which poster it came: "pengumuman-ab2k--k7m2q".
func TagStart(call, tag string) string {
	return strings.ReplaceAll(call, ":", "-") + tagMark + tag
}

// CutTag takes a poster's tag off the word of a link; "" when it has none.
func CutTag(start string) (call, tag string) {
	call, tag, _ = strings.Cut(start, tagMark)
	return call, strings.ToLower(tag)
}
