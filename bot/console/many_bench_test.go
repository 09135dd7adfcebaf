package console

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// BenchmarkWith100000Cases asks for pages over HTTP that count among 100,000 cases of half a year, half of them overdue.
func BenchmarkWith100000Cases(b *testing.B) {
	r := newRig(b)
	r.officer("sari", store.RoleSupervisor, "")
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("nur", store.RoleAuditor, "")
	r.fill(100_000)
	for _, p := range []struct{ name, login, path string }{
		{"start, province", "sari", "/"}, {"start, one kab/kota", "rina", "/"}, {"start, auditor", "nur", "/"},
		{"report, weeks", "sari", "/laporan"}, {"report, months", "nur", "/laporan?per=bulan"}, {"report, one kab/kota", "rina", "/laporan?program=wrse"},
		{"waiting list", "sari", "/program/wrse/64.72/tunggu"}, {"queue", "sari", "/permohonan"},
	} {
		b.Run(p.name, func(b *testing.B) {
			s := &someone{rig: r, http: r.as(p.login).http}
			for b.Loop() {
				if got := s.get(p.path); got.status != http.StatusOK {
					b.Fatal(got.status, text(got.body))
				}
			}
		})
	}
}

// fill files many applications at once, as many share one commit, and moves them on.
func (r *rig) fill(many int) {
	r.t.Helper()
	var wg sync.WaitGroup
	next := make(chan int)
	for range 64 {
		wg.Go(func() {
			for i := range next {
				_, err := r.db.OpenCase(r.context(), store.NewCase{Key: fmt.Sprint("banyak.", i), Programme: []string{"wrse", "kube", "terencana"}[i%3], Year: 2026,
					Region: store.Regions()[i%10], Contact: conversations.ContactID(fmt.Sprint(i)), Channel: "telegram", Answers: map[string]string{"nama": "Siti Aminah"},
					Person: store.Person{NIK: fmt.Sprintf("6472%06d%06d", 300000+i%29, i), Name: "Siti Aminah"}, At: r.now().Add(-time.Duration(i) * 155 * time.Second)})
				if err != nil {
					r.t.Error(err)
				}
			}
		})
	}
	for i := range many {
		next <- i
	}
	close(next)
	wg.Wait()
	r.ok(r.db.Write(r.context(), func(tx *sqliteTx) error {
		for _, q := range []string{
			`UPDATE cases SET status = CASE id % 10 WHEN 0 THEN 'daftar_tunggu' WHEN 1 THEN 'disetujui' WHEN 2 THEN 'tidak_disetujui' WHEN 3 THEN 'diperiksa_provinsi' ELSE status END`,
			`UPDATE cases SET decided = opened + (id % 30) * 86400000, decided_as = status WHERE status IN ('disetujui', 'tidak_disetujui')`,
			`UPDATE cases SET officer = 'rina' WHERE region = '64.72' AND id % 33 = 0`,
			`UPDATE case_promises SET kept = due - 1 WHERE case_id % 3 > 0`,
		} {
			if _, err := tx.Exec(q); err != nil {
				return err
			}
		}
		return nil
	}))
}
