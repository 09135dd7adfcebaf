package world

import (
	"context"
	"slices"
	"strings"

	"sapa/conversations"
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
