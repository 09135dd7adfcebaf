package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

type numbered struct {
	Row   int
	Cells []string
}

func readAll(t *testing.T, data []byte) []numbered {
	t.Helper()
	r, err := NewReader(data)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out []numbered
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, numbered{r.Row(), cells})
	}
}

func TestReadText(t *testing.T) {
	t.Parallel()
	want := []numbered{{1, []string{"NIK", "Nama"}}, {3, []string{"6472034507859911", "Siti, Hj."}}}
	for _, text := range []string{
		"\ufeffNIK,Nama\r\n\r\n\"6472034507859911\",\"Siti, Hj.\"\r\n",
		"NIK;Nama\n\n'6472034507859911; Siti, Hj. \n",
		"NIK\tNama\n\n\u00a06472034507859911\tSiti, Hj.",
	} {
		if d := cmp.Diff(want, readAll(t, []byte(text))); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
	if got := readAll(t, []byte("Nama\nRen\xe9\n")); got[1].Cells[0] != "René" {
		t.Errorf("Latin-1: %v", got)
	}
}

func TestReadExcel(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	defer book.Close()
	for at, v := range map[string]any{"A1": "NIK", "B1": "Jumlah", "A4": "6472034507859911", "B4": 3000000, "A5": 6472034507859911.0, "B5": 64.72} {
		if err := book.SetCellValue("Sheet1", at, v); err != nil {
			t.Fatal(err)
		}
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	got := readAll(t, b.Bytes())
	if len(got) != 5 || !cmp.Equal(got[3], numbered{4, []string{"6472034507859911", "3000000"}}) || got[4].Cells[1] != "64.72" || got[4].Row != 5 {
		t.Errorf("read %v", got)
	}
	own := [][]string{{"NIK", "Nama"}, {"6472034507859911", "Siti"}}
	for _, f := range []Format{CSV, XLSX} {
		if got := readAll(t, written(t, f, own)); len(got) != 2 || !cmp.Equal(got[1].Cells, own[1]) {
			t.Errorf("%s is read back as %v", f, got)
		}
	}
}

func TestNoTable(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	for range unzipped>>20 + 1 {
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		data []byte
		want error
	}{
		"empty": {nil, ErrNotTable}, "picture": {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), ErrNotTable}, "half a zip": {[]byte("PK\x03\x04rusak"), ErrNotTable}, "bomb": {bomb.Bytes(), ErrTooLong},
	} {
		if _, err := NewReader(tt.data); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r, err := NewReader([]byte(strings.Repeat("a,b\n", RowsMost+1)))
	for err == nil {
		_, err = r.Read()
	}
	if !errors.Is(err, ErrTooLong) {
		t.Errorf("a table without end: %v", err)
	}
}
