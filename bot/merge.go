package bot

import (
	"time"

	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// mergedTask is what one turn answers: an alarm, or one or more messages that belong together.
type mergedTask struct {
	message *conversations.Message
	alarm   *store.Alarm
	seqs    []int64
	count   int
}

// merge joins the first waiting messages that people send in pieces: a greeting, then "min", then the question.
func merge(waiting []task) mergedTask {
	first := waiting[0]
	if first.alarm != nil {
		return mergedTask{alarm: first.alarm, count: 1}
	}
	m := first.received.Message
	out := mergedTask{message: &m, seqs: []int64{first.received.Seq}, count: 1}
	for _, next := range waiting[1:] {
		if !opening(m) || !spoken(next) || next.received.Message.Channel != m.Channel {
			break
		}
		n := next.received.Message
		n.Text = m.Text + " " + n.Text
		m = n
		out.seqs = append(out.seqs, next.received.Seq)
		out.count++
	}
	return out
}

// opening tells whether a message only opens a talk and says nothing yet: a greeting.
func opening(m conversations.Message) bool {
	return m.Text != "" && m.Start == "" && m.Tap == nil && m.Event == "" && len(m.Media) == 0 &&
		understand.Read(m.Text).Intent == understand.Greet
}

func spoken(t task) bool {
	m := t.received.Message
	return t.alarm == nil && m.Text != "" && m.Start == "" && m.Tap == nil && m.Event == "" && len(m.Media) == 0
}

// patience lets a bare greeting that stands alone wait a moment for the question.
func (t *Talk) patience(waiting []task) time.Duration {
	if t.Pause == 0 || len(waiting) != 1 || waiting[0].alarm != nil || waiting[0].tries > 0 {
		return 0
	}
	if !opening(waiting[0].received.Message) {
		return 0
	}
	return t.Pause
}
