package conversations_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"sapa/conversations"
)

// disk is what outlives a power failure: messages accepted, effects done, the session, and what is still to be answered.
type disk struct {
	inbox   []conversations.Message
	answers int // messages closed
	done    map[string]bool
	effects []string // in the order they were done
	session string
}

// power fails at the n-th write.
type power struct{ left int }

type outage struct{}

// write does a write, unless the power fails before it.
func (p *power) write(do func()) {
	if p.left == 0 {
		panic(outage{})
	}
	p.left--
	do()
}

// run works until everything is answered or the power fails; it tells which.
func run(lib *conversations.Library, d *disk, p *power) (finished bool) {
	defer func() {
		if e := recover(); e != nil {
			if _, ok := e.(outage); !ok {
				panic(e)
			}
		}
	}()
	for {
		s := conversations.Session{Contact: "7"}
		if d.session != "" {
			if err := json.Unmarshal([]byte(d.session), &s); err != nil {
				panic(err)
			}
		}
		switch {
		case s.Request != nil:
			turn(lib, d, p, s, conversations.Found{Request: s.Request.Key, Slots: found(s.Request.Name), At: noon})
		case d.answers < len(d.inbox):
			turn(lib, d, p, s, conversations.Heard{Message: d.inbox[d.answers]})
			if !asking(d) {
				p.write(func() { d.answers++ })
			}
		default:
			return true
		}
	}
}

// asking tells whether the saved session waits for the world, so that its message is not answered yet.
func asking(d *disk) bool {
	var s conversations.Session
	_ = json.Unmarshal([]byte(d.session), &s) // a session that was never saved waits for nothing
	return s.Request != nil
}

// turn steps once: the effects are done under their IDs, then the session is saved.
func turn(lib *conversations.Library, d *disk, p *power, s conversations.Session, in conversations.Input) {
	s, effects := conversations.Converse(lib, s, in)
	for _, e := range effects {
		p.write(func() {
			if d.done[e.ID()] {
				return
			}
			d.done[e.ID()] = true
			b, _ := json.Marshal(e)
			d.effects = append(d.effects, fmt.Sprintf("%T %s", e, b))
		})
	}
	p.write(func() { d.session = stored(s) })
}

func found(request string) map[conversations.Slot]string {
	return map[string]map[conversations.Slot]string{
		"check_window":       {"jendela": "penuh"},
		"open_case":          {"nomor": "WRSE-2026-000001"},
		"list_announcements": {"daftar_pengumuman": conversations.List([2]string{"k1", "Satu"}, [2]string{"k2", "Dua"})},
	}[request]
}

func inbox(texts ...string) []conversations.Message {
	var out []conversations.Message
	for i, text := range texts {
		out = append(out, conversations.Message{ID: conversations.MessageID(fmt.Sprint("m", i)), Channel: "terminal", From: "orang",
			At: noon.Add(time.Duration(i) * time.Minute), Text: text})
	}
	return out
}

// TestPowerFailures cuts the power between any two writes, again and again, and expects the effects of an undisturbed day
// in the same order.
func TestPowerFailures(t *testing.T) {
	t.Parallel()
	lib := library(t)
	script := inbox("halo", "daftar wrse", "ya", "siti", "menu", "pengumuman", "1", "merah", "lanjut", "samarinda", "ganti kota",
		"samarinda", "ya", "sambutan", "Jl. Mawar 5", "qwerty", "7", "biru", "ubah 2", "kukar", "ya", "tenggarong", "batal", "tidak", "ya",
		"makasih", "pengumuman")
	calm := &disk{inbox: script, done: map[string]bool{}}
	writes := &power{left: 1 << 30}
	if !run(lib, calm, writes) {
		t.Fatal("the undisturbed day did not end")
	}
	total := 1<<30 - writes.left
	if len(calm.effects) < 40 {
		t.Fatalf("only %d effects on an undisturbed day", len(calm.effects))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for schedule := range 2000 {
		d := &disk{inbox: script, done: map[string]bool{}}
		cuts := 0
		for !run(lib, d, &power{left: random.IntN(total/3) + 1}) {
			if cuts++; cuts > 10*total {
				t.Fatalf("schedule %d never ends", schedule)
			}
		}
		if !reflect.DeepEqual(d.effects, calm.effects) || d.session != calm.session {
			t.Fatalf("schedule %d with %d cuts ended otherwise:\n%v\nwant\n%v", schedule, cuts, d.effects, calm.effects)
		}
	}
}
