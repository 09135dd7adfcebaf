package imports

import (
	"fmt"
	"strings"
	"unicode"

	"sapa/store"
)

// field is a column of a kind of table, and what offices call it.
type field struct {
	column Column
	needed bool
	names  string // "|" between them, as fold gives them
}

// fields are the columns of a kind, in the order in which they are shown.
func fields(k store.ImportKind) []field {
	nik := field{NIK, true, "nik|no nik|nomor nik|nomor induk kependudukan|no ktp|nomor ktp|nik ktp"}
	region := field{Region, true, "kabupaten kota|kab kota|kabkota|kabupaten|kota|kab|wilayah|kode kabupaten kota|kode kab kota|kabupaten kota domisili"}
	switch k {
	case store.ImportRecipients:
		return []field{nik, {Name, true, "nama|nama penerima|nama lengkap|nama kpm|penerima|nama penerima manfaat"},
			{Programme, true, "program|nama program|jenis bantuan|bantuan|jenis program"},
			{Year, true, "tahun|tahun anggaran|ta|th|tahun terima|tahun bantuan"}, region,
			{Group, false, "kelompok|nama kelompok|lembaga|nama lembaga|kelompok lembaga|nama kube|nama lks"},
			{Form, false, "bentuk|bentuk bantuan"}, {Amount, false, "jumlah|nominal|nilai|jumlah rp|nilai rp|jumlah rupiah|nilai bantuan"},
			{Note, false, "keterangan|catatan|ket"}}
	case store.ImportDTSEN:
		return []field{nik, region, {Decile, false, "desil|desil nasional|desil kesejahteraan|peringkat|kelompok desil"}}
	case store.ImportVillages:
		return []field{{Code, true, "kode|kode wilayah|kode desa|kode kelurahan|kode kemendagri|kode desa kelurahan|kode kelurahan desa"},
			{Village, true, "nama|nama desa|nama kelurahan|desa|kelurahan|desa kelurahan|kelurahan desa|nama desa kelurahan|nama kelurahan desa|nama wilayah"}}
	}
	return nil
}

// Columns are the columns of a kind of table; needed are those it cannot do without.
func Columns(k store.ImportKind) (needed, other []Column) {
	for _, f := range fields(k) {
		if f.needed {
			needed = append(needed, f.column)
		} else {
			other = append(other, f.column)
		}
	}
	return needed, other
}

// HeadingError tells that no row is a heading with all columns that are needed.
type HeadingError struct{ Missing []Column }

func (e *HeadingError) Error() string { return fmt.Sprintf("the heading lacks %v", e.Missing) }

// headingWithin is in how many rows the heading must come; titles may stand above it.
const headingWithin = 20

// heading finds the columns in a row; missing are those that are needed and not there.
func heading(k store.ImportKind, cells []string) (at map[Column]int, missing []Column) {
	at = map[Column]int{}
	for _, f := range fields(k) {
		for i, c := range cells {
			if _, found := at[f.column]; !found && c != "" && strings.Contains("|"+f.names+"|", "|"+fold(c)+"|") {
				at[f.column] = i
			}
		}
		if _, found := at[f.column]; !found && f.needed {
			missing = append(missing, f.column)
		}
	}
	return at, missing
}

// fold brings a heading to small letters and single blanks.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}
