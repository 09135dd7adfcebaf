package sqlite

import (
	"sync"

	"sapa/conversations"
	"sapa/store"
)

// held remembers who leads which talk: every message asks, and hardly ever does somebody lead one.
type held struct {
	mu      sync.Mutex
	changes int                                    // how often it was forgotten
	all     map[conversations.ContactID]store.Hold // nil: not known
}

// of tells who leads the talk with a contact, reading all anew when they are not known.
func (h *held) of(contact conversations.ContactID, read func() (map[conversations.ContactID]store.Hold, error)) (store.Hold, error) {
	h.mu.Lock()
	all, changes := h.all, h.changes
	h.mu.Unlock()
	if all == nil {
		var err error
		if all, err = read(); err != nil {
			return store.Hold{Contact: contact}, err
		}
		h.mu.Lock()
		if h.changes == changes { // else a change was committed while we read, and we may not have seen it
			h.all = all
		}
		h.mu.Unlock()
	}
	hold := all[contact]
	hold.Contact = contact
	return hold, nil
}

// forget lets the next who asks read anew. It is called once a change is committed.
func (h *held) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.changes++
	h.all = nil
}
