package imports

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/bot/sheet"
	"sapa/store"
	"sapa/store/sqlite"
)

// spoil spreads bad rows over a table and tells what must be said of each.
func spoil(bad, rows int) (spoilt map[int]int, want []string) {
	spoilt = map[int]int{}
	for i := range bad {
		row := 3 + i*rows/bad + i%7
		spoilt[row] = i % len(ways)
		want = append(want, fmt.Sprintf("%d %s", row, ways[i%len(ways)].want))
	}
	return spoilt, want
}

// saved counts who is kept as a recipient.
func (r *rig) saved(rows int) (n int) {
	r.t.Helper()
	for i := range rows {
		past, err := r.db.PastAid(r.t.Context(), madeUp(i), "", "")
		r.ok(err)
		n += len(past)
	}
	return n
}

// A file of 20,000 rows with 37 bad ones: each is named by row, column and reason, nothing is saved before somebody
// confirms, and then every good row is in once, also when the program is killed half-way and it is confirmed again.
func TestLongImport(t *testing.T) {
	t.Parallel()
	rows, bad := 20_000, 37
	if testing.Short() {
		rows = 2_000
	}
	for _, f := range []sheet.Format{sheet.CSV, sheet.XLSX} {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			spoilt, want := spoil(bad, rows)
			data := long(t, f, rows, spoilt)
			begun := time.Now()
			im := r.check(store.ImportRecipients, data)
			t.Logf("FIGURE check of %d rows of %s, %d bad: %d ms", rows, f, bad, time.Since(begun).Milliseconds())
			if d := cmp.Diff(want, issues(im)); d != "" || im.Bad != bad || im.Rows != rows {
				t.Fatalf("%d rows, %d bad: %s", im.Rows, im.Bad, d)
			}
			if n := r.saved(rows); n != 0 {
				t.Fatalf("%d rows are saved that nobody confirmed", n)
			}
			r.interrupt(im, rows)
			again := r.confirm(im.ID)
			if again.State != store.ImportDone || again.Added != rows-bad || r.saved(rows) != rows-bad {
				t.Errorf("after all: %s, %d added, %d saved of %d", again.State, again.Added, r.saved(rows), rows-bad)
			}
			if again.File != "" || again.Sample != nil {
				t.Errorf("what is not needed any more is kept: file %q, sample %q", again.File, again.Sample)
			}
			if _, _, err := r.vault.Files().Read(t.Context(), im.File); err == nil {
				t.Error("the file is still there")
			}
			whole := r.confirm(r.check(store.ImportRecipients, data).ID)
			if whole.Added != 0 || r.saved(rows) != rows-bad {
				t.Errorf("the same table again adds %d", whole.Added)
			}
		})
	}
}

