package understand

// Kind names what a typed answer is expected to be.
type Kind string

// The kinds Value can read, with their normal form.
const (
	NIK     Kind = "nik"          // 16 digits
	KK      Kind = "kk"           // 16 digits
	Phone   Kind = "telepon"      // E.164, "+6281250001234"
	Date    Kind = "tanggal"      // ISO 8601, "1985-07-05"
	Rupiah  Kind = "rupiah"       // plain integer, rupiah per month when an income was asked
	Age     Kind = "umur"         // whole years
	Count   Kind = "jumlah"       // plain integer, 0 and up
	Marital Kind = "status_kawin" // belum_kawin, kawin, cerai_hidup, cerai_mati
	Place   Kind = "wilayah"      // Kemendagri code, "64.72" or "64.72.03"
	Name    Kind = "nama"         // tidied, at most 60 letters
)

// Problem tells why an answer must be asked again. "read."+Code is the key of its message in the catalogue, and Args
// fills the named places of that message. Args never holds what the person typed, except numbers said back to help.
type Problem struct {
	Code string
	Args map[string]string
}

// Every code a Problem can carry, with the arguments it brings.
const (
	CodeEmpty = "empty" // nothing readable was sent

	CodeNIKLength  = "nik_length"  // {count} digits instead of 16
	CodeNIKLetters = "nik_letters" // letters among the digits, or no number at all
	CodeNIKBirth   = "nik_birth"   // digits 7 to 12 are no date of birth
	CodeNIKSerial  = "nik_serial"  // serial 0000, or one digit sixteen times
	CodeNIKExample = "nik_example" // the example we showed was sent back
	CodeNIKKK      = "nik_is_kk"   // the person says that it is a KK number

	CodeKKLength  = "kk_length"  // {count} digits instead of 16
	CodeKKLetters = "kk_letters" // letters among the digits, or no number at all
	CodeKKWrong   = "kk_wrong"   // the digits are no KK number
	CodeKKIsNIK   = "kk_is_nik"  // day above 40, or said so: a NIK was sent

	CodePhoneLength   = "phone_length"   // {count} digits: too few or too many
	CodePhoneLetters  = "phone_letters"  // no number found
	CodePhoneLandline = "phone_landline" // no mobile number
	CodePhoneNone     = "phone_none"     // says there is none
	CodePhoneSeveral  = "phone_several"  // two different numbers
	CodePhoneForeign  = "phone_foreign"  // another country's number

	CodeDateUnclear    = "date_unclear"    // no date found, or several
	CodeDateIncomplete = "date_incomplete" // day, month or year is missing
	CodeDateImpossible = "date_impossible" // there is no such day
	CodeDateFuture     = "date_future"     // it has not come yet
	CodeDateOld        = "date_old"        // more than 120 years ago

	CodeMoneyUnclear = "money_unclear" // no amount found
	CodeMoneySeveral = "money_several" // more than one amount, or a range
	CodeMoneySmall   = "money_small"   // {amount} without a unit: rupiah or thousands? {thousands} is the second reading
	CodeMoneyDaily   = "money_daily"   // {amount} a day: ask per month
	CodeMoneyWeekly  = "money_weekly"  // {amount} a week: ask per month
	CodeMoneyYearly  = "money_yearly"  // {amount} a year or season: ask per month
	CodeMoneyUnsure  = "money_unsure"  // "tidak tentu": ask for a usual month
	CodeMoneyLarge   = "money_large"   // {amount} is more than a household's

	CodeAgeUnclear = "age_unclear" // no age found
	CodeAgeRange   = "age_range"   // {age} is no age in years
	CodeAgeYear    = "age_year"    // a birth year was given instead of an age

	CodeCountUnclear = "count_unclear" // no number found
	CodeCountSeveral = "count_several" // several numbers: ask for the sum
	CodeCountLarge   = "count_large"   // {count} is more than any household

	CodeMaritalUnclear   = "marital_unclear"   // none of the four
	CodeMaritalAmbiguous = "marital_ambiguous" // "janda" alone: divorced or widowed?

	CodeRegionUnknown   = "region_unknown"   // no such place in Kalimantan Timur
	CodeRegionAmbiguous = "region_ambiguous" // {names}: up to five candidates, comma separated

	CodeNameDigits  = "name_digits"  // digits in the name
	CodeNameShort   = "name_short"   // fewer than two letters
	CodeNameLong    = "name_long"    // more than 60 letters
	CodeNameUnclear = "name_unclear" // an answer, but no name ("tidak tahu", a link)
)

func problem(code string, pairs ...string) *Problem {
	p := &Problem{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if p.Args == nil {
			p.Args = make(map[string]string, len(pairs)/2)
		}
		p.Args[pairs[i]] = pairs[i+1]
	}
	return p
}
