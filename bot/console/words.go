package console

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// say gives the words of a key, its places filled from pairs of place and value.
func (c *Console) say(key string, pairs ...any) string {
	args := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[fmt.Sprint(pairs[i])] = fmt.Sprint(pairs[i+1])
	}
	return c.o.Words.Words(conversations.Text{Key: key, Args: args})
}

// funcs are what templates may use.
func (p *pages) funcs() template.FuncMap {
	return template.FuncMap{
		"w":           p.say,
		"root":        func() string { return Root },
		"aset":        func() string { return Root + "/aset/" + p.print },
		"region":      p.regionName,
		"shortregion": p.shortRegionName,
		"until":       p.until,
		"regions":     store.Regions,
		"programme":   func(id string) string { return p.say("program." + id) },
		"programmes": func() []store.Programme {
			return store.Programmes()
		},
		"status":         p.statusName,
		"statuses":       store.Statuses,
		"role":           func(r store.Role) string { return p.say("office.role." + string(r)) },
		"late":           func(due time.Time) bool { return !due.IsZero() && due.Before(p.o.Now()) },
		"canned":         func(key string) string { return p.say(key) },
		"complaintwords": complaintWords,
		"days":           func() []int { return []int{7, 14, 30, 60} },
		"roles": func() []store.Role {
			return []store.Role{store.RoleOfficer, store.RoleSupervisor, store.RoleAdmin, store.RoleAuditor}
		},
		"day":      p.day,
		"moment":   p.moment,
		"clock":    p.clock,
		"time":     func(t time.Time) string { return p.local(t, "15.04") },
		"isoday":   func(t time.Time) string { return p.local(t, time.DateOnly) },
		"age":      p.age,
		"action":   p.actionName,
		"places":   p.places,
		"dayend":   dayEnd,
		"shortday": p.shortDay,
		"short":    func(id string) string { return p.say("office.programme." + id) },
		"rich":     rich,
		"signed":   func(n int) string { return fmt.Sprintf("%+d", n) },
		"dict":     dict,
		"rupiah":   understand.FormatRupiah,
		"maskname": store.MaskName,
		"here":     here,
		"browser":  p.browser,
		"px":       px,
		"percent":  func(n, of int) string { return strconv.Itoa(100*n/max(1, of)) + "%" },
		"inc":      func(i int) int { return i + 1 },
		"birth":    birth,
		"letter":   letter,
		"count":    count,

		"channel":   channelName,
		"spans":     spans,
		"code":      conversations.FormatCode,
		"forecast":  p.forecast,
		"prints":    prints,
		"reason":    p.reason,
		"isotime":   func(t time.Time) string { return p.local(t, pickTime) },
		"has":       has[string],
		"hasstatus": func(all []store.Status, one store.Status) bool { return has(all, string(one)) },
	}
}

func (p *pages) regionName(code string) string {
	if code == "" {
		return p.say("office.province")
	}
	if r, ok := understand.RegionNamed(code); ok {
		return r.Name
	}
	return code
}

func (p *pages) shortRegionName(code string) string {
	return strings.TrimPrefix(strings.TrimPrefix(p.regionName(code), "Kabupaten "), "Kota ")
}

// statusName is the short word for a status.
func (p *pages) statusName(s store.Status) string {
	return p.say("status." + string(s) + ".singkat")
}

func (p *pages) local(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.In(p.o.Place).Format(layout)
}

// day writes "2 Agustus 2026"; nothing for the zero time.
func (p *pages) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return understand.FormatDate(p.local(t, time.DateOnly))
}

// moment writes "2 Agustus 2026 pukul 10.15".
func (p *pages) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.say("office.moment", "hari", p.day(t), "jam", p.local(t, "15.04"))
}

// clock writes "10.15 WITA".
func (p *pages) clock(t time.Time) string { return p.local(t, "15.04 MST") }

// age says how long ago something was, roughly.
func (p *pages) age(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	switch d := p.o.Now().Sub(t); {
	case d < time.Minute:
		return p.say("office.age.now")
	case d < time.Hour:
		return p.say("office.age.minutes", "n", int(d/time.Minute))
	case d < 24*time.Hour:
		return p.say("office.age.hours", "n", int(d/time.Hour))
	default:
		return p.say("office.age.days", "n", int(d/(24*time.Hour)))
	}
}

