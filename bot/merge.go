package bot

import (
	"context"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// mergedTask is what one turn answers: an alarm, or one or more messages that belong together.
type mergedTask struct {
	message *conversations.Message
	alarm   *store.Alarm
	answers []store.Received
	early   *task // the task, while its message is not sure to be in the inbox; it is alone then
	count   int
	// outdated: more of the same backlog follows at once, and nobody needs the answer to this.
	outdated bool
}

// merge joins the first waiting messages that people send in pieces: a greeting, then "min", then the question.
func merge(waiting []task) mergedTask {
	out := alone(waiting[0])
	if out.message == nil {
		return out
	}
	for _, next := range waiting[1:] {
		m, n := out.message, next.received.Message
		if out.early != nil || !opening(*m) || !spoken(next) || n.Channel != m.Channel || n.From != m.From {
			break
		}
		n.Text = m.Text + " " + n.Text
		*m = n
		out.answers = append(out.answers, next.received)
		out.count++
	}
	return out
}

// alone is a task by itself.
func alone(t task) mergedTask {
	if t.alarm != nil {
		return mergedTask{alarm: t.alarm, count: 1}
	}
	m := t.received.Message
	out := mergedTask{message: &m, answers: []store.Received{t.received}, count: 1}
	if t.arrival != nil {
		early := t
		out.early = &early
	}
	return out
}

// sure waits until everything that is answered is safe in the inbox; its error is that of task.sure.
func (m *mergedTask) sure(ctx context.Context) error {
	if m.early == nil {
		return nil
	}
	err := m.early.sure(ctx)
	if err == nil {
		m.answers[0] = m.early.received // now with its place
	}
	return err
}

// longestGreeting bounds a greeting, in bytes, so that nothing longer is read twice.
const longestGreeting = 120

// opening tells whether a message only opens a talk and says nothing yet: a greeting.
func opening(m conversations.Message) bool {
	return m.Text != "" && len(m.Text) <= longestGreeting && m.Start == "" && m.Tap == nil && m.Event == "" && len(m.Media) == 0 &&
		understand.Read(m.Text).Intent == understand.Greet
}

// spoken tells whether a message can be joined to a greeting before it. A command, a number, a yes or a no cannot: it
// counts as the whole message only.
func spoken(t task) bool {
	m := t.received.Message
	if t.alarm != nil || m.Text == "" || m.Start != "" || m.Tap != nil || m.Event != "" || len(m.Media) > 0 {
		return false
	}
	if _, command := understand.Command(m.Text); command {
		return false
	}
	if _, ordinal := understand.Ordinal(m.Text); ordinal || strings.ContainsAny(m.Text, "0123456789") {
		return false
	}
	said := understand.Read(m.Text).Intent
	return said != understand.SayYes && said != understand.SayNo
}

// mostPieces is how many messages a question that comes in pieces is waited for.
const mostPieces = 5

// patience lets greetings that nothing follows yet wait a moment for the question.
func (t *Talk) patience(waiting []task) (wait time.Duration) {
	if t.gathers(waiting) {
		return gatherBacklog
	}
	if t.Pause == 0 || len(waiting) > mostPieces || waiting[0].alarm != nil || waiting[0].tries > 0 {
		return 0
	}
	defer func() {
		if recover() != nil {
			wait = 0 // the turn will crash on it, too, and set it aside
		}
	}()
	if m := merge(waiting); m.count < len(waiting) || !opening(*m.message) {
		return 0
	}
	return t.Pause
}
