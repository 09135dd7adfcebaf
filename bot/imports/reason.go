package imports

// Reason is what is wrong with a cell, for words below "office.reason.".
type Reason string

// The reasons.
const (
	Empty         Reason = "kosong"
	NIKLength     Reason = "nik_panjang" // {n}: how many digits there are
	NIKLetters    Reason = "nik_huruf"
	NIKWrong      Reason = "nik_salah" // no NIK can be so: its birth date or serial
	NIKBroken     Reason = "nik_rusak" // a spreadsheet made a number of it, and rounded
	BadName       Reason = "nama"      // holds no letter
	BadProgramme  Reason = "program"
	BadYear       Reason = "tahun"
	BadRegion     Reason = "wilayah"
	BareCode      Reason = "wilayah_kode" // BPS and Kemendagri number differently; without dots nobody knows which it is
	OtherRegion   Reason = "wilayah_lain" // not of whoever takes it in
	BadForm       Reason = "bentuk"
	BadAmount     Reason = "jumlah"
	BadDecile     Reason = "desil"
	BadCode       Reason = "kode"
	UnknownParent Reason = "kecamatan" // no kecamatan has this code
	Twice         Reason = "ganda"     // {n}: the row that says it first
	TooLong       Reason = "panjang"
)

// Column is a column that is understood, for words below "office.column.".
type Column string

// The columns.
const (
	NIK       Column = "nik"
	Name      Column = "nama"
	Programme Column = "program"
	Year      Column = "tahun"
	Region    Column = "kabkota"
	Group     Column = "kelompok"
	Form      Column = "bentuk"
	Amount    Column = "jumlah"
	Note      Column = "keterangan"
	Decile    Column = "desil"
	Code      Column = "kode"
	Village   Column = "desa"
)
