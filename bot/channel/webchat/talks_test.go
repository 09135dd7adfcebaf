package webchat

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
)

func addressOf(i int) conversations.Address { return address(fmt.Sprintf("%032x", i)) }

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	b := newTalks(Limits{Talks: 10, Bytes: 5000, Idle: time.Hour, Streams: 2, Open: 10}.filled(), func() time.Time { return now })
	kept, release := b.use(addressOf(0))
	for i := range 100 {
		talk, done := b.use(addressOf(i))
		talk.add(Line{ID: "a", Text: strings.Repeat("x", 500)}, false)
		done()
		if n := b.order.Len(); n > 10 || b.bytes > 5000+700 {
			t.Fatalf("after %d talks: %d in memory, %d bytes", i, n, b.bytes)
		}
	}
	if again, done := b.use(addressOf(0)); again != kept {
		t.Error("a talk that was in use was forgotten")
	} else {
		done()
	}
	release()
	now = now.Add(2 * time.Hour)
	_, done := b.use(addressOf(500))
	done()
	if n := b.order.Len(); n != 1 || len(b.by) != 1 {
		t.Errorf("%d talks after two idle hours, want the 1 just used", n)
	}
}

func TestOneTalkIsBounded(t *testing.T) {
	t.Parallel()
	talk := newTalk(addressOf(1))
	first := talk.after("").cursor
	for i := range 500 {
		talk.add(Line{ID: fmt.Sprint(i), Text: strings.Repeat("x", 4000)}, false)
	}
	if talk.size > maxBytes || len(talk.lines) > maxLines || len(talk.lines) < 50 {
		t.Errorf("%d lines, %d bytes", len(talk.lines), talk.size)
	}
	if v := talk.after(first); !v.all || v.lines[len(v.lines)-1].ID != "499" {
		t.Error("a page that missed forgotten lines is not told to ask for all")
	}
}

func TestHeldLineIsShownOnlyWhenTaken(t *testing.T) {
	t.Parallel()
	talk := newTalk(addressOf(1))
	talk.add(Line{ID: "tanya", Mine: true}, true)
	talk.add(Line{ID: "jawab"}, false)
	if v := talk.after(""); len(v.lines) != 0 {
		t.Fatalf("shown before it was taken: %+v", v.lines)
	}
	talk.settle("tanya", false)
	if v := talk.after(""); len(v.lines) != 1 || v.lines[0].ID != "jawab" {
		t.Errorf("after a refusal: %+v", v.lines)
	}
	talk.add(Line{ID: "tanya", Mine: true}, true)
	talk.settle("tanya", true)
	if v := talk.after(""); len(v.lines) != 2 || v.lines[1].ID != "tanya" {
		t.Errorf("after it was taken: %+v", v.lines)
	}
}

// failing is a past that cannot be read the first time.
type failing struct{ times int }

func (f *failing) Past(context.Context, conversations.Address, int) ([]Line, error) {
	if f.times--; f.times >= 0 {
		return nil, errors.New("disk")
	}
	return []Line{{ID: "lama", Text: "lama"}, {ID: "baru", Text: "baru"}}, nil
}

func TestPastThatCannotBeReadIsAskedAgain(t *testing.T) {
	t.Parallel()
	a, h := listening(t, newClerk(t, nil), Options{Past: &failing{times: 1}})
	v := stranger(t, h)
	send(t, a, v.Address(), "baru", "baru")
	send(t, a, v.Address(), "terbaru", "terbaru")
	if status, _ := v.get("/riwayat"); status != 503 {
		t.Fatalf("status %d, want 503", status)
	}
	var ids []string
	for _, l := range history(t, v, "").Lines {
		ids = append(ids, l.ID)
	}
	if got := strings.Join(ids, " "); got != "lama baru terbaru" {
		t.Errorf("history %q, want each line once and in order", got)
	}
}

func TestWhatCannotBeShownIsRefused(t *testing.T) {
	t.Parallel()
	a := New(Options{Words: say})
	to := addressOf(1)
	for name, one := range map[string]struct {
		to  conversations.Address
		out channel.Outgoing
	}{
		"address of another channel": {"628110000000", channel.Outgoing{Text: "x"}},
		"text too long":              {to, channel.Outgoing{Text: strings.Repeat("é", 4097)}},
		"too many buttons":           {to, channel.Outgoing{Text: "x", Buttons: make([]channel.Button, 13)}},
		"file without files":         {to, channel.Outgoing{Media: &conversations.Media{Kind: conversations.Photo, Ref: "x"}}},
	} {
		_, err := a.Send(context.Background(), "s.1", one.to, one.out)
		var send *channel.SendError
		if !errors.As(err, &send) || send.Verdict != channel.Refused || strings.Contains(err.Error(), string(one.to)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := func() error {
		_, err := a.Send(context.Background(), "s.1", to, channel.Outgoing{Text: "x"})
		return err
	}(); err != nil {
		t.Error(err)
	}
}

func TestGateForgetsNamesButNotAtOnce(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	b := &bucket{rate: 1, burst: 1, now: func() time.Time { return now }}
	b.take("tetap")
	for i := range 3 * generation {
		b.take(fmt.Sprint(i))
		if i == generation/2 {
			if _, ok := b.take("tetap"); ok {
				t.Error("a name was forgotten too soon")
			}
		}
	}
	if n := len(b.young) + len(b.old); n > 2*generation {
		t.Errorf("%d names in memory", n)
	}
}
