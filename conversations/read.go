package conversations

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"sapa/conversations/understand"
)

// reading is what a message means as the answer to an ask: a value, the offers it could mean, or what is wrong with it.
type reading struct {
	value   string
	between []Offer
	problem Text
}

func bad(key string) reading { return reading{problem: Text{Key: key}} }

// read turns a message into an answer to the question as it was shown.
func (t *turn) read(a *Ask, m Message) reading {
	if o, ok := chosen(t.s.Prompt, a, m); ok {
		return reading{value: string(o.ID)}
	}
	if a.allows(unknown) && unsure(m.Text) {
		return reading{value: string(unknown)}
	}
	switch a.Kind {
	case KindChoice:
		return t.readChoice(a, m.Text)
	case KindYesNo:
		return readAnswer(understand.YesNo(m.Text), "read.yesno")
	case KindConsent:
		return readAnswer(understand.Consent(m.Text), "read.consent")
	case KindReview:
		return bad("read.review")
	case KindPhoto:
		return a.orExit(readPhoto(m), m.Text)
	case KindRegion:
		return readRegion(m.Text, t.within(a))
	case KindText:
		return readText(a, m.Text)
	}
	return a.orExit(readValue(a, m, t.now), m.Text)
}

// skip is the choice that a "no" or "there is none" means where something is optional.
const skip ChoiceID = "lewati"

// orExit takes words that are no answer for one of the ask's ways out, when they name it: "belum punya foto".
func (a *Ask) orExit(r reading, text string) reading {
	if r.problem.Key == "" || text == "" || len(a.Choices) == 0 {
		return r
	}
	options := make([][]string, len(a.Choices))
	for i, c := range a.Choices {
		if c.ID != unknown { // which has its own reading
			options[i] = append([]string{c.Label}, c.Also...)
		}
	}
	switch hits := understand.Pick(text, options); {
	case len(hits) == 1:
		return reading{value: string(a.Choices[hits[0]].ID)}
	case a.allows(skip) && (understand.YesNo(text) == understand.No || says(text, negations)):
		return reading{value: string(skip)}
	}
	return r
}

// unknown is the choice that "I do not know" in any words means.
const unknown ChoiceID = "tidak_tahu"

func (a *Ask) allows(id ChoiceID) bool {
	return slices.ContainsFunc(a.Choices, func(c Choice) bool { return c.ID == id })
}

// unsure tells whether a text says no more than that the person does not know: "gak tau", "lupa", "kurang yakin".
func unsure(text string) bool {
	if len(strings.Fields(plainWords(text))) > 5 {
		return false
	}
	return says(text, " lupa lali entah entahlah embuh mboh gatau gaktau gktau gtau tdktau nggaktau taktau ") ||
		says(text, negations) && says(text, " tahu tau taw taunya tahunya ingat inget hafal hapal apal yakin paham ngerti mengerti ")
}

const negations = " tidak tdk tak gak ga gk g nggak ngga enggak engga nda ndak kurang belum blm kada kd endik ndik ora mboten "

// says tells whether a text has one of some words, listed between blanks.
func says(text, words string) bool {
	return slices.ContainsFunc(strings.Fields(plainWords(text)), func(w string) bool { return strings.Contains(words, " "+w+" ") })
}

// chosen finds the offer that was tapped, numbered as shown, or named to the letter.
func chosen(p *Prompt, a *Ask, m Message) (Offer, bool) {
	if p == nil {
		return Offer{}, false
	}
	shown := window(p)
	if m.Tap != nil {
		for _, o := range shown {
			if o.ID == m.Tap.Choice {
				return o, true
			}
		}
		return Offer{}, false
	}
	if !p.Typed {
		if n, ok := understand.Ordinal(m.Text); ok && n >= 1 && n <= len(shown) {
			return shown[n-1], true
		}
	}
	word := plain(m.Text)
	if word == "" {
		return Offer{}, false
	}
	if len(shown) > 0 && shown[len(shown)-1].ID == More && slices.Contains([]string{"lainnya", "yang lain", "lagi", "berikutnya", "lanjut"}, word) {
		return shown[len(shown)-1], true
	}
	for _, o := range p.Offers {
		if word == plain(o.Label.Literal) || a.means(o.ID, word) {
			return o, true
		}
	}
	return Offer{}, false
}

// means tells whether a word is one of the other words of a choice.
func (a *Ask) means(id ChoiceID, word string) bool {
	if a == nil {
		return false
	}
	for _, c := range a.Choices {
		if c.ID != id {
			continue
		}
		for _, w := range c.Also {
			if word == plain(w) {
				return true
			}
		}
	}
	return false
}

