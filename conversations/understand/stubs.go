package understand

import "time"

// Ordinal reads a menu pick, counted from 1.
func Ordinal(text string) (int, bool) { return 0, false }

// Pick tells which options the text means.
func Pick(text string, options [][]string) []int { return nil }

// Value reads an answer of a kind.
func Value(kind Kind, text string, now time.Time) (string, *Problem) { return "", problem(CodeEmpty) }

// NIKHints is what a NIK suggests.
type NIKHints struct {
	Region      string
	RegionKnown bool
	InKaltim    bool
	Births      []string
	Female      bool
}

// HintsOf reads the hints in a NIK.
func HintsOf(nik string, now time.Time) NIKHints { return NIKHints{} }

// Mask hides the middle of a NIK or KK.
func Mask(nik string) string { return nik }

// Region is a place with its Kemendagri code.
type Region struct{ Code, Name string }

// Regions finds places by name.
func Regions(text, within string) []Region { return nil }

// Children lists what lies directly below a code.
func Children(code string) []Region { return nil }

// RegionNamed finds a region by its code.
func RegionNamed(code string) (Region, bool) { return Region{}, false }

// FindIn matches a name on a given list.
func FindIn(list []Region, text string) []Region { return nil }

// FormatRupiah writes an amount.
func FormatRupiah(n int64) string { return "" }

// FormatDate writes an ISO date in words.
func FormatDate(iso string) string { return iso }
