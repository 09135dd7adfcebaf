package understand

import (
	"slices"
	"testing"
)

func codes(rs []Region) (out []string) {
	for _, r := range rs {
		out = append(out, r.Code)
	}
	return out
}

func TestRegionTableIsWhole(t *testing.T) {
	t.Parallel()
	if n := len(Children("64")); n != 10 {
		t.Errorf("%d kabupaten/kota, want 10", n)
	}
	districts := 0
	for _, r := range Children("") {
		districts += len(Children(r.Code))
	}
	if districts != 105 {
		t.Errorf("%d kecamatan, want 105", districts)
	}
	if r, ok := RegionNamed("64.72.03"); !ok || r.Name != "Samarinda Ulu" {
		t.Errorf("64.72.03 is %v", r)
	}
	if _, ok := RegionNamed("64.04"); ok {
		t.Error("64.04 left the table in 2012")
	}
}

func TestEveryOfficialNameFindsItself(t *testing.T) {
	t.Parallel()
	for _, r := range Children("64") {
		if got := codes(Regions(r.Name, "")); !slices.Equal(got, []string{r.Code}) {
			t.Errorf("%s found as %v", r.Name, got)
		}
		for _, d := range Children(r.Code) {
			if got := codes(Regions(d.Name, r.Code)); !slices.Equal(got, []string{d.Code}) {
				t.Errorf("%s within %s found as %v, want %s", d.Name, r.Code, got, d.Code)
			}
			if got := codes(Regions("kecamatan "+d.Name, "")); !slices.Equal(got, []string{d.Code}) {
				t.Errorf("kecamatan %s found as %v, want %s", d.Name, got, d.Code)
			}
		}
	}
}

func TestWithinDecidesTheLevel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, within string
		want         []string
	}{
		{"tenggarong", "", []string{"64.02"}}, {"tenggarong", "64", []string{"64.02"}}, {"tenggarong", "64.02", []string{"64.02.06"}}, {"kec penajam", "", []string{"64.09.01"}},
		{"ulu", "64.72", []string{"64.72.03"}}, {"ulu", "", nil}, {"sangatta", "64.08", []string{"64.08.04", "64.08.12"}}, {"kutai", "", []string{"64.02", "64.07", "64.08"}},
		{"batu putih berau", "", []string{"64.03.12"}}, {"tidak tahu", "", nil}, {"", "", nil}, {"samarinda ulu", "64.74", nil},
	} {
		if got := codes(Regions(c.text, c.within)); !slices.Equal(got, c.want) {
			t.Errorf("Regions(%q, %q) = %v, want %v", c.text, c.within, got, c.want)
		}
	}
}

func TestFindInAListOfVillages(t *testing.T) {
	t.Parallel()
	list := []Region{{"a", "Air Putih"}, {"b", "Air Hitam"}, {"c", "Teluk Lerong Ilir"}, {"d", "Sidodadi"}}
	for text, want := range map[string][]string{"kel air putih": {"a"}, "airputih": {"a"}, "air": {"a", "b"}, "sidodadii": {"d"}, "teluk lerong": {"c"}, "bukuan": nil} {
		if got := codes(FindIn(list, text)); !slices.Equal(got, want) {
			t.Errorf("FindIn(%q) = %v, want %v", text, got, want)
		}
	}
}