// interrupt confirms an import and stops it twice, with the database closed and opened again between.
func (r *rig) interrupt(im store.Import, rows int) {
	r.t.Helper()
	for stop := range 2 {
		ctx, cancel := context.WithCancel(r.t.Context())
		r.ok(r.db.ConfirmImport(ctx, im.ID, "yusuf", noon()))
		chunks := 0
		err := r.imp.Save(ctx, im.ID, func(store.Import) {
			if chunks++; chunks >= rows/chunk/3 {
				cancel()
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			r.t.Fatalf("stop %d: %v", stop, err)
		}
		r.close()
		r.open()
		half, err := r.db.Import(r.t.Context(), im.ID)
		r.ok(err)
		if half.State != store.ImportSaving || half.Position <= im.Position || half.Position >= im.Last {
			r.t.Fatalf("stop %d: %s at row %d of %d", stop, half.State, half.Position, im.Last)
		}
		im = half
	}
}

func TestImportOfEachKind(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	lks := r.confirm(r.check(store.ImportRecipients, []byte("NIK;Nama;Program;Tahun;Kabupaten/Kota;Nama Lembaga;Bentuk;Jumlah;Keterangan\n"+
		";;Bantuan LKS;2023;64.72;Panti Contoh Kasih;uang;12.000.000;untuk 12 anak\n"+
		"6472034507859911;Siti Contoh;WRSE 2022;2022;Samarinda;;barang;3000000;gerobak\n"+
		"6472034507859911;Siti Contoh;KUBE;2023;Samarinda;Mawar;barang;;\n"+
		"6472034507859911;Siti Contoh;wrse;2022;Samarinda;;;;\n")).ID)
	if d := cmp.Diff([]string{"5 1 nik ganda3"}, issues(lks)); d != "" || lks.Added != 3 {
		t.Errorf("%d added: %s", lks.Added, d)
	}
	past, err := r.db.PastAid(t.Context(), "6472034507859911", "", "64.72")
	r.ok(err)
	if len(past) != 2 || past[0].Programme != "kube" || past[1].Amount != 3_000_000 || past[1].Note != "gerobak" {
		t.Errorf("past aid %+v", past)
	}
	if past, err := r.db.PastAid(t.Context(), "", "PANTI contoh-kasih", "64.72"); err != nil || len(past) != 1 || past[0].Year != 2023 {
		t.Errorf("past aid of an institution: %+v, %v", past, err)
	}
	if past, err := r.db.PastAid(t.Context(), "", "Panti Contoh Kasih", "64.71"); err != nil || len(past) != 0 {
		t.Errorf("of another kab/kota: %+v, %v", past, err)
	}
	villages := r.confirm(r.check(store.ImportVillages, []byte("Kode,Nama\n64.72.03.1001,Air Putih\n64.72.99.1001,Entah\n6472031001,Air Putih\n64.72.03.1002,\n64.72.03.1001,Air Putih\n")).ID)
	if d := cmp.Diff([]string{"3 1 kode kecamatan", "4 1 kode kode", "5 2 desa kosong", "6 1 kode ganda2"}, issues(villages)); d != "" {
		t.Error(d)
	}
	if all, err := r.db.Villages(t.Context(), "64.72.03"); err != nil || !slices.Equal(all, []store.Village{{Code: "64.72.03.1001", Name: "Air Putih"}}) {
		t.Errorf("villages %v, %v", all, err)
	}
}

func TestExtracts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	look := func(nik, region string, want store.Registration) {
		t.Helper()
		if got, err := r.db.RegistrationOf(t.Context(), nik, region); err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", nik, got, err, want)
		}
	}
	look(madeUp(1), "64.72", store.Registration{Region: "64.72"})
	old := r.check(store.ImportDTSEN, []byte("NIK,Kabupaten/Kota,Desil\n"+madeUp(1)+",Kota Samarinda,2\n"+madeUp(2)+",Balikpapan,desil 4\n"+madeUp(3)+",Balikpapan,11\n"))
	look(madeUp(1), "64.72", store.Registration{Region: "64.72"}) // nothing counts before it is saved whole
	r.confirm(old.ID)
	if d := cmp.Diff([]string{"4 3 desil desil"}, issues(old)); d != "" {
		t.Error(d)
	}
	look(madeUp(1), "64.72", store.Registration{Known: true, Listed: true, Region: "64.72", Decile: 2, AsOf: "2026-09-30"})
	look(madeUp(2), "64.72", store.Registration{Known: true, Listed: true, Region: "64.71", Decile: 4, AsOf: "2026-09-30"})
	look(madeUp(3), "64.72", store.Registration{Known: true, Region: "64.72", AsOf: "2026-09-30"})
	look(madeUp(3), "64.74", store.Registration{Region: "64.74"})
	newer, err := r.imp.Check(t.Context(), Upload{Kind: store.ImportDTSEN, Data: []byte("NIK,Kota\n" + madeUp(3) + ",Samarinda\n" + madeUp(2) + ",Balikpapan\n"), By: "yusuf", AsOf: "2026-11-01"})
	r.ok(err)
	r.confirm(newer.ID)
	look(madeUp(1), "64.72", store.Registration{Known: true, Region: "64.72", AsOf: "2026-11-01"})
	look(madeUp(3), "64.72", store.Registration{Known: true, Listed: true, Region: "64.72", AsOf: "2026-11-01"})
}

func TestImportIsDropped(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	data := []byte("Kode,Nama\n64.72.03.1001,Air Putih\n")
	im := r.check(store.ImportVillages, data)
	if same := r.check(store.ImportVillages, data); same.ID != im.ID {
		t.Errorf("the same table again is import %d, not %d", same.ID, im.ID)
	}
	r.ok(r.imp.Drop(t.Context(), im.ID, "yusuf"))
	r.ok(r.imp.Drop(t.Context(), im.ID, "yusuf"))
	if _, _, err := r.vault.Files().Read(t.Context(), im.File); err == nil {
		t.Error("the file of a dropped import is still there")
	}
	if err := r.imp.Confirm(t.Context(), im.ID, "yusuf"); !errors.Is(err, store.ErrConflict) {
		t.Errorf("confirmed after it was dropped: %v", err)
	}
	next := r.check(store.ImportVillages, data)
	if r.confirm(next.ID); next.ID == im.ID {
		t.Error("a dropped import came back")
	}
	if err := r.imp.Drop(t.Context(), next.ID, "yusuf"); !errors.Is(err, store.ErrConflict) {
		t.Errorf("dropped after it was saved: %v", err)
	}
}

