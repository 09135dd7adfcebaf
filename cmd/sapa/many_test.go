package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sapa/bot/console"
	"sapa/conversations"
	"sapa/store"
	"sapa/store/sqlite"
)

// slowest is how long a page of the office may take, in server time and beside other work.
const slowest = 100 * time.Millisecond

// TestManyCases asks the console of a running program for its pages while it has 100,000 made-up cases, and takes the
// whole list away. The times are those of whoever asks over the loopback: more than the server's own.
func TestManyCases(t *testing.T) {
	count := 100_000
	if testing.Short() {
		count = 3_000
	}
	data := t.TempDir()
	fill(t, data, count)
	p := serve(t, []string{"SAPA_DATA=" + data}, "--demo")
	defer p.kill()
	v := visit(t, p)
	if status, _ := v.signIn("penyelia", console.DemoPassword); status != 200 {
		t.Fatalf("the penyelia gets %d", status)
	}
	before, _ := resident(t, p.cmd.Process.Pid)
	for _, path := range []string{"", "?program=wrse", "?wilayah=64.72", "?status=diperiksa_kabkota", "?status=disetujui&urut=lama", "?tahun=2026", "?tahun=2024", "?umur=30", "?umur=60&urut=lama",
		"?oleh=petugas", "?lewat=ya", "?urut=lama", "?program=terencana&wilayah=64.72&status=disetujui&tahun=2026&umur=14", "?program=kube", "?program=kube&tahun=2023", "?wilayah=64.72&tahun=2023", "?program=lks&wilayah=64.11&status=disalurkan&oleh=penyelia&lewat=ya",
		"?wilayah=64.72&lewat=ya", "?oleh=penyelia&status=diajukan", "?sesudah=50000", "?wilayah=64.74&sesudah=200", "?status=diajukan&umur=60", "?wilayah=64.72&umur=60&program=wrse"} {
		v.timed(t, "queue "+path, "Permohonan", func() (int, string) { return v.ask("/kantor/permohonan"+path, nil) })
	}
	for what, line := range map[string]string{"NIK": manyNIK(count / 6 * 3), "phone": manyPhone(count / 6 * 3), "name": "siti aminah", "rare name": "Wulandari", "number": "WRSE-2026-000042"} {
		v.timed(t, "search by "+what, "/kantor/permohonan/", func() (int, string) { return v.ask("/kantor/cari", url.Values{"cari": {line}}) })
	}
	v.timed(t, "case", "WRSE-2026-000042", func() (int, string) { return v.ask("/kantor/permohonan/WRSE-2026-000042", nil) })
	v.timed(t, "start", "Beranda", func() (int, string) { return v.ask("/kantor/", nil) })
	pages, _ := resident(t, p.cmd.Process.Pid)
	for _, format := range []string{"xlsx", "csv"} {
		begun := time.Now()
		status, table := v.ask("/kantor/permohonan/ekspor", url.Values{"bentuk": {format}, "alasan": {"Ukuran pada banyak permohonan"}})
		took := time.Since(begun)
		if rows := rowsOf(t, format, table); status != 200 || rows != count+1+len(demoCases()) {
			t.Errorf("%s: status %d, %d rows of %d", format, status, rows, count)
		}
		t.Logf("FIGURE export of %d cases as %s: %d ms, %.1f MB", count, format, took.Milliseconds(), float64(len(table))/1e6)
	}
	_, peak := resident(t, p.cmd.Process.Pid)
	t.Logf("FIGURE memory with %d cases: %d MB at the start, %d MB after the pages, %d MB at its peak with the exports", count, before, pages, peak)
	if peak > 300 {
		t.Errorf("%d MB with %d cases", peak, count)
	}
}

// timed asks for a page some times and holds the median to the limit.
func (v *visitor) timed(t *testing.T, what, want string, ask func() (int, string)) {
	t.Helper()
	const times = 9
	var took []time.Duration
	for range times {
		begun := time.Now()
		status, page := ask()
		took = append(took, time.Since(begun))
		if status != 200 || !strings.Contains(page, want) {
			t.Fatalf("%s: status %d, %s", what, status, page[:min(len(page), 500)])
		}
	}
	slices.Sort(took)
	t.Logf("FIGURE %s: %.1f ms, at most %.1f ms", what, took[times/2].Seconds()*1000, took[times-1].Seconds()*1000)
	if took[times/2] > slowest {
		t.Errorf("%s takes %s", what, took[times/2])
	}
}

