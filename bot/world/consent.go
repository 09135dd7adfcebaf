package world

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"sapa/conversations"
	"sapa/store"
)

// recordConsent keeps the proof of a consent: the words as shown, by which flow and revision, the answer and the time
// (UU 27/2022, articles 20 to 22). It gives tercatat only when there are words to prove.
func (w *World) recordConsent(ctx context.Context, c call) (found, error) {
	text := w.consentText(c)
	if text == "" {
		slog.ErrorContext(ctx, "no consent question found", "flow", c.Flow.ID, "revision", c.Flow.Revision)
		return found{}, nil
	}
	err := w.Store.RecordConsent(ctx, store.Consent{Key: c.key, Contact: c.Contact, Channel: c.Channel, Flow: c.Flow, Text: text,
		Answer: c.args["jawaban"], At: c.now})
	if err != nil {
		return nil, err
	}
	return found{"tercatat": "ya"}, nil
}

// consentText gives the words of the node that asked: the one named, or the last consent question that was answered.
func (w *World) consentText(c call) string {
	nodes := w.pinned(c)
	n := nodes[conversations.NodeID(c.args["node"])]
	for _, id := range slices.Backward(c.Trail) {
		if n != nil {
			break
		}
		if x := nodes[id]; x != nil && x.Ask != nil && x.Ask.Kind == conversations.KindConsent {
			n = x
		}
	}
	if n == nil {
		return ""
	}
	args := make(map[string]string, len(c.Answers))
	for slot, v := range c.Answers {
		args[string(slot)] = v
	}
	var paragraphs []string
	for _, l := range n.Say {
		if l.When.Holds(c.Answers) {
			paragraphs = append(paragraphs, w.Words.Words(conversations.Text{Literal: l.Text, Args: args}))
		}
	}
	return strings.Join(paragraphs, "\n\n")
}
