package understand

import (
	"slices"
	"strings"
)

// placeMarks is what a text says about the level of the place it names.
type placeMarks struct {
	district bool // "kecamatan" was said
	village  int  // index of the word after "kelurahan" or "desa", -1 when none
}

var (
	asidePlace = []string{"kab", "kabupaten", "kabpaten", "kec", "kecamatan", "kcamatan", "kel", "kelurahan", "desa", "ds", "di", "dari", "daerah", "saya", "tinggal", "domisili", "alamat", "alamatnya", "provinsi", "prov", "kaltim",
		"tinggalnya", "rumah", "orang", "asal", "sy", "aku", "ulun", "kak", "min", "pak", "bu", "ya", "ada", "nya", "wilayah", "kampung", "warga", "dr", "kaltimtara"}
	directions = []string{"utara", "selatan", "barat", "timur", "tengah", "kota", "ulu", "hulu", "ilir", "hilir", "darat", "seberang", "besar", "long", "muara", "laut"}
)

// textWords folds a text into words, keeping what matters of the words around a place.
func textWords(text string) ([]string, placeMarks) {
	var f folded
	f.fold(text)
	m := placeMarks{village: -1}
	var words []string
	for _, w := range strings.Fields(string(f.text())) {
		switch w {
		case "kec", "kecamatan", "kcamatan":
			m.district = true
		case "kel", "kelurahan", "desa", "ds", "kampung":
			m.village = len(words)
		case "tj", "tjg", "tanjong":
			w = "tanjung"
		case "sei", "sungei", "s":
			w = "sungai"
		case "ma", "muaro":
			w = "muara"
		case "smd", "smr", "smrd":
			w = "samarinda"
		case "bpp", "bpn", "bppn":
			w = "balikpapan"
		case "btg":
			w = "bontang"
		}
		if !slices.Contains(asidePlace, w) {
			words = append(words, w)
		}
	}
	return words, m
}

// hit is a place found in words[from:to].
type hit struct {
	place, from, to int
	cost            float32
	part            bool // only a part of the name was said
}

// bestHits finds full names first; the longer of two overlapping ones wins, then the one typed more exactly. Parts of
// names ("kutai", "ulu" within a city) count only when no full name was found.
func bestHits(places []place, words []string, marks placeMarks, local bool) []hit {
	var hits []hit
	for i, p := range places {
		if h, ok := wholeName(p.words, words); ok {
			h.place = i
			hits = append(hits, h)
		}
	}
	hits = withoutShadowed(places, hits)
	if marks.village >= 0 && len(hits) > 1 {
		if kept := slices.DeleteFunc(slices.Clone(hits), func(h hit) bool { return h.from == marks.village }); len(kept) > 0 {
			hits = kept
		}
	}
	if len(hits) > 0 {
		return hits
	}
	for i, p := range places {
		if p.nick {
			continue
		}
		if h, ok := partOfName(p.words, words, local); ok {
			h.place = i
			hits = append(hits, h)
		}
	}
	return withoutShadowed(places, hits)
}

// wholeName finds all words of a name side by side, or run together.
func wholeName(name, words []string) (best hit, ok bool) {
	for from := range words {
		if from+len(name) <= len(words) {
			if cost, same := sameWords(name, words[from:from+len(name)]); same && (!ok || cost < best.cost) {
				best, ok = hit{from: from, to: from + len(name), cost: cost}, true
			}
		}
		if len(name) > 1 {
			if cost, same := sameWord(strings.Join(name, ""), words[from]); same && cost <= costWrong && len(words[from]) > len(name[0])+2 && (!ok || cost < best.cost) {
				best, ok = hit{from: from, to: from + 1, cost: cost}, true
			}
		}
		if len(name) == 1 && from+1 < len(words) && len(name[0]) > 7 && words[from]+words[from+1] == name[0] {
			best, ok = hit{from: from, to: from + 2}, true
		}
	}
	return best, ok
}

func sameWords(name, words []string) (cost float32, ok bool) {
	for i, n := range name {
		c, same := sameWord(n, words[i])
		if !same {
			return 0, false
		}
		cost += c
	}
	return cost, true
}

func sameWord(name, word string) (float32, bool) {
	if name == word {
		return 0, true
	}
	limit := allowance(min(len(name), len(word)+1))
	if len(name) < 5 || len(word) < 4 {
		limit = 0
	}
	if limit == 0 || slices.Contains(directions, word) && slices.Contains(directions, name) {
		return 0, false
	}
	d := distance(name, []byte(word), limit)
	return d, d <= limit && d > 0 || d == 0
}

// partOfName finds a word that stands in a longer name; a direction alone says nothing but within one city.
func partOfName(name, words []string, local bool) (hit, bool) {
	if len(name) < 2 {
		return hit{}, false
	}
	for at, w := range words {
		if len(w) < 3 || !local && slices.Contains(directions, w) && w != "muara" && w != "long" {
			continue
		}
		for _, n := range name {
			if c, same := sameWord(n, w); same && c <= costKey {
				return hit{from: at, to: at + 1, cost: c, part: true}, true
			}
		}
	}
	return hit{}, false
}

// withoutShadowed drops a hit that lies within a longer one, or on the same words but further from what was typed.
func withoutShadowed(places []place, hits []hit) []hit {
	return slices.DeleteFunc(slices.Clone(hits), func(h hit) bool {
		return slices.ContainsFunc(hits, func(o hit) bool {
			if o == h || o.to <= h.from || h.to <= o.from {
				return false
			}
			long, other := letters(places[h.place].words, h), letters(places[o.place].words, o)
			return other > long || other == long && o.cost < h.cost
		})
	})
}

// letters measures a hit: how many words of the text it covers, then how many words of a name.
func letters(name []string, h hit) int {
	if h.part {
		return 1
	}
	return (h.to-h.from)*10 + len(name)
}
