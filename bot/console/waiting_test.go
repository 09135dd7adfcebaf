package console

import (
	"strings"
	"testing"
	"time"

	"sapa/store"
)

// A waiting list says why each stands where it stands, is changed with a reason only, and gives a free place to the first.
func TestWaitingList(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("sari", store.RoleSupervisor, "64.72")
	r.officer("nur", store.RoleAuditor, "")
	r.officer("lina", store.RoleAdmin, "")
	holds, first, second := r.apply("64.72"), r.waits("64.72"), r.waits("64.72")
	r.ok(r.db.SetQuota(r.context(), "wrse", []string{"64.72"}, 2026, 1, "lina", r.now()))
	at := "/program/wrse/64.72/tunggu"

	s, n := r.as("sari"), r.as("nur")
	p := s.get(at).want(t, 200, "Belum ada tempat kosong", "Mengajukan 23 November 2026").lacks(t, "/tunggu/panggil")
	if strings.Index(p.body, first.Number) > strings.Index(p.body, second.Number) {
		t.Error("the later one stands first")
	}
	for _, bad := range [][]string{{"prioritas", "10", "alasan", "a"}, {"prioritas", "banyak", "alasan", "a"}, {"prioritas", "", "alasan", "a"}, {"prioritas", "3", "alasan", "  "},
		{"prioritas", "3", "alasan", strings.Repeat("a", noteMost+1)}} {
		s.post(at+"/urutan", append(bad, "nomor", second.Number)...).want(t, 422)
	}
	s.post(at+"/urutan", "nomor", holds.Number, "prioritas", "3", "alasan", "a").want(t, 409, "tidak menunggu di daftar ini")
	r.as("rina").post(at+"/urutan", "nomor", second.Number, "prioritas", "3", "alasan", "a").want(t, 403)
	s.post(at+"/urutan", "nomor", second.Number, "prioritas", "+3", "alasan", "Rumahnya terbakar").want(t, 303)
	p = s.get(at).want(t, 200, "Prioritas &#43;3", "Rumahnya terbakar")
	if strings.Index(p.body, first.Number) < strings.Index(p.body, second.Number) {
		t.Error("the priority does not count")
	}
	n.get(at).want(t, 200, "Prioritas &#43;3").lacks(t, "Rumahnya terbakar", "/tunggu/urutan")
	r.as("lina").get("/program/wrse/64.72").want(t, 200).lacks(t, "/tunggu")
	n.get("/jejak?tindakan=case.list").want(t, 200, "Daftar tunggu, WRSE, Kota Samarinda").lacks(t, "waiting")
	n.get("/program/wrse/64.72").want(t, 200, "/program/wrse/64.72/tunggu?tahun=2026")

	send := []string{"nomor", second.Number, "langkah", "kirim"}
	s.post(at+"/panggil", send...).want(t, 409, "Belum ada tempat kosong")
	r.ok(r.db.SetQuota(r.context(), "wrse", []string{"64.72"}, 2026, 2, "lina", r.now()))
	s.post(at+"/panggil").want(t, 200, "keluar dari daftar tunggu", second.Number)
	s.post(at+"/urutan", "nomor", first.Number, "prioritas", "4", "alasan", "Sakit keras").want(t, 303)
	s.post(at+"/panggil", send...).want(t, 409, "orang lain yang pertama")
	send[1] = first.Number
	s.post(at+"/panggil", send...).want(t, 303)
	got, err := r.db.CaseByNumber(r.context(), first.Number)
	r.ok(err)
	if got.Status != store.CaseSubmitted {
		t.Errorf("the first is %s", got.Status)
	}
	s.get(at).want(t, 200, second.Number).lacks(t, ">"+first.Number+"<")
	s.get("/program/wrse/64.74/tunggu").want(t, 403)
	s.get(at+"?tahun=1999").want(t, 400)
	s.get("/program/kube/64.72/tunggu").want(t, 200, "Tidak ada yang menunggu")
	s.post("/program/kube/64.72/tunggu/panggil").want(t, 409, "Tidak ada yang menunggu")
	if log := strings.Join(r.logged(), "\n"); !strings.Contains(log, "sari case.priority "+second.Number+" 3") || strings.Contains(log, "terbakar") {
		t.Errorf("the audit log: %s", log)
	}
}

// waits files an application that waits for a place.
func (r *rig) waits(region string) store.Case {
	r.t.Helper()
	c := r.apply(region)
	r.decide(c, store.CaseWaitlisted, "", store.Operator)
	r.wait(time.Minute)
	return c
}