// until says how far off the end of a day is, as people count days; nothing for the zero time.
func (p *pages) until(due time.Time) string {
	if due.IsZero() {
		return ""
	}
	day := func(t time.Time) time.Time {
		t = t.In(p.o.Place)
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	switch days := int(day(due).Sub(day(p.o.Now())) / (24 * time.Hour)); {
	case days == 0:
		return p.say("office.until.today")
	case days < 0:
		return p.say("office.until.past", "n", -days)
	default:
		return p.say("office.until.ahead", "n", days)
	}
}

// rich shows words as the citizen will see them: *bold* as bold, lines as lines, everything else as it is. The stars of a
// masked number are no marks.
func rich(s string) template.HTML {
	var b strings.Builder
	for at := 0; at < len(s); {
		open, end := boldIn(s[at:])
		if open < 0 {
			b.WriteString(template.HTMLEscapeString(s[at:]))
			break
		}
		b.WriteString(template.HTMLEscapeString(s[at : at+open]))
		b.WriteString("<strong>" + template.HTMLEscapeString(s[at+open+1:at+end]) + "</strong>")
		at += end + 1
	}
	return template.HTML(strings.ReplaceAll(b.String(), "\n", "<br>")) // every part was escaped
}

// boldIn finds the next two stars that make bold what stands between them; -1 when there are none. Each is a single star, and
// stands at the edge of a word.
func boldIn(s string) (open, end int) {
	open = -1
	for i := range len(s) {
		if s[i] != '*' || i > 0 && s[i-1] == '*' || i+1 < len(s) && s[i+1] == '*' {
			continue
		}
		blankBefore, blankAfter := i == 0 || s[i-1] == ' ' || s[i-1] == '\n', i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '\n'
		switch {
		case open >= 0 && !blankBefore:
			return open, i
		case !blankAfter:
			open = i
		}
	}
	return -1, -1
}

// dict gives a part of a page several things.
func dict(pairs ...any) (map[string]any, error) {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is no name", pairs[i])
		}
		out[name] = pairs[i+1]
	}
	return out, nil
}

// here tells whether a page of the menu is the one that is shown, or the one above it.
func here(item, path string) bool {
	return item == path || item != "/" && strings.HasPrefix(path, item+"/")
}

// birth writes a birth date; one that is masked stays as it is.
func birth(iso string) string {
	if strings.Contains(iso, "*") {
		return iso
	}
	return understand.FormatDate(iso)
}

// count writes a number as people read it: 19.963.
func count(n int) string { return strings.TrimPrefix(understand.FormatRupiah(int64(n)), "Rp") }

// browser names a browser as people know it.
func (p *pages) browser(agent string) string {
	name := p.say("office.browser.other")
	for _, b := range []struct{ mark, name string }{{"Firefox/", "Firefox"}, {"Edg/", "Edge"}, {"SamsungBrowser/", "Samsung Internet"},
		{"OPR/", "Opera"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}} {
		if strings.Contains(agent, b.mark) {
			name = b.name
			break
		}
	}
	for _, s := range []struct{ mark, name string }{{"Android", "Android"}, {"iPhone", "iPhone"}, {"Windows", "Windows"}, {"Mac OS", "Mac"}, {"Linux", "Linux"}} {
		if strings.Contains(agent, s.mark) {
			return name + ", " + s.name
		}
	}
	return name
}

// actionName says what was done, in words; an act that has none is shown as it is.
func (p *pages) actionName(action string) string {
	if key := "office.action." + action; p.o.Words.Has(key) {
		return p.say(key)
	}
	return action
}

// places writes a number of places; one that nobody set has a word.
func (p *pages) places(n int) string {
	if n == store.Unlimited {
		return p.say("office.window.unset")
	}
	return strconv.Itoa(n)
}

// dayEnd gives the last day before an end, which is the midnight after it.
func dayEnd(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.Add(-time.Minute)
}

// shortDay writes "2 Agu 2026".
func (p *pages) shortDay(t time.Time) string {
	parts := strings.Fields(p.day(t))
	if len(parts) == 3 && len(parts[1]) > 3 {
		parts[1] = parts[1][:3]
	}
	return strings.Join(parts, " ")
}

// spanName names a week ("5 Okt", "5 Okt 2026 - 11 Okt 2026") or a month ("Okt", "Oktober 2026").
func (p *pages) spanName(s period, per string) (short, long string) {
	first := strings.Fields(p.shortDay(s.from))
	if per == perMonth {
		_, long, _ = strings.Cut(p.day(s.from), " ")
		return first[1], long
	}
	return first[0] + " " + first[1], p.shortDay(s.from) + " - " + p.shortDay(s.to.AddDate(0, 0, -1))
}
