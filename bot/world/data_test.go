package world

import (
	"strings"
	"testing"
)

func TestShowMyDataIsMasked(t *testing.T) {
	t.Parallel()
	r := filed(t)
	want(t, r.find(r.budi, "show_my_data", nil), slots{"data_saya": "Kami belum menyimpan data permohonan, pengaduan, atau persetujuan Anda."})
	r.find(r.siti, "record_consent", args{"jawaban": "ya", "node": "setuju"})
	r.find(r.siti, "record_consent", args{"jawaban": "tidak", "node": "setuju"})
	r.find(r.siti, "open_complaint", args{"aduan": "Diminta uang."})
	r.find(r.siti, "open_ticket", args{"alasan": "x"})
	r.tell(r.siti, "subscribe", args{"program": "kube", "wilayah": ""})
	r.find(r.siti, "request_erasure", nil)
	got := r.find(r.siti, "show_my_data", nil)["data_saya"]
	for _, line := range []string{"- nama S*** A*****, NIK 6472********9901, lahir 1985-**-**, telepon ", "- Permohonan WRSE-2026-000001, 3 Agustus 2026: Diajukan",
		"- Pengaduan ADU-2026-0001, 3 Agustus 2026", "- Permintaan bicara dengan petugas TKT-2026-0001, ", "- Persetujuan, 3 Agustus 2026",
		"- Tidak menyetujui, 3 Agustus 2026", "- Minta diberi tahu saat pendaftaran Bantuan usaha KUBE dibuka", "- Permintaan hapus data DATA-2026-0001, "} {
		if !strings.Contains(got, line) {
			t.Errorf("data_saya lacks %q:\n%s", line, got)
		}
	}
	told := sitiTold()
	for _, slot := range []string{"nik", "nama", "telepon", "alamat", "tanggal_lahir"} {
		if strings.Contains(got, told[slot]) {
			t.Errorf("data_saya shows the whole %s", slot)
		}
	}
	r.tell(r.siti, "withdraw_consent", nil)
	if got := r.find(r.siti, "show_my_data", nil)["data_saya"]; !strings.Contains(got, "- Persetujuan, 3 Agustus 2026, sudah dicabut") {
		t.Errorf("data_saya = %s", got)
	}
}

func TestRequestErasureIsDueInThreeDays(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	want(t, r.find(r.siti, "request_erasure", nil), slots{"nomor_permintaan": "DATA-2026-0001", "paling_lambat": "6 Agustus 2026 pukul 10.15 WITA"})
}

func TestStopAndResumeNews(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	stopped := func() bool {
		c, err := r.db.Contact(t.Context(), r.siti)
		if err != nil {
			t.Fatal(err)
		}
		return !c.Stopped.IsZero()
	}
	r.tell(r.siti, "stop_news", nil)
	if !stopped() {
		t.Error("stop_news did not stop")
	}
	r.tell(r.siti, "resume_news", nil)
	if stopped() {
		t.Error("resume_news did not resume")
	}
}
