package conversations_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/conversations/flowfile"
	"sapa/conversations/seeds"
)

// shipped reads the flows that we ship.
func shipped(t testing.TB) *conversations.Library {
	t.Helper()
	names, err := fs.Glob(seeds.Files, "*.flow.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var flows []*conversations.Flow
	for _, name := range names {
		data, err := fs.ReadFile(seeds.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := flowfile.Parse(name, data, 1)
		if err != nil {
			t.Fatal(err)
		}
		flows = append(flows, f)
	}
	return conversations.NewLibrary(flows)
}

// chaos drives a talk by the bytes of a fuzzer.
type chaos struct {
	t      testing.TB
	lib    *conversations.Library
	data   []byte
	s      conversations.Session
	now    time.Time
	heard  int
	alarms map[string]time.Time
	ids    map[string]bool
}

func (c *chaos) next(n int) int {
	if len(c.data) == 0 {
		return 0
	}
	b := c.data[0]
	c.data = c.data[1:]
	return int(b) % n
}

// things that people say, answers of every kind, commands, and nonsense.
var things = []string{"ya", "tidak", "gak tau", "menu", "batal", "kembali", "petugas", "stop", "mulai", "bantuan", "daftar", "daftar wrse",
	"daftar kube", "daftar lks", "ajukan bantuan lansia", "cek status", "cek kelayakan", "info pkh", "pengumuman", "pungli 200 ribu di kelurahan saya kemarin",
	"data saya", "hapus data saya", "assalamualaikum", "makasih min", "saya lapar belum makan dari kemarin", "6472034507859911", "siti aminah",
	"5 juli 1985", "samarinda", "kutai", "loa janan ilir", "sambutan", "Jl. Mawar 5 RT 2", "081250001234", "cerai mati", "janda", "800 ribu", "7", "45",
	"1", "2", "3", "4", "5", "8", "99", "lewati", "lanjut", "ubah 2", "ubah", "ubah nama", "wrse 2026 1", "", " ", "{nama}", "🙏", "\x00\xff", "lainnya",
	"jualan gorengan", "nanti saja", "simpan dulu", "WRSE-2026-000001", "perempuan", "terserah"}

// values that the world may find, by slot; any other slot is a word or empty.
var values = map[conversations.Slot][]string{
	"jendela": {"buka", "buka", "tutup", "penuh"}, "ganda": {"", "", "sendiri", "lain"}, "hasil_kirim": {"diterima", "daftar_tunggu", "tutup", "penuh", "ganda", ""},
	"kasus": {"ada", "perlu_bukti", "tidak_ada", "bukti_salah", "terlalu_sering", ""}, "bisa_daftar": {"ya", "tidak"},
	"saran_daftar": {"", "daftar_wrse", "daftar_kube", "daftar_lks", "daftar_terencana"}, "kantor_buka": {"ya", "tidak"},
	"tanya": {"umur", "dtsen", "penghasilan", "jenis_kelamin", "jumlah_anggota", "badan_hukum", "selesai", "selesai", "", "tak_dikenal"},
	"nomor": {"", "WRSE-2026-000001"},
}

func (c *chaos) found(name string) map[conversations.Slot]string {
	out := map[conversations.Slot]string{}
	for _, v := range conversations.Verbs() {
		if v.Name != name {
			continue
		}
		for _, slot := range v.Gives {
			switch of := values[slot]; {
			case of != nil:
				out[slot] = of[c.next(len(of))]
			case len(slot) > 7 && slot[:7] == "daftar_":
				out[slot] = c.list(c.next(20))
			case c.next(3) > 0:
				out[slot] = "kata {kata} lain"
			}
		}
	}
	return out
}

func (c *chaos) list(n int) string {
	var pairs [][2]string
	for i := range n {
		pairs = append(pairs, [2]string{fmt.Sprint("p", i), fmt.Sprint("Pilihan ", string(rune('A'+i)))})
	}
	return conversations.List(pairs...)
}

// input is the next thing that happens.
func (c *chaos) input() conversations.Input {
	c.heard++
	c.now = c.now.Add(time.Duration(c.next(200)) * time.Minute)
	m := conversations.Message{ID: conversations.MessageID(fmt.Sprint("m", c.heard)), Channel: "terminal", From: "orang", At: c.now}
	if r := c.s.Request; r != nil && c.next(8) > 0 {
		return conversations.Found{Request: r.Key, Slots: c.found(r.Name), At: c.now}
	}
	switch c.next(16) {
	case 0:
		return conversations.Taken{By: "petugas", At: c.now}
	case 1, 2:
		return conversations.Freed{At: c.now}
	case 3:
		return c.ring()
	case 4:
		m.Media = []conversations.Media{{Kind: []conversations.MediaKind{"photo", "document", "voice", "sticker", "contact", "other", "?"}[c.next(7)],
			Ref: []string{"", "berkas"}[c.next(2)], Phone: "+6281250001234"}}
	case 5:
		m.Event = []conversations.Event{conversations.Edited, conversations.Left, conversations.Returned}[c.next(3)]
	case 6:
		m.Start = []string{"wrse", "kube", "lks", "apa-ini", "@", ":"}[c.next(6)]
	case 7:
		m.Tap = &conversations.Tap{Prompt: "1.0.0", Choice: conversations.ChoiceID([]string{"ya", "@menu", "@daftar_wrse", "@info_program:wrse", "@tak_ada", ""}[c.next(6)])}
	case 8, 9, 10:
		m.Tap = c.tap()
	default:
		m.Text = things[c.next(len(things))]
	}
	return conversations.Heard{Message: m}
}

func (c *chaos) tap() *conversations.Tap {
	if c.s.Prompt == nil || len(c.s.Prompt.Shown()) == 0 {
		return &conversations.Tap{}
	}
	shown := c.s.Prompt.Shown()
	return &conversations.Tap{Prompt: c.s.Prompt.ID, Choice: shown[c.next(len(shown))].ID}
}

func (c *chaos) ring() conversations.Input {
	names := []string{"draft:tak_ada"}
	for name := range c.alarms {
		names = append(names, name)
	}
	slices.Sort(names)
	name := names[c.next(len(names))]
	if at, ok := c.alarms[name]; ok && at.After(c.now) {
		c.now = at
	}
	delete(c.alarms, name)
	return conversations.Rang{Alarm: name, At: c.now}
}

// step feeds one input and checks what every step promises.
func (c *chaos) step() {
	in, before := c.input(), stored(c.s)
	s, effects := conversations.Converse(c.lib, c.s, in)
	if stored(c.s) != before {
		c.t.Fatalf("%T changed the session it was given", in)
	}
	if again, more := conversations.Converse(c.lib, c.s, in); stored(again) != stored(s) || !reflect.DeepEqual(effects, more) {
		c.t.Fatalf("%T: the same step gave something else", in)
	}
	for _, e := range effects {
		if c.ids[e.ID()] {
			c.t.Fatalf("two effects are called %s", e.ID())
		}
		c.ids[e.ID()] = true
		c.effect(e)
	}
	c.stands(s, in)
	c.s = restored(c.t, s)
}

func (c *chaos) effect(e conversations.Effect) {
	switch e := e.(type) {
	case conversations.Say:
		if len(e.Reply.Texts) == 0 {
			c.t.Fatalf("said nothing at %s/%s: %+v", c.s.Flow.ID, c.s.At, e.Reply)
		}
	case conversations.SetAlarm:
		c.alarms[e.Name] = e.At
		if e.At.IsZero() {
			delete(c.alarms, e.Name)
		}
	case conversations.Fault:
		c.t.Fatal("fault: " + e.Problem)
	}
}

// stands checks that somebody can always go on with the talk.
func (c *chaos) stands(s conversations.Session, in conversations.Input) {
	f := c.lib.Revision(s.Flow)
	switch s.Status {
	case "": // never talked
	case conversations.Waiting:
		if s.Prompt != nil && s.Prompt.Resume != "" {
			break
		}
		if s.Prompt == nil || f == nil || f.Nodes[s.At] == nil || f.Nodes[s.At].Ask == nil {
			c.t.Fatalf("after %T the talk waits at %s/%s for nothing", in, s.Flow.ID, s.At)
		}
	case conversations.Asking:
		if s.Request == nil {
			c.t.Fatalf("after %T the talk asks nothing of the world", in)
		}
	case conversations.Done:
		if len(s.Answers) > 0 || len(s.Trail) > 0 || s.Prompt != nil {
			c.t.Fatalf("after %T an ended talk keeps answers", in)
		}
	case conversations.WithOfficer:
	default:
		c.t.Fatalf("status %q", s.Status)
	}
}

// FuzzStep plays talks of every kind of input, in any order, on the shipped flows.
func FuzzStep(f *testing.F) {
	lib := shipped(f)
	random := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		data := make([]byte, 1200)
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := &chaos{t: t, lib: lib, data: data, now: noon, s: conversations.Session{Contact: "7"}, alarms: map[string]time.Time{}, ids: map[string]bool{}}
		for len(c.data) > 0 {
			c.step()
		}
	})
}
