package bot

import (
	"context"
	"fmt"
	"runtime"

	"sapa/conversations"
)

// Tries before a message that cannot be answered is set aside with an apology; the pauses between them add up to about a
// minute.
const mostTries = 8

// panicked is a crash inside a turn.
type panicked struct{ what any }

// Error says what sort of crash it was. The value of a panic may hold personal data unless the runtime made it.
func (p *panicked) Error() string {
	if e, ok := p.what.(runtime.Error); ok {
		return "panic: " + e.Error()
	}
	return fmt.Sprintf("panic: %T", p.what)
}

// guard runs what may panic; a panic inside it hurts nobody else.
func guard(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &panicked{p}
		}
	}()
	return do()
}

// giveUp apologises for a poison message and then sets it aside for the operator. In that order a crash in between only
// means another try, whose apology bears the same ID. When it fails, the store is away, and the message must wait.
func (t *Talk) giveUp(ctx context.Context, contact conversations.ContactID, m mergedTask, cause error) error {
	return guard(func() error {
		if m.message == nil || m.message.Event == "" {
			if err := t.apologise(ctx, contact, m); err != nil {
				return fmt.Errorf("apologise for %w: %w", cause, err)
			}
		}
		for _, r := range m.answers {
			if err := t.Inbox.SetAside(ctx, r.Seq, cause.Error()); err != nil {
				return fmt.Errorf("set message aside for %w: %w", cause, err)
			}
		}
		t.Metrics.aside.Inc()
		t.Log.Error("message set aside", "err", cause)
		return nil
	})
}

// apologise tells the person that the message could not be answered. Of an alarm the person knows nothing: it is only
// taken away, so that it does not ring for ever.
func (t *Talk) apologise(ctx context.Context, contact conversations.ContactID, m mergedTask) error {
	s, err := t.Sessions.Checkpoint(ctx, contact)
	if err != nil {
		if s, err = t.Sessions.afresh(ctx, contact); err != nil {
			return err
		}
	}
	s.Contact = contact
	s.Turn++
	if m.message == nil {
		return t.commit(ctx, s, nil, m)
	}
	sorry := conversations.Say{Mark: conversations.Mark{Key: fmt.Sprintf("%s.sorry.%d", contact, m.answers[0].Seq)},
		Reply: conversations.Reply{Texts: []conversations.Text{{Key: "fault.sorry"}}}}
	m.answers = nil // they are to be set aside, not closed
	return t.commit(ctx, s, []conversations.Effect{sorry}, m)
}