// rowsOf counts the rows of a table, its heading too.
func rowsOf(t *testing.T, format, table string) int {
	t.Helper()
	if format == "csv" {
		return strings.Count(table, "\r\n")
	}
	z, err := zip.NewReader(strings.NewReader(table), int64(len(table)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for r := bufio.NewReader(f); ; {
		line, err := r.ReadBytes('\n')
		n += bytes.Count(line, []byte("<row>"))
		if err == io.EOF {
			return n
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// manyNIK is the i-th of 336,000 made-up NIKs of women born in 1950; the serials begin with 99.
func manyNIK(i int) string {
	return fmt.Sprintf("6472%02d%02d%02d5099%02d", 1+i/33_600%10, 41+i/1200%28, 1+i/100%12, i%100)
}

func manyPhone(i int) string { return fmt.Sprintf("+62812%08d", i) }

// fill makes a data folder with many cases, over programmes, kab/kota, statuses and years.
func fill(t *testing.T, data string, count int) {
	t.Helper()
	for _, programme := range manyProgrammes {
		for _, year := range manyYears {
			must(t, data, "", "programme", "window", programme, "--open", "--year", fmt.Sprint(year))
		}
	}
	cfg := Config{Data: data, Timezone: "Asia/Makassar"}
	h, err := open(t.Context(), &cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer h.leave()
	begun, now, step := time.Now(), time.Now(), 300*24*time.Hour/time.Duration(count)
	var group sync.WaitGroup
	room := make(chan struct{}, 256)
	for i := range count {
		room <- struct{}{}
		group.Go(func() {
			defer func() { <-room }()
			if _, err := h.db.OpenCase(t.Context(), manyCase(i, manyYears[i*len(manyYears)/count], now.Add(-time.Duration(count-i)*step))); err != nil {
				t.Errorf("case %d: %v", i, err)
			}
		})
	}
	group.Wait()
	if err := spread(t.Context(), h.db, now); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cases are made in %s", count, time.Since(begun).Round(time.Millisecond))
}

// What the cases are spread over.
var (
	manyProgrammes = []string{"wrse", "kube", "terencana"}
	manyYears      = []int{2023, 2024, 2025, 2026}
)

func manyCase(i, year int, at time.Time) store.NewCase {
	names := []string{"Siti Aminah", "Rahmah", "Juleha Sari", "Nurhayati", "Maryam Binti Contoh", "Fatimah", "Dewi Lestari", "Halimah Tus", "Ani", "Rusminah"}
	name := names[i%len(names)]
	if i%5000 == 7 {
		name = "Wulandari Contoh"
	}
	region := store.Regions()[i%10]
	return store.NewCase{Key: fmt.Sprint("banyak.", i), Programme: manyProgrammes[i%3], Year: year, Region: region, District: region + ".01", Village: "Contoh",
		Contact: conversations.ContactID(fmt.Sprint(900_000 + i)), Channel: "telegram", Answers: map[string]string{"nama": name, "rencana_usaha": "Gerobak dan kompor"},
		Person: store.Person{NIK: manyNIK(i), Name: name, Birth: "1985-07-05", Phone: manyPhone(i), Address: "Jalan Contoh 9 RT 4"}, At: at}
}

// spread gives the cases the statuses, officers and days that years of work would.
func spread(ctx context.Context, db *sqlite.DB, now time.Time) error {
	for i, s := range store.Statuses() {
		err := db.Write(ctx, func(tx *sqlite.Tx) error {
			_, err := tx.Exec(`UPDATE cases SET status = $1, takes_place = $2, officer = CASE WHEN id % 7 = 0 THEN 'petugas' WHEN id % 7 = 1 THEN 'penyelia' ELSE '' END,
				due = CASE WHEN $3 THEN NULL WHEN id % 50 = 0 THEN $4 ELSE $5 END WHERE id / 10 % 10 = $6`,
				string(s), s.TakesPlace(), s.Closed(), now.Add(-48*time.Hour), now.Add(10*24*time.Hour), i)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
