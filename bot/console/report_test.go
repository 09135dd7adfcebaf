package console

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"sapa/store"
)

// The figures of a report are those of the cases, of the kab/kota that the officer may see, also in the table behind a chart.
func TestReportCounts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("sari", store.RoleSupervisor, "")
	r.officer("lina", store.RoleAdmin, "")
	r.ok(r.db.SetQuota(r.context(), "wrse", []string{"64.72"}, 2026, 20, "lina", r.now()))
	approved, refused := r.apply("64.72"), r.apply("64.72")
	r.apply("64.74")
	r.wait(4 * 24 * time.Hour)
	r.decide(approved, store.CaseApproved, "", "sari")
	r.wait(10 * 24 * time.Hour)
	r.decide(refused, store.CaseRefused, "Data belum lengkap", "sari")

	p := r.as("sari").get("/laporan").want(t, 200, "<b>3</b>Permohonan masuk", "<b>1</b>Disetujui", "<b>1</b>Tidak disetujui", "<b>4</b>Hari sampai putusan",
		"4 hari; 9 dari 10 dalam 14 hari", "Samarinda", "Bontang", "1 dari 20", "1, kuota belum diisi", "23 Nov 2026 - 29 Nov 2026")
	row := regexp.MustCompile(`(?s)23 Nov 2026 - 29 Nov 2026</th>(.*?)</tr>`).FindStringSubmatch(p.body)[1]
	if got := regexp.MustCompile(`>(\d+)<`).FindAllString(row, -1); strings.Join(got, "") != ">3<>1<>0<" {
		t.Errorf("the week of the applications has %q", got)
	}
	if n := strings.Count(p.body, "<svg"); n < 5 {
		t.Errorf("%d drawings", n)
	}
	r.as("rina").get("/laporan?per=bulan").want(t, 200, "<b>2</b>Permohonan masuk", "November 2026").lacks(t, "Bontang")
	r.as("rina").get("/laporan?wilayah=64.74").want(t, 403)
	r.as("lina").get("/laporan?program=kube").want(t, 200, "<b>0</b>Permohonan masuk", "Belum ada putusan", "Belum ada kuota")
	for _, bad := range []string{"per=hari", "program=pkh", "tahun=1999", "wilayah=64.99"} {
		r.as("sari").get("/laporan?"+bad).want(t, 400)
	}
}

func TestChartsFitTheirFrame(t *testing.T) {
	t.Parallel()
	for _, most := range []int{0, 1, 3, 4, 7, 40, 99, 12345} {
		c := columns{Series: []string{"a", "b"}}
		for i := range periods {
			c.Rows = append(c.Rows, columnsRow{Short: "x", N: []int{most, i}})
		}
		c.draw()
		if len(c.Grid) < 2 || len(c.Grid) > 6 || len(c.Bars) != 2*periods || len(c.Labels) < 4 {
			t.Errorf("%d: %d lines, %d bars, %d names", most, len(c.Grid), len(c.Bars), len(c.Labels))
		}
		for _, b := range c.Bars {
			if b.X < chartLeft || b.X+b.W > chartWidth || b.Y < chartTop-0.01 || b.H < 0 || b.Y+b.H > chartFloor+0.01 {
				t.Errorf("%d: bar %+v sticks out", most, b)
			}
		}
	}
	for _, tt := range []struct{ percent, want int }{{1, 0}, {50, 2}, {75, 2}, {90, 30}, {100, 30}} {
		w := waited{days: map[int]int{0: 1, 2: 2, 30: 1}, N: 4}
		if got := w.within(tt.percent); got != tt.want {
			t.Errorf("%d of 100 within %d days, want %d", tt.percent, got, tt.want)
		}
	}
	if got := parts(10, 5, 0, 5); len(got) != 2 || got[1].X != 50 || got[1].Series != 3 {
		t.Errorf("parts %+v", got)
	}
}
