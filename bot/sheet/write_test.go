package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// written is a table as it was written.
func written(t *testing.T, f Format, rows [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(f, &b)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// evil is what somebody may write into an answer, to be worked out on an officer's computer.
var evil = []string{"=1+1", "+62812", "-2", "@SUM(A1)", "\t=1", "＝1+1", `=HYPERLINK("http://x","y")`}

func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"Nama", "NIK"}}
	for _, e := range evil {
		rows = append(rows, []string{e, "6472034507859911"})
	}
	got, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(written(t, CSV, rows), []byte(mark)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range evil {
		if want := []string{"'" + e, "'6472034507859911"}; !cmp.Equal(got[i+1], want) {
			t.Errorf("%q is written as %q", want, got[i+1])
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(written(t, XLSX, rows)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for i, e := range evil {
		at := fmt.Sprint("A", i+2)
		if formula, err := book.GetCellFormula("Sapa", at); err != nil || formula != "" {
			t.Errorf("%s has the formula %q, %v", at, formula, err)
		}
		if kind, err := book.GetCellType("Sapa", at); err != nil || kind != excelize.CellTypeInlineString {
			t.Errorf("%s is of type %v, %v", at, kind, err)
		}
		if v, err := book.GetCellValue("Sapa", at); err != nil || v != e {
			t.Errorf("%s holds %q instead of %q, %v", at, v, e, err)
		}
	}
}

func TestAnythingCanBeWritten(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"Nama", "Catatan"}, {"A'isyah <b> & \"Udin\"", "satu\ndua, tiga; empat"}, {"", " sepi "}, {"😀", "\x00rusak"}, {"x", strings.Repeat("é", longestCell)}}
	book, err := excelize.OpenReader(bytes.NewReader(written(t, XLSX, rows)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	got, err := book.GetRows("Sapa")
	if err != nil {
		t.Fatal(err)
	}
	rows[3][1], rows[4][1] = "\ufffdrusak", strings.Repeat("é", longestCell/2)
	if d := cmp.Diff(rows, got); d != "" {
		t.Error(d[:min(len(d), 2000)])
	}
}

// Nothing but the last few kilobytes is held back, however long the table grows.
func TestLongTablesAreNotHeld(t *testing.T) {
	for _, f := range []Format{CSV, XLSX} {
		w, err := NewWriter(f, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		row := make([]string, 14)
		for i := range row {
			row[i] = "Jalan Contoh Nomor Sembilan Puluh Sembilan"
		}
		held := func(rows int) uint64 {
			for range rows {
				if err := w.Write(row); err != nil {
					t.Fatal(err)
				}
			}
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		few, many := held(100), held(20_000) // 12 MB of cells
		if many > few+3<<20 {
			t.Errorf("%s: %d bytes are held after 20,000 rows, %d after 100", f, many, few)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
