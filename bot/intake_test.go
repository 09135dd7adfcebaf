package bot

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

func newIntakeRig(t *testing.T, m *memory) (*Intake, *Lanes, *clerk) {
	t.Helper()
	c := &clerk{}
	l := NewLanes(t.Context(), c, 4)
	ours := map[conversations.Channel]channel.Adapter{"telegram": silent{}}
	return NewIntake(m, l, ours, noon, wita(), counters()), l, c
}

func heardText(id conversations.MessageID, text string) conversations.Message {
	return conversations.Message{ID: id, Channel: "telegram", From: "1", At: noon(), Text: text}
}

func TestAcceptTidies(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ä", 5000)
	tests := map[string]struct {
		in   conversations.Message
		text string
		at   time.Time
	}{
		"as it is":       {heardText("1", "halo"), "halo", noon()},
		"invalid UTF-8":  {heardText("1", "ha\xfflo\xc3"), "halo", noon()},
		"nothing valid":  {heardText("1", "\xff\xfe"), "", noon()},
		"too long":       {heardText("1", long), long[:2*longest], noon()},
		"just not":       {heardText("1", long[:2*longest]), long[:2*longest], noon()},
		"no time":        {conversations.Message{ID: "1", Channel: "telegram", From: "1"}, "", noon()},
		"the far future": {conversations.Message{ID: "1", Channel: "telegram", From: "1", At: noon().AddDate(30, 0, 0)}, "", noon()},
		"a fast clock":   {conversations.Message{ID: "1", Channel: "telegram", From: "1", At: noon().Add(time.Minute)}, "", noon().Add(time.Minute)},
		"a backlog":      {conversations.Message{ID: "1", Channel: "telegram", From: "1", At: noon().AddDate(0, 0, -3)}, "", noon().AddDate(0, 0, -3)},
	}
	for name, tt := range tests {
		m := newMemory()
		in, l, _ := newIntakeRig(t, m)
		if err := in.Accept(t.Context(), tt.in); err != nil {
			t.Fatal(err)
		}
		l.Wait()
		got := m.inbox[0].Message
		if got.Text != tt.text || !utf8.ValidString(got.Text) || !got.At.Equal(tt.at) || got.At.Location().String() != "WITA" {
			t.Errorf("%s: kept %d bytes at %v", name, len(got.Text), got.At)
		}
	}
}

func TestAcceptAnswersDuplicatesOnce(t *testing.T) {
	t.Parallel()
	in, l, c := newIntakeRig(t, newMemory())
	for range 3 {
		if err := in.Accept(t.Context(), heardText("1", "halo"), heardText("2", "halo"), heardText("1", "halo")); err != nil {
			t.Fatal(err)
		}
	}
	if err := in.Accept(t.Context()); err != nil {
		t.Fatal(err)
	}
	l.Wait()
	if got := rung(c); len(got) != 2 {
		t.Errorf("answered %v", got)
	}
}

func TestAcceptFailsWithTheInbox(t *testing.T) {
	t.Parallel()
	m := newMemory()
	m.fail = func(string) error { return store.ErrUnavailable }
	in, l, c := newIntakeRig(t, m)
	if err := in.Accept(t.Context(), heardText("1", "halo")); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("Accept = %v", err)
	}
	if _, err := in.Resume(t.Context()); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("Resume = %v", err)
	}
	l.Wait()
	if got := rung(c); len(got) > 0 {
		t.Errorf("answered %v", got)
	}
}

func TestResumeAnswersWhatIsOurs(t *testing.T) {
	t.Parallel()
	m := newMemory()
	theirs := heardText("3", "halo")
	theirs.Channel = "whatsapp"
	if _, err := m.Accept(t.Context(), noon(), heardText("1", "halo"), heardText("2", "halo"), theirs, heardText("4", "halo")); err != nil {
		t.Fatal(err)
	}
	m.state[1] = "closed"
	in, l, c := newIntakeRig(t, m)
	left, err := in.Resume(t.Context())
	if err != nil || left != 2 {
		t.Errorf("Resume = %d, %v", left, err)
	}
	l.Wait()
	if got := strings.Join(rung(c), " "); got != "12 14" {
		t.Errorf("answered %q", got)
	}
}
