package sqlite

import (
	"container/list"
	"sync"

	"sapa/conversations"
)

// knownAddresses is how many addresses are remembered in memory, about 300 bytes each.
const knownAddresses = 50_000

// addresses remembers which contact is behind an address, the least recently used forgotten first. Only addresses
// that are not gone are remembered.
type addresses struct {
	mu    sync.Mutex
	limit int
	byKey map[addressKey]*list.Element
	byID  map[int64]addressKey
	order *list.List // of *known, the latest first
	age   int        // grows with every forgetting
}

type addressKey struct {
	channel conversations.Channel
	address conversations.Address
}

// known is an address as it is on the disk.
type known struct {
	key     addressKey
	id      int64
	contact int64
	heard   int64                 // unix milliseconds, as written
	also    conversations.Address // the person's other address, once the two were paired
}

func newAddresses(limit int) *addresses {
	a := &addresses{limit: limit}
	a.forgetAll()
	return a
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

// now gives the age to be handed to put, for what is about to be read from the disk.
func (a *addresses) now() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.age
}

// put remembers what was true at an age, unless something was forgotten since.
func (a *addresses) put(k known, age int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if age != a.age {
		return
	}
	if e, ok := a.byKey[k.key]; ok {
		e.Value = &k
		return
	}
	a.byKey[k.key] = a.order.PushFront(&k)
	a.byID[k.id] = k.key
	if a.order.Len() > a.limit {
		a.drop(a.order.Back())
	}
}

// forget drops an address, because the disk is about to say otherwise.
func (a *addresses) forget(id int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.age++
	if key, ok := a.byID[id]; ok {
		a.drop(a.byKey[key])
	}
}

func (a *addresses) drop(e *list.Element) {
	k := e.Value.(*known)
	a.order.Remove(e)
	delete(a.byKey, k.key)
	delete(a.byID, k.id)
}

// forgetAll drops everything, because another process changed the disk.
func (a *addresses) forgetAll() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.age++
	a.byKey, a.byID, a.order = map[addressKey]*list.Element{}, map[int64]addressKey{}, list.New()
}
