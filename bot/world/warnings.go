package world

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/conversations/assess"
	"sapa/conversations/understand"
	"sapa/store"
)

// Warnings on a case, for the officer who checks it. A NIK stays as issued when somebody moves or is corrected, so none
// of them is a reason to refuse (domain notes, section 4). Their words are in the catalogue under "world.warning.".
const (
	warnBirth   = "nik_lahir"    // the NIK has another birth date
	warnSex     = "nik_kelamin"  // the NIK is of the other sex
	warnRegion  = "nik_wilayah"  // issued in another kab/kota
	warnOutside = "nik_luar"     // issued outside Kalimantan Timur
	warnUnknown = "nik_kode"     // no region of today has its code
	warnKK      = "nik_kk"       // NIK and KK are the same number
	warnOther   = "kasus_lain"   // ":" number of another case about the same person
	warnPhone   = "telepon_sama" // ":" number of a case about somebody else with the same phone
)

// Warning gives the words of a warning, for an officer.
func Warning(words Words, code string) string {
	key, number, _ := strings.Cut(code, ":")
	return words.Words(conversations.Text{Key: "world.warning." + key, Args: map[string]string{"nomor": number}})
}

// warnings looks for what does not fit together.
func (w *World) warnings(ctx context.Context, n store.NewCase) ([]string, error) {
	var out []string
	if n.Person.NIK != "" {
		out = nikWarnings(n)
		others, err := w.Store.CasesOfNIK(ctx, n.Person.NIK)
		if err != nil {
			return nil, err
		}
		for _, h := range others {
			out = append(out, warnOther+":"+h.Number)
		}
	}
	if n.Person.Phone != "" {
		shared, err := w.Store.CasesOfPhone(ctx, n.Person.Phone)
		if err != nil {
			return nil, err
		}
		for _, h := range shared {
			if !slices.Contains(out, warnOther+":"+h.Number) {
				out = append(out, warnPhone+":"+h.Number)
			}
		}
	}
	return out, nil
}

func nikWarnings(n store.NewCase) []string {
	p := n.Person
	hints := understand.HintsOf(p.NIK, n.At)
	female := p.Sex == "perempuan" || p.Sex == "" && n.Programme == "wrse"
	var out []string
	for _, x := range []struct {
		code  string
		holds bool
	}{
		{warnBirth, p.Birth != "" && len(hints.Births) > 0 && !slices.Contains(hints.Births, p.Birth)},
		{warnSex, (female || p.Sex != "") && hints.Female != female},
		{warnUnknown, !hints.RegionKnown && hints.InKaltim},
		{warnOutside, !hints.InKaltim},
		{warnRegion, hints.RegionKnown && hints.InKaltim && kabkota(hints.Region) != n.Region},
		{warnKK, p.KK == p.NIK},
	} {
		if x.holds {
			out = append(out, x.code)
		}
	}
	return out
}

// estimate applies the programme's rules to what was told, and gives the result as JSON with the rules' version. What
// the form did not ask is left to the officer, so there always is a verdict.
func (w *World) estimate(c call, n store.NewCase) (result []byte, rule string, err error) {
	p := w.ruling(c, n)
	if p == nil {
		return nil, "", nil
	}
	facts := assess.Answers{}
	for _, slot := range p.Slots() {
		facts[slot] = c.answer(slot)
		if slot == "umur" && facts[slot] == "" {
			facts[slot] = age(n.Person.Birth, c.now)
		}
		if facts[slot] == "" {
			facts[slot] = assess.Unknown
		}
	}
	r, _ := p.Assess(facts) // an answer that is not in its normal form counts as not told
	if result, err = json.Marshal(r); err != nil {
		return nil, "", fmt.Errorf("write the estimate: %w", err)
	}
	return result, fmt.Sprintf("%s/%d", r.Programme, r.Version), nil
}

// ruling finds the rules for an application: those of the programme, or of the kind of planned aid.
func (w *World) ruling(c call, n store.NewCase) *assess.Programme {
	id := n.Programme
	if kind := c.answer("jenis_bantuan"); id == planned && kind != "" {
		id = planned + "_" + kind
	}
	if specs := w.specs(id); len(specs) == 1 {
		return specs[0]
	}
	return nil
}

// age gives the full years since a birth date on the day of now; "" when the date cannot be read.
func age(iso string, now time.Time) string {
	born, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	years := now.Year() - born.Year()
	if now.Month() < born.Month() || now.Month() == born.Month() && now.Day() < born.Day() {
		years--
	}
	return strconv.Itoa(years)
}
