package imports

import (
	"bytes"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"sapa/bot/sheet"
	"sapa/store"
	"sapa/store/sqlite"
	"sapa/store/vault"
)

// rig is an importer over a real database that can be closed and opened again.
type rig struct {
	t     *testing.T
	path  string
	vault *vault.Vault
	db    *sqlite.DB
	imp   *Importer
}

func noon() time.Time { return time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) }

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, path: filepath.Join(t.TempDir(), "sapa.db"), vault: vault.Memory()}
	r.open()
	t.Cleanup(r.close)
	return r
}

func (r *rig) open() {
	r.t.Helper()
	var err error
	r.db, err = sqlite.Open(r.t.Context(), r.path, r.vault)
	r.ok(err)
	r.imp = New(r.db, r.vault.Files(), noon, slog.New(slog.DiscardHandler))
}

func (r *rig) close() {
	r.imp.Close()
	if err := r.db.Close(); err != nil {
		r.t.Errorf("Close: %v", err)
	}
}

func (r *rig) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// check takes a table of text to the check.
func (r *rig) check(kind store.ImportKind, data []byte) store.Import {
	r.t.Helper()
	u := Upload{Kind: kind, Name: "daftar.csv", Data: data, By: "yusuf"}
	if kind == store.ImportDTSEN {
		u.AsOf = "2026-09-30"
	}
	im, err := r.imp.Check(r.t.Context(), u)
	r.ok(err)
	return im
}

// confirm saves an import and waits until it is.
func (r *rig) confirm(id int64) store.Import {
	r.t.Helper()
	r.ok(r.db.ConfirmImport(r.t.Context(), id, "yusuf", noon()))
	r.ok(r.imp.Save(r.t.Context(), id, func(store.Import) {}))
	im, err := r.db.Import(r.t.Context(), id)
	r.ok(err)
	return im
}

// issues writes what is wrong, "row column name reason arg".
func issues(im store.Import) []string {
	var out []string
	for _, x := range im.Issues {
		out = append(out, fmt.Sprintf("%d %d %s %s%s", x.Row, x.Column, x.Name, x.Reason, x.Arg))
	}
	return out
}

// madeUp is the i-th of many made-up NIKs of women born on 5 July 1985; their serials begin with 99, and so that there
// are enough, the years differ.
func madeUp(i int) string {
	return fmt.Sprintf("6472%02d%02d%02d%02d99%02d", 1+i/100/12/50%10, 41+i/100/12/50/10%28, 1+i/100%12, 50+i/100/12%50, i%100)
}

// long is a table of many recipients. Some rows are spoilt, each in one of several ways.
func long(t *testing.T, f sheet.Format, rows int, spoilt map[int]int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := sheet.NewWriter(f, &b)
	if err != nil {
		t.Fatal(err)
	}
	put := func(cells ...string) {
		if err := w.Write(cells); err != nil {
			t.Fatal(err)
		}
	}
	put("DAFTAR PENERIMA BANTUAN")
	put("No", "Nama Penerima", "NIK", "Jenis Bantuan", "Tahun", "Kab/Kota", "Nilai (Rp)")
	for i := range rows {
		row := []string{fmt.Sprint(i + 1), "Siti Contoh", madeUp(i), "WRSE", "2024", "Kota Samarinda", "Rp3.000.000"}
		if way, ok := spoilt[i+3]; ok {
			row[ways[way].cell] = ways[way].text
		}
		put(row...)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ways are how rows are spoilt, and what is said of them.
var ways = []struct {
	cell       int
	text, want string
}{
	{2, "647203450785991", "3 nik nik_panjang15"}, {2, "6.47203450785991E+15", "3 nik nik_rusak"}, {2, "6472034507859O11x", "3 nik nik_huruf"},
	{2, "6472039907859911", "3 nik nik_salah"}, {2, "", "3 nik kosong"}, {1, "", "2 nama kosong"}, {3, "PKH", "4 program program"},
	{4, "2031", "5 tahun tahun"}, {5, "Kutai", "6 kabkota wilayah"}, {5, "6402", "6 kabkota wilayah_kode"}, {6, "tiga juta", "7 jumlah jumlah"},
}