// What stopped goes on by itself, and what nobody confirmed does not lie about.
func TestResume(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	im := r.check(store.ImportVillages, []byte("Kode,Nama\n64.72.03.1001,Air Putih\n"))
	r.ok(r.db.ConfirmImport(t.Context(), im.ID, "yusuf", noon()))
	forgotten := r.check(store.ImportVillages, []byte("Kode,Nama\n64.72.03.1002,Sempaja\n"))
	r.imp.now = func() time.Time { return noon().Add(unconfirmed + time.Hour) }
	r.ok(r.imp.Resume(t.Context()))
	r.imp.group.Wait()
	if got, err := r.db.Import(t.Context(), im.ID); err != nil || got.State != store.ImportDone {
		t.Errorf("%s, %v", got.State, err)
	}
	if got, err := r.db.Import(t.Context(), forgotten.ID); err != nil || got.State != store.ImportDropped || got.File != "" {
		t.Errorf("%s, %v", got.State, err)
	}
}

func TestTablesThatAreNone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var heading *HeadingError
	for name, tt := range map[string]struct {
		data string
		want func(error) bool
	}{
		"no heading": {"a,b\nc,d\n", func(err error) bool { return errors.As(err, &heading) }},
		"half": {"Nama,NIK,Tahun\nx,y,z\n", func(err error) bool {
			return errors.As(err, &heading) && slices.Equal(heading.Missing, []Column{Programme, Region})
		}},
		"empty":     {"NIK,Nama,Program,Tahun,Kota\n,,,\n\n", func(err error) bool { return errors.Is(err, ErrNoRows) }},
		"nothing":   {"\n", func(err error) bool { return errors.Is(err, ErrNoRows) }},
		"a picture": {"\x89PNG\x00", func(err error) bool { return errors.Is(err, sheet.ErrNotTable) }},
		"of whom":   {string(make([]byte, FileMost+1)), func(err error) bool { return errors.Is(err, ErrTooBig) }},
	} {
		if _, err := r.imp.Check(t.Context(), Upload{Kind: store.ImportRecipients, Data: []byte(tt.data), By: "yusuf"}); !tt.want(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, day := range []string{"", "30 September", "2027-01-01"} {
		if _, err := r.imp.Check(t.Context(), Upload{Kind: store.ImportDTSEN, Data: []byte("NIK,Kota\n"), By: "yusuf", AsOf: day}); !errors.Is(err, ErrDay) {
			t.Errorf("day %q: %v", day, err)
		}
	}
}

// Whoever is of one kab/kota brings in no rows of another.
func TestImportOfOneRegion(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	im, err := r.imp.Check(t.Context(), Upload{Kind: store.ImportDTSEN, Data: []byte("NIK,Kota\n" + madeUp(1) + ",Samarinda\n" + madeUp(2) + ",Bontang\n"), By: "sari", Region: "64.72", AsOf: "2026-09-30"})
	r.ok(err)
	if d := cmp.Diff([]string{"3 2 kabkota wilayah_lain"}, issues(im)); d != "" {
		t.Error(d)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte("NIK,Nama,Program,Tahun,Kota\n6472034507859911,Siti,WRSE,2024,Samarinda\n"))
	f.Add([]byte("Kode;Nama\n64.72.03.1001;Air Putih"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, kind := range store.ImportKinds() {
			last := 0
			err := tableOf(store.Import{Kind: kind, At: noon()}).walk(data, func(l *line) error {
				if l.row <= last {
					t.Errorf("row %d after row %d", l.row, last)
				}
				last = l.row
				if good := l.recipient != nil || l.registered != nil || l.village != nil; good == (len(l.issues) > 0) {
					t.Errorf("row %d is good: %v, and has %d issues", l.row, good, len(l.issues))
				}
				return nil
			})
			if err == nil && last == 0 {
				t.Error("no rows and no error")
			}
		}
	})
}

// Two processes that save one import at once, as serve and the command line may, put each row in once.
func TestTwoSaveAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	im := r.check(store.ImportRecipients, long(t, sheet.CSV, 5*chunk, nil))
	r.ok(r.db.ConfirmImport(t.Context(), im.ID, "yusuf", noon()))
	other, err := sqlite.Open(t.Context(), r.path, r.vault)
	r.ok(err)
	defer other.Close()
	second := New(other, r.vault.Files(), noon, slog.New(slog.DiscardHandler))
	defer second.Close()
	var group sync.WaitGroup
	for _, i := range []*Importer{r.imp, second} {
		group.Go(func() {
			if err := i.Save(t.Context(), im.ID, func(store.Import) {}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got, err := r.db.Import(t.Context(), im.ID); err != nil || got.State != store.ImportDone || got.Added != 5*chunk {
		t.Errorf("%s, %d added of %d, %v", got.State, got.Added, 5*chunk, err)
	}
}
