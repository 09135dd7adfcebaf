package imports

import (
	"slices"
	"strconv"
	"strings"

	"sapa/conversations/understand"
	"sapa/store"
)

// oldest is the first year of which an office may still have lists.
const oldest = 2000

func (t *table) readRecipient(l *line) {
	r := store.Recipient{Group: l.name(Group), Name: l.name(Name), Region: t.kabkota(l), Amount: l.rupiah(Amount), Note: l.text(Note, noteMost)}
	r.Programme = t.programme(l)
	institution := r.Programme != "" && !personal(r.Programme)
	if !institution || r.Group == "" || l.cell(NIK) != "" {
		r.NIK = t.nik(l)
	}
	if r.Name == "" && !institution && !slices.ContainsFunc(l.issues, func(i store.RowIssue) bool { return i.Name == string(Name) }) {
		l.wrong(Name, Empty, "")
	}
	r.Year = t.year(l)
	switch fold(l.cell(Form)) {
	case "":
	case "barang", "alat", "peralatan":
		r.Form = store.DisbursedGoods
	case "uang", "tunai", "uang tunai", "transfer":
		r.Form = store.DisbursedMoney
	default:
		l.wrong(Form, BadForm, "")
	}
	who, column := r.NIK, NIK
	if who == "" {
		who, column = r.Region+fold(r.Group), Group
	}
	t.once(l, column, who+"|"+r.Programme+"|"+number(r.Year))
	if len(l.issues) == 0 {
		l.recipient = &r
	}
}

// programme reads which of the province's programmes gave.
func (t *table) programme(l *line) string {
	words := strings.Fields(fold(l.cell(Programme)))
	for _, p := range []struct{ id, names string }{
		{"wrse", "wrse|prse"}, {"kube", "kube"}, {"lks", "lks|lksa|lembaga|panti"}, {"terencana", "terencana|bt"},
	} {
		for n := range strings.SplitSeq(p.names, "|") {
			if slices.Contains(words, n) {
				return p.id
			}
		}
	}
	why := BadProgramme
	if len(words) == 0 {
		why = Empty
	}
	l.wrong(Programme, why, "")
	return ""
}

func personal(programme string) bool {
	p, err := store.ProgrammeByID(programme)
	return err == nil && p.Person
}

func (t *table) year(l *line) int {
	typed := l.cell(Year)
	n, err := strconv.Atoi(typed)
	switch {
	case typed == "":
		l.wrong(Year, Empty, "")
	case err != nil || !yearForm.MatchString(typed) || n < oldest || n > t.now.Year():
		l.wrong(Year, BadYear, "")
	}
	return n
}

func (t *table) readRegistered(l *line) {
	r := store.Registered{NIK: t.nik(l), Region: t.kabkota(l)}
	if typed := l.cell(Decile); typed != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(fold(typed), "desil "))
		if err != nil || n < 1 || n > 10 {
			l.wrong(Decile, BadDecile, "")
		}
		r.Decile = n
	}
	t.once(l, NIK, r.NIK)
	if len(l.issues) == 0 {
		l.registered = &r
	}
}

func (t *table) readVillage(l *line) {
	v := store.Village{Code: l.cell(Code), Name: l.name(Village)}
	if v.Name == "" && len(l.issues) == 0 {
		l.wrong(Village, Empty, "")
	}
	switch {
	case v.Code == "":
		l.wrong(Code, Empty, "")
	case !store.Village{Code: v.Code, Name: "x"}.Valid():
		l.wrong(Code, BadCode, "")
	case t.region != "" && !strings.HasPrefix(v.Code, t.region+"."):
		l.wrong(Code, OtherRegion, "")
	default:
		if _, known := understand.RegionNamed(v.Code[:len("64.72.03")]); !known {
			l.wrong(Code, UnknownParent, "")
		}
	}
	t.once(l, Code, v.Code)
	if len(l.issues) == 0 {
		l.village = &v
	}
}

// shown is a good row as it is understood, in the order of the kind's needed columns, masked.
func (l *line) shown() []string {
	switch {
	case l.recipient != nil:
		r := l.recipient
		return []string{store.MaskDigits(r.NIK), store.MaskName(r.Name), strings.ToUpper(r.Programme), number(r.Year), regionName(r.Region)}
	case l.registered != nil:
		return []string{store.MaskDigits(l.registered.NIK), regionName(l.registered.Region)}
	case l.village != nil:
		return []string{l.village.Code, l.village.Name}
	}
	return nil
}

func regionName(code string) string {
	r, _ := understand.RegionNamed(code) // rows with another code are not good
	return r.Name
}
