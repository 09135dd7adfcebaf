package understand

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// Region is a place of Kalimantan Timur with its dotted Kemendagri code (not the BPS code, which differs here) and its
// official name.
type Region struct{ Code, Name string }

// regionTable is the ten kabupaten/kota and 105 kecamatan by Kepmendagri 300.2.2-2430/2025.
//
//go:embed regions.tsv
var regionTable string

// gazetteer is the region table with all names people use, in words.
type gazetteer struct {
	regions []Region
	places  []place
	byCode  map[string]int
}

// place is one way to call a region.
type place struct {
	region int
	words  []string
	nick   bool // not the official name
}

var regions = sync.OnceValue(buildGazetteer)

func buildGazetteer() *gazetteer {
	g := &gazetteer{byCode: map[string]int{"64": 0}}
	g.regions = append(g.regions, Region{"64", "Kalimantan Timur"})
	for line := range strings.Lines(regionTable) {
		code, name, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(code, "#") {
			continue
		}
		g.byCode[code] = len(g.regions)
		g.places = append(g.places, place{region: len(g.regions), words: placeWords(name)})
		g.regions = append(g.regions, Region{code, name})
	}
	lines("places.txt", func(code, names string) {
		at, ok := g.byCode[code]
		if !ok {
			panic("understand: places.txt: " + code)
		}
		for n := range strings.SplitSeq(names, "|") {
			g.places = append(g.places, place{region: at, words: strings.Fields(n), nick: true})
		}
	})
	return g
}

// placeWords folds a name and drops "Kabupaten", and "Kota" at the front of a city's name.
func placeWords(name string) []string {
	var f folded
	f.fold(name)
	words := strings.Fields(string(f.text()))
	if len(words) == 2 && words[0] == "kota" && words[1] != "bangun" || len(words) > 1 && words[0] == "kabupaten" {
		words = words[1:]
	}
	return words
}

// RegionNamed finds a region by its code; "64" is the province.
func RegionNamed(code string) (Region, bool) {
	g := regions()
	i, ok := g.byCode[code]
	if !ok {
		return Region{}, false
	}
	return g.regions[i], true
}

// Children lists what lies directly below a code in the order of the table: the kabupaten/kota of "64" (or of ""), the
// kecamatan of a kabupaten/kota, nothing of a kecamatan.
func Children(code string) (out []Region) {
	if code == "" {
		code = "64"
	}
	for _, r := range regions().regions {
		if parent(r.Code) == code {
			out = append(out, r)
		}
	}
	return out
}

func parent(code string) string {
	i := strings.LastIndexByte(code, '.')
	if i < 0 {
		return ""
	}
	return code[:i]
}

// Regions finds the places a text may mean. Within "" or "64" a name that both a kabupaten/kota and one of its kecamatan
// go by ("tenggarong", "penajam") means the kabupaten/kota, unless "kecamatan" is said; within a kabupaten/kota only its
// kecamatan are looked at. One place is sure, several must be asked back, nil is unknown.
func Regions(text, within string) []Region {
	g := regions()
	words, marks := textWords(text)
	if within == "" {
		within = "64"
	}
	local := strings.Count(within, ".") > 0
	var places []place
	for _, p := range g.places {
		code := g.regions[p.region].Code
		if !strings.HasPrefix(code, within+".") || local && p.nick && strings.Count(code, ".") == 1 {
			continue
		}
		places = append(places, p)
	}
	found := g.settle(places, bestHits(places, words, marks, local), marks)
	if marks.district && len(found) == 1 && strings.Count(found[0].Code, ".") == 1 {
		if below := Regions(text, found[0].Code); len(below) > 0 {
			return below
		}
	}
	return found
}

// settle drops a kabupaten/kota that only says where a found kecamatan lies, and decides between the two levels of a
// name that both go by.
func (g *gazetteer) settle(places []place, hits []hit, marks placeMarks) (out []Region) {
	region := func(h hit) Region { return g.regions[places[h.place].region] }
	for _, h := range hits {
		dropped := slices.ContainsFunc(hits, func(o hit) bool {
			same := h.from == o.from && h.to == o.to
			switch {
			case parent(region(o).Code) == region(h).Code: // h is above o
				return !same || marks.district
			case parent(region(h).Code) == region(o).Code:
				return same && !marks.district
			}
			return false
		})
		if r := region(h); !dropped && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// FindIn finds the places of a given list that a text may mean, with the same leniency: villages an office has loaded.
func FindIn(list []Region, text string) []Region {
	words, marks := textWords(text)
	places := make([]place, len(list))
	for i, r := range list {
		places[i] = place{region: i, words: placeWords(r.Name)}
	}
	var out []Region
	for _, h := range bestHits(places, words, marks, true) {
		if r := list[places[h.place].region]; !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// readPlace reads a kabupaten/kota or kecamatan as its code.
func readPlace(text string) (string, *Problem) {
	if r, ok := RegionNamed(strings.TrimSpace(text)); ok && parent(r.Code) != "" {
		return r.Code, nil
	}
	switch found := Regions(text, ""); len(found) {
	case 0:
		return "", problem(CodeRegionUnknown)
	case 1:
		return found[0].Code, nil
	default:
		var names []string
		for _, r := range found[:min(5, len(found))] {
			names = append(names, r.Name)
		}
		return "", problem(CodeRegionAmbiguous, "names", strings.Join(names, ", "))
	}
}
