package world

import (
	"context"
	"errors"
	"slices"

	"sapa/conversations"
	"sapa/store"
)

// News gives what a contact was last offered unasked, with the words as they were shown; nil when nothing was.
func (w *World) News(ctx context.Context, contact conversations.ContactID) (*conversations.News, error) {
	at, r, err := w.Store.LastNews(ctx, contact)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil || len(r.Choices) == 0 {
		return nil, err
	}
	n := &conversations.News{Offers: slices.Clone(r.Choices), Typed: r.Typed, At: at}
	for i, o := range n.Offers {
		n.Offers[i].Label = conversations.Text{Literal: w.Words.Words(o.Label)}
	}
	return n, nil
}
