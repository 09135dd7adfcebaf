package console

import (
	"encoding/csv"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"sapa/store"
)

const why = "Laporan bulanan kepada kepala bidang"

// table reads an answer as the table it is.
func (p page) table(t *testing.T) [][]string {
	t.Helper()
	if !strings.HasPrefix(p.header.Get("Content-Disposition"), "attachment; filename=\"permohonan-2026-11-23") {
		t.Fatalf("no attachment: %d %s", p.status, text(p.body))
	}
	if strings.HasSuffix(p.header.Get("Content-Disposition"), `.csv"`) {
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.body, "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	book, err := excelize.OpenReader(strings.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Sapa")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestExport(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("yusuf", store.RoleSupervisor, "")
	r.officer("ani", store.RoleAuditor, "")
	for i := range 7 {
		r.apply([]string{"64.72", "64.71"}[i%2])
	}
	y := r.as("yusuf")
	y.get("/permohonan?program=wrse&tahun=2026&sesudah=1").want(t, 200, `"/kantor/permohonan/ekspor?program=wrse&amp;tahun=2026"`)
	y.get("/permohonan/ekspor?wilayah=64.72").want(t, 200, "Kota Samarinda", "Unduh data lengkap")
	r.as("rina").get("/permohonan/ekspor").want(t, 200, "Kota Samarinda").lacks(t, "Unduh data lengkap")
	for _, bad := range []string{"", "singkat", "Diminta untuk NIK 6472 0345 0785 9911", strings.Repeat("x", 201)} {
		y.post("/permohonan/ekspor", "alasan", bad).want(t, 422, "Tulis alasan")
	}
	if log := strings.Join(r.logged(), "\n"); strings.Contains(log, "case.export") {
		t.Errorf("what was not given is in the log: %s", log)
	}
	for _, format := range []string{"xlsx", "csv"} {
		rows := y.post("/permohonan/ekspor?urut=lama", "alasan", why, "bentuk", format).want(t, 200).table(t)
		if len(rows) != 8 || rows[1][0] != "WRSE-2026-000001" || rows[7][0] != "WRSE-2026-000007" {
			t.Fatalf("%s: %d rows: %q", format, len(rows), rows)
		}
		if nik, name := rows[1][slices.Index(rows[0], "NIK")], rows[1][slices.Index(rows[0], "Nama")]; nik != "6472********9901" || name != "S*** A*****" {
			t.Errorf("%s: not masked: %s, %s", format, nik, name)
		}
	}
	if rows := r.as("rina").post("/permohonan/ekspor", "alasan", why, "bentuk", "xlsx").want(t, 200).table(t); len(rows) != 5 {
		t.Errorf("an officer of Samarinda gets %d of 4 rows", len(rows)-1)
	}
	r.as("ani").post("/permohonan/ekspor/lengkap", "alasan", why, "sadar", "ya").want(t, 403)
	y.post("/permohonan/ekspor/lengkap", "alasan", why).want(t, 422, "bertanggung jawab")
	rows := y.post("/permohonan/ekspor/lengkap?wilayah=64.71", "alasan", why, "sadar", "ya", "bentuk", "xlsx").want(t, 200).table(t)
	if len(rows) != 4 || !slices.Contains(rows[1], "6472034507859906") || !slices.Contains(rows[1], "Siti Aminah") {
		t.Errorf("in full: %q", rows)
	}
	log := strings.Join(r.logged(), "\n")
	for _, want := range []string{"yusuf case.export  xlsx masked; " + why, "yusuf case.exported  7; csv masked", "rina case.exported  4; xlsx masked wilayah=64.72",
		"yusuf case.export  xlsx full wilayah=64.71; " + why, "yusuf case.exported  3; xlsx full"} {
		if !strings.Contains(log, want) {
			t.Errorf("the audit log lacks %q:\n%s", want, log)
		}
	}
}

// What breaks half-way must not look whole to the browser.
func TestExportBreaks(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("yusuf", store.RoleSupervisor, "")
	c := r.apply("64.72")
	for range 600 {
		r.cases++
		n := store.NewCase{Key: fmt.Sprint("banyak.", r.cases), Programme: "wrse", Year: 2026, Region: "64.72", Contact: c.Contact, Channel: "telegram", Person: store.Person{Name: "Siti"}, At: r.now()}
		_, err := r.db.OpenCase(r.context(), n)
		r.ok(err)
	}
	// The damaged case comes on the second page, when the first is sent.
	r.ok(r.db.Write(r.context(), func(tx *sqliteTx) error {
		_, err := tx.Exec(`UPDATE cases SET who_sealed = x'00' WHERE number = $1`, c.Number)
		return err
	}))
	s := r.as("yusuf")
	form := url.Values{"bentuk": {"csv"}, "alasan": {why}}
	resp, err := s.http.Do(r.form("/permohonan/ekspor", "application/x-www-form-urlencoded", strings.NewReader(form.Encode())))
	if err != nil {
		return // cut off before the first byte was on its way
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err == nil {
		t.Errorf("half a list looks like a whole one: %d %d bytes", resp.StatusCode, len(body))
	}
}