func (t *turn) readChoice(a *Ask, text string) reading {
	if t.flow.Home() && len(understand.Read(text).Between) > 0 {
		return bad("read.choice") // "daftar" alone is asked back, though only one label has the word
	}
	offers := t.understood(a)
	options := make([][]string, len(offers))
	for i, o := range offers {
		options[i] = append([]string{o.Label.Literal}, a.also(o.ID)...)
	}
	hits := understand.Pick(text, options)
	if len(hits) == 1 {
		return reading{value: string(offers[hits[0]].ID)}
	}
	if id, ok := a.intended(offers, text); ok {
		return reading{value: string(id)}
	}
	if len(hits) > 1 {
		r := bad("read.several")
		for _, i := range hits {
			r.between = append(r.between, offers[i])
		}
		return r
	}
	return bad("read.choice")
}

func (a *Ask) also(id ChoiceID) []string {
	for _, c := range a.Choices {
		if c.ID == id {
			return c.Also
		}
	}
	return nil
}

// intended finds the offered choice whose intent the text has.
func (a *Ask) intended(offers []Offer, text string) (ChoiceID, bool) {
	g := understand.Read(text)
	for _, c := range a.Choices {
		if c.Intent == "" || c.Intent != string(g.Intent) {
			continue
		}
		for _, o := range offers {
			if o.ID == c.ID {
				return c.ID, true
			}
		}
	}
	return "", false
}

func readAnswer(a understand.Answer, problem string) reading {
	if a == understand.Unclear {
		return bad(problem)
	}
	return reading{value: a.String()}
}

// LargestFile is how many bytes of a photo or document are kept. A larger one comes without its Ref.
const LargestFile = 10 << 20

func readPhoto(m Message) reading {
	for _, x := range m.Media {
		switch {
		case x.Kind != Photo && x.Kind != Document:
		case x.Ref != "":
			return reading{value: x.Ref}
		case x.Size > LargestFile:
			return bad("read.photo_large")
		default:
			return bad("read.photo_lost")
		}
	}
	return bad("read.photo")
}

func readText(a *Ask, text string) reading {
	text = strings.TrimSpace(text)
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters++
		}
	}
	if letters < max(a.Min, 1) {
		return reading{problem: Text{Key: "read.text_short"}}
	}
	if a.Max > 0 && len([]rune(text)) > a.Max {
		return reading{problem: Text{Key: "read.text_long", Args: map[string]string{"max": strconv.Itoa(a.Max)}}}
	}
	return reading{value: text}
}

// readRegion reads a place; several places of one name are asked back.
func readRegion(text, within string) reading {
	found := understand.Regions(text, within)
	switch len(found) {
	case 0:
		return bad("read.region_unknown")
	case 1:
		return reading{value: found[0].Code}
	}
	r := bad("read.several")
	for _, x := range found[:min(len(found), page)] {
		r.between = append(r.between, Offer{ChoiceID(x.Code), Text{Literal: regionLabel(x)}})
	}
	return r
}

// regionLabel names a kecamatan together with its kab/kota.
func regionLabel(r understand.Region) string {
	if len(r.Code) <= 5 {
		return r.Name
	}
	over, _ := understand.RegionNamed(r.Code[:5])
	return r.Name + ", " + over.Name
}

func readValue(a *Ask, m Message, now time.Time) reading {
	text := m.Text
	for _, x := range m.Media {
		if a.Kind == KindPhone && x.Kind == Contact {
			text = x.Phone
		}
	}
	v, problem := understand.Value(understand.Kind(a.Kind), text, now)
	if problem != nil && problem.Code == understand.CodeMaritalAmbiguous {
		r := bad("read." + problem.Code)
		for _, v := range []string{"cerai_hidup", "cerai_mati"} {
			r.between = append(r.between, Offer{ChoiceID(v), Text{Key: "answer." + v}})
		}
		return r
	}
	if problem != nil {
		return reading{problem: Text{Key: "read." + problem.Code, Args: problem.Args}}
	}
	if n, err := strconv.ParseInt(v, 10, 64); err == nil && a.numeric() {
		switch {
		case n < int64(a.Min):
			return reading{problem: Text{Key: "read.too_small", Args: map[string]string{"min": display(a.Kind, strconv.Itoa(a.Min))}}}
		case a.Max > 0 && n > int64(a.Max):
			return reading{problem: Text{Key: "read.too_large", Args: map[string]string{"max": display(a.Kind, strconv.Itoa(a.Max))}}}
		}
	}
	if a.Kind == KindDate && a.Min > 0 {
		if years, ok := Age(v, now); ok && years < a.Min {
			return reading{problem: Text{Key: "read.date_young", Args: map[string]string{"age": strconv.Itoa(years)}}}
		}
	}
	return reading{value: v}
}

// Age gives the full years from a birth date (ISO) to the day of now; not ok when the date cannot be read.
func Age(iso string, now time.Time) (years int, ok bool) {
	born, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return 0, false
	}
	years = now.Year() - born.Year()
	if now.Month() < born.Month() || now.Month() == born.Month() && now.Day() < born.Day() {
		years--
	}
	return years, true
}

func (a *Ask) numeric() bool {
	return a.Kind == KindNumber || a.Kind == KindAge || a.Kind == KindRupiah
}

// plain strips a text to what counts when words are compared.
func plain(s string) string {
	return strings.ToLower(strings.Trim(strings.TrimSpace(s), ".!?,*\"' "))
}
