package broadcast

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sapa/conversations/understand"
	"sapa/store"
)

// ProblemCode names what is wrong with a draft, below "siaran.salah." in the catalogue.
type ProblemCode string

// The problems.
const (
	ProblemTitle     ProblemCode = "judul"   // missing, or longer than N bytes
	ProblemText      ProblemCode = "isi"     // missing, or longer than N bytes
	ProblemPlace     ProblemCode = "tempat"  // {What} is no place that we can fill
	ProblemLack      ProblemCode = "kosong"  // {What} cannot be filled for N people
	ProblemChoice    ProblemCode = "pilihan" // too many, an unknown flow, or a label longer than N bytes
	ProblemAudience  ProblemCode = "sasaran" // of a source, region, status or programme that does not exist
	ProblemNobody    ProblemCode = "nihil"   // nobody would be told
	ProblemChannel   ProblemCode = "kanal"   // no channel of the office's own is set up
	ProblemListLong  ProblemCode = "daftar_panjang"
	ProblemListEmpty ProblemCode = "daftar_kosong"
)

// Problem is one thing that is wrong.
type Problem struct {
	Code ProblemCode
	What string
	N    int
}

// DraftError tells everything that keeps a draft from being sent.
type DraftError struct{ Problems []Problem }

func (e *DraftError) Error() string {
	var out []string
	for _, p := range e.Problems {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s", p.Code, p.What)))
	}
	return "the draft lacks: " + strings.Join(out, ", ")
}

// The bounds of a draft, in bytes: what reads well on a phone, and is one message on every channel.
const (
	TitleMost   = 120
	TextMost    = 2000
	LabelMost   = 24
	ChoicesMost = 3
)

// Calls are the flows that a choice may open.
func Calls() []string {
	return []string{"daftar_wrse", "daftar_kube", "daftar_lks", "daftar_terencana", "cek_kelayakan", "cek_status", "info_program", "pengumuman", "pengaduan", "menu"}
}

// The places of a text. Nama is "Bapak/Ibu" where we know none.
const (
	placeName      = "nama"
	placeNumber    = "nomor"
	placeRegion    = "kabkota"
	placeProgramme = "program"
)

// Places are what a text may have filled in for each person.
func Places() []string { return []string{placeName, placeNumber, placeRegion, placeProgramme} }

var placed = regexp.MustCompile(`\{([^{}\n]*)\}?`)

// Check looks a draft over with the audience it has now; nil or a *DraftError.
func (s *Service) Check(b store.Broadcast, r store.Reach) error {
	out := CheckText(b.BroadcastDraft)
	for _, p := range usedPlaces(b.Text) {
		if lack := lacking(b, p, r); lack > 0 {
			out = append(out, Problem{Code: ProblemLack, What: p, N: lack})
		}
	}
	switch {
	case !valid(b.Audience):
		out = append(out, Problem{Code: ProblemAudience})
	case r.People == 0:
		out = append(out, Problem{Code: ProblemNobody})
	}
	if b.Channel && len(s.Public) == 0 {
		out = append(out, Problem{Code: ProblemChannel})
	}
	if len(out) > 0 {
		return &DraftError{Problems: out}
	}
	return nil
}

// CheckText looks over what needs no audience.
func CheckText(d store.BroadcastDraft) (out []Problem) {
	if strings.TrimSpace(d.Title) == "" || len(d.Title) > TitleMost {
		out = append(out, Problem{Code: ProblemTitle, N: TitleMost})
	}
	if strings.TrimSpace(d.Text) == "" || len(d.Text) > TextMost {
		out = append(out, Problem{Code: ProblemText, N: TextMost})
	}
	for _, found := range placed.FindAllStringSubmatch(d.Text, -1) {
		if !slices.Contains(Places(), found[1]) || !strings.HasSuffix(found[0], "}") {
			out = append(out, Problem{Code: ProblemPlace, What: found[0]})
		}
	}
	bad := len(d.Choices) > ChoicesMost
	for _, c := range d.Choices {
		bad = bad || !slices.Contains(Calls(), c.Call) || len(c.Label) > LabelMost || strings.ContainsAny(c.Label, "{}*\n")
	}
	if bad {
		out = append(out, Problem{Code: ProblemChoice, N: LabelMost})
	}
	return out
}

func usedPlaces(text string) (out []string) {
	for _, p := range Places() {
		if strings.Contains(text, "{"+p+"}") {
			out = append(out, p)
		}
	}
	return out
}

// lacking tells for how many people a place cannot be filled.
func lacking(b store.Broadcast, place string, r store.Reach) int {
	switch {
	case place == placeName,
		place == placeRegion && len(b.Audience.Regions) == 1,
		place == placeProgramme && b.Audience.Programme != "":
		return 0
	}
	return r.CaseLess
}

// valid tells whether an audience names only what there is.
func valid(a store.Audience) bool {
	known := slices.Contains([]store.AudienceSource{store.FromCases, store.FromInterests, store.FromList, store.FromAll}, a.Source)
	if a.Programme != "" {
		_, err := store.ProgrammeByID(a.Programme)
		known = known && err == nil
	}
	for _, s := range a.Statuses {
		known = known && s.Known()
	}
	for _, r := range a.Regions {
		known = known && store.IsRegion(r)
	}
	for _, d := range a.Districts {
		_, found := understand.RegionNamed(d)
		known = known && found && len(d) == len("64.72.03")
	}
	return known
}
