package webchat

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"sapa/conversations"
)

const (
	maxLines = 200       // lines of one talk that are kept in memory and shown after a reload
	maxBytes = 256 << 10 // of one talk in memory
)

// talk is what one browser and the bot said, as far as it is kept in memory.
type talk struct {
	addr    conversations.Address
	posting sync.Mutex // one message at a time goes into the intake: order

	mu      sync.Mutex
	epoch   string // tells cursors of this talk from those of an earlier process
	last    int64  // number of the newest line
	lines   []numbered
	held    int64 // number of a line that the intake has not taken yet, 0: none; nothing from it on is shown
	size    int64 // bytes of lines, roughly
	past    bool  // what was said earlier stands in lines
	typed   int64 // grows with every sign of typing
	changed chan struct{}
	streams int
}

type numbered struct {
	Line
	n int64
}

func newTalk(addr conversations.Address) *talk {
	return &talk{addr: addr, epoch: random(6), changed: make(chan struct{})}
}

// random is n random bytes in hex.
func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: it ends the program instead
	return hex.EncodeToString(b)
}

// cost is about how much memory a line takes.
func (l Line) cost() int64 {
	n := 200 + len(l.ID) + len(l.Text) + len(l.Photo) + len(l.Document)
	for _, b := range l.Buttons {
		n += 40 + len(b.Label) + len(b.Data)
	}
	return int64(n)
}

// add puts a line at the end, unless its ID stands there. held: not shown before publish.
func (t *talk) add(l Line, held bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.find(l.ID) >= 0 {
		return
	}
	t.last++
	t.lines = append(t.lines, numbered{l, t.last})
	t.size += l.cost()
	for len(t.lines) > maxLines || (t.size > maxBytes && len(t.lines) > 1) {
		t.size -= t.lines[0].cost()
		t.lines = t.lines[1:]
	}
	if held {
		t.held = t.last
		return
	}
	t.wake()
}

// settle shows the held line, or takes it away again when the intake did not take it.
func (t *talk) settle(id string, taken bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.held = 0
	if i := t.find(id); i >= 0 && !taken {
		t.size -= t.lines[i].cost()
		t.lines = append(t.lines[:i:i], t.lines[i+1:]...)
	}
	t.wake()
}

// find is the place of a line, -1 when it is not here; the lock is held.
func (t *talk) find(id string) int {
	for i := len(t.lines) - 1; i >= 0; i-- {
		if t.lines[i].ID == id {
			return i
		}
	}
	return -1
}

// line is the line with this ID.
func (t *talk) line(id string) (Line, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if i := t.find(id); i >= 0 {
		return t.lines[i].Line, true
	}
	return Line{}, false
}

// wake tells every stream to look again; the lock is held.
func (t *talk) wake() {
	close(t.changed)
	t.changed = make(chan struct{})
}

// typing lets every stream show that an answer is on its way.
func (t *talk) typing() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.typed++
	t.wake()
}

// view is what a page sees from some place on.
type view struct {
	lines   []Line
	all     bool   // everything that is known; the page may forget the order it had
	cursor  string // place after the last of lines
	typed   int64
	changed <-chan struct{}
}

// after is what came after a cursor, or all when the cursor is not one of this talk or too old.
func (t *talk) after(cursor string) view {
	t.mu.Lock()
	defer t.mu.Unlock()
	n, known := t.number(cursor)
	v := view{all: !known, typed: t.typed, changed: t.changed}
	for _, l := range t.lines {
		if t.held != 0 && l.n >= t.held {
			break
		}
		if l.n > n || !known {
			v.lines = append(v.lines, l.Line)
			n = max(n, l.n)
		}
	}
	v.cursor = t.epoch + "-" + strconv.FormatInt(n, 10)
	return v
}

// number reads a cursor; the lock is held.
func (t *talk) number(cursor string) (int64, bool) {
	epoch, digits, _ := strings.Cut(cursor, "-")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || epoch != t.epoch || n < 0 || n > t.last {
		return 0, false
	}
	if len(t.lines) > 0 && n < t.lines[0].n-1 {
		return 0, false
	}
	return n, true
}

// remember puts what was said before this process started in front of what was heard since, once.
func (t *talk) remember(ctx context.Context, past Past) error {
	if past == nil {
		return nil
	}
	t.mu.Lock()
	done := t.past
	t.mu.Unlock()
	if done {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	lines, err := past.Past(ctx, t.addr, maxLines)
	if err != nil {
		return fmt.Errorf("read past of talk: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.past {
		return nil
	}
	t.past = true
	t.merge(lines)
	t.wake()
	return nil
}

// merge renumbers the talk: past lines first, then those heard since that are not among them; the lock is held.
func (t *talk) merge(past []Line) {
	recent, held := t.lines, t.held
	t.lines, t.size, t.held, t.epoch = nil, 0, 0, random(6)
	known := make(map[string]bool, len(past))
	put := func(l Line) {
		t.last++
		t.lines, t.size = append(t.lines, numbered{l, t.last}), t.size+l.cost()
	}
	for _, l := range past {
		known[l.ID] = true
		put(l)
	}
	for _, l := range recent {
		if !known[l.ID] {
			put(l.Line)
			if held != 0 && l.n == held {
				t.held = t.last
			}
		}
	}
}
