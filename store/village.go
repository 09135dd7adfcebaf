package store

import (
	"regexp"
	"slices"
)

// Village is a desa or kelurahan of the list an office loaded.
type Village struct {
	Code string // Kemendagri, "64.72.03.1001"
	Name string
}

// Valid tells whether the code has the form of a desa or kelurahan of Kalimantan Timur.
func (v Village) Valid() bool {
	return v.Name != "" && regexp.MustCompile(`^64\.\d{2}\.\d{2}\.\d{4}$`).MatchString(v.Code)
}

// Regions are the codes of the ten kabupaten and kota (Kepmendagri 300.2.2-2430/2025).
func Regions() []string {
	return []string{"64.01", "64.02", "64.03", "64.07", "64.08", "64.09", "64.11", "64.71", "64.72", "64.74"}
}

// IsRegion tells whether the code is one of the ten.
func IsRegion(code string) bool { return slices.Contains(Regions(), code) }
