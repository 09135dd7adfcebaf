package understand

import "testing"

func TestValueSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind Kind
		text string
		code string
		arg  string // "name=value" that must be among the arguments
	}{
		{NIK, "647203450785990", CodeNIKLength, "count=15"}, {NIK, "64720345078599012", CodeNIKLength, "count=17"}, {NIK, exampleNIK, CodeNIKExample, ""},
		{NIK, "6472 0345 0785 9901", CodeNIKExample, ""}, {NIK, "tidak hafal", CodeNIKLetters, ""}, {NIK, "6472034513859902", CodeNIKBirth, ""},
		{NIK, "6472034507850000", CodeNIKSerial, ""}, {NIK, "no kk 6472031507859902", CodeNIKKK, ""}, {NIK, " ", CodeEmpty, ""},
		{KK, "6472034507859902", CodeKKIsNIK, ""}, {KK, "647203", CodeKKLength, "count=6"}, {KK, "6472033213129902", CodeKKWrong, ""},
		{Phone, "0541123456", CodePhoneLandline, ""}, {Phone, "+6012345678", CodePhoneForeign, ""}, {Phone, "0812500", CodePhoneLength, "count=7"}, {Phone, "gak punya", CodePhoneNone, ""},
		{Phone, "081250001234 / 081250001235", CodePhoneLength, ""},
		{Date, "5 juli", CodeDateIncomplete, ""}, {Date, "31/2/1990", CodeDateImpossible, ""}, {Date, "5/7/2030", CodeDateFuture, ""}, {Date, "5/7/1850", CodeDateOld, ""}, {Date, "lupa", CodeDateUnclear, ""},
		{Rupiah, "500", CodeMoneySmall, "thousands=Rp500.000"}, {Rupiah, "100rb sehari", CodeMoneyDaily, "amount=Rp100.000"}, {Rupiah, "300 ribu seminggu", CodeMoneyWeekly, "amount=Rp300.000"},
		{Rupiah, "12 juta setahun", CodeMoneyYearly, "amount=Rp12.000.000"}, {Rupiah, "gak tentu", CodeMoneyUnsure, ""}, {Rupiah, "500-700rb", CodeMoneySeveral, ""}, {Rupiah, "banyak", CodeMoneyUnclear, ""}, {Rupiah, "900 miliar", CodeMoneyLarge, ""},
		{Age, "1985", CodeAgeYear, ""}, {Age, "150", CodeAgeRange, "age=150"}, {Age, "muda", CodeAgeUnclear, ""},
		{Count, "banyak", CodeCountUnclear, ""}, {Count, "2 anak 1 cucu", CodeCountSeveral, ""}, {Count, "999999", CodeCountLarge, ""},
		{Marital, "janda", CodeMaritalAmbiguous, ""}, {Marital, "rumah", CodeMaritalUnclear, ""},
		{Place, "jakarta", CodeRegionUnknown, ""}, {Place, "kutai", CodeRegionAmbiguous, "names=Kabupaten Kutai Kartanegara, Kabupaten Kutai Barat, Kabupaten Kutai Timur"},
		{Name, "Siti123", CodeNameDigits, ""}, {Name, "x", CodeNameShort, ""}, {Name, "tidak tahu", CodeNameUnclear, ""}, {Name, "https://contoh.id", CodeNameUnclear, ""},
	} {
		v, p := Value(c.kind, c.text, now())
		if v != "" || p == nil || p.Code != c.code {
			t.Errorf("Value(%s, %q) = %q, %v; want %s", c.kind, c.text, v, p, c.code)
			continue
		}
		for name, value := range p.Args {
			if c.arg == name+"="+value {
				c.arg = ""
			}
		}
		if c.arg != "" {
			t.Errorf("Value(%s, %q) has arguments %v, want %s", c.kind, c.text, p.Args, c.arg)
		}
	}
}

func TestHintsOfANIK(t *testing.T) {
	t.Parallel()
	h := HintsOf("6472034507859902", now())
	if h.Region != "64.72.03" || !h.RegionKnown || !h.InKaltim || !h.Female || len(h.Births) != 1 || h.Births[0] != "1985-07-05" {
		t.Errorf("hints of a woman from Samarinda Ulu: %+v", h)
	}
	h = HintsOf("3578011201069902", now())
	if h.RegionKnown || h.InKaltim || h.Female || len(h.Births) != 2 || h.Births[0] != "2006-01-12" {
		t.Errorf("hints of a man of 20 from Surabaya: %+v", h)
	}
	if h = HintsOf("6472031201159902", now()); len(h.Births) != 2 || h.Births[0] != "1915-01-12" {
		t.Errorf("an adult goes before a child: %+v", h)
	}
	if h = HintsOf("abc", now()); h.Region != "" || h.Births != nil {
		t.Errorf("no hints in no NIK: %+v", h)
	}
}

func TestWhatIsShown(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		Mask("6472034507859901"): "6472********9901", Mask("123456789"): "*****6789", Mask("1234"): "****",
		FormatRupiah(1500000): "Rp1.500.000", FormatRupiah(0): "Rp0", FormatRupiah(999): "Rp999", FormatRupiah(-1000): "-Rp1.000",
		FormatDate("1985-07-05"): "5 Juli 1985", FormatDate("kapan"): "kapan",
	} {
		if got != want {
			t.Errorf("have %q, want %q", got, want)
		}
	}
}
