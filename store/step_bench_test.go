package store_test

import (
	"os"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/conversations/flowfile"
	"sapa/store"
)

// BenchmarkStep measures one answer in the middle of the WRSE application, with twelve answers given: the step alone, and
// with the session read from and written back to its stored form, as every turn does.
//
//	go test -run '^$' -bench Step ./store
func BenchmarkStep(b *testing.B) {
	flow, session := halfway(b)
	in := conversations.Heard{Message: conversations.Message{ID: "m99", Channel: "telegram", At: session.Touched.Add(time.Minute), Text: "Jalan Kenanga 7, RT 3"}}
	b.Run("alone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, effects := conversations.Step(flow, session, in); len(effects) == 0 {
				b.Fatal("nothing was said")
			}
		}
	})
	stored := store.WriteSession(session)
	b.Run("stored", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s, err := store.ReadSession(stored)
			if err != nil {
				b.Fatal(err)
			}
			s, _ = conversations.Step(flow, s, in)
			store.WriteSession(s)
		}
	})
}

// halfway gives the flow and a session that stands at the question for the address.
func halfway(tb testing.TB) (*conversations.Flow, conversations.Session) {
	tb.Helper()
	const name = "../conversations/seeds/daftar_wrse.flow.yaml"
	data, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	flow, err := flowfile.Parse(name, data, 1)
	if err != nil {
		tb.Fatal(err)
	}
	at := time.Date(2026, 8, 3, 9, 0, 0, 0, time.FixedZone("WITA", 8*3600))
	s := conversations.Session{ID: "7.1.0", Contact: "7", Locale: "id", Channel: "telegram", Flow: flow.Ref, Status: conversations.Waiting,
		At: "alamat", Turn: 12, Last: "m98", Began: at, Touched: at, Prompt: &conversations.Prompt{ID: "7.12.0", Typed: true},
		Trail: []conversations.NodeID{"setuju", "nik", "nama", "lahir", "kabkota", "kecamatan", "desa"},
		Answers: map[conversations.Slot]string{"setuju": "ya", "nik": "6472085708799917", "nama": "Siti Contoh", "tanggal_lahir": "1979-08-17",
			"kabkota": "64.72", "kecamatan": "64.72.03", "desa": "Air Putih", "jendela": "buka", "tahun": "2026", "program": "wrse", "tercatat": "ya"}}
	return flow, s
}
