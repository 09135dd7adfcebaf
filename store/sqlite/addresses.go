package sqlite

import (
	"container/list"
	"sync"

	"sapa/conversations"
)

// knownAddresses is how many addresses are remembered in memory, about 200 bytes each.
const knownAddresses = 50_000

// addresses remembers which contact is behind an address, the least recently used forgotten first.
type addresses struct {
	mu    sync.Mutex
	limit int
	byKey map[addressKey]*list.Element
	order *list.List // of *known, the latest first
}

type addressKey struct {
	channel conversations.Channel
	address conversations.Address
}

// known is an address as it is on the disk; it is never changed once remembered.
type known struct {
	key     addressKey
	id      int64
	contact int64
	heard   int64 // unix milliseconds, may lag behind by heardLag
}

func newAddresses(limit int) *addresses {
	return &addresses{limit: limit, byKey: map[addressKey]*list.Element{}, order: list.New()}
}

func (a *addresses) get(key addressKey) (known, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, ok := a.byKey[key]
	if !ok {
		return known{}, false
	}
	a.order.MoveToFront(e)
	return *e.Value.(*known), true
}

func (a *addresses) put(k known) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if e, ok := a.byKey[k.key]; ok {
		e.Value = &k
		a.order.MoveToFront(e)
		return
	}
	a.byKey[k.key] = a.order.PushFront(&k)
	if a.order.Len() > a.limit {
		last := a.order.Back()
		a.order.Remove(last)
		delete(a.byKey, last.Value.(*known).key)
	}
}

// forget drops what is remembered, because the disk may say otherwise now.
func (a *addresses) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.byKey)
	a.order.Init()
}
