package webchat

import (
	"container/list"
	"sync"
	"time"

	"sapa/conversations"
)

// talks keeps the talks that are in memory, bounded in number, bytes and age. A talk with an open stream or a message on
// its way stays whatever the bounds say; how many streams there may be is bounded elsewhere.
type talks struct {
	limits Limits
	now    func() time.Time

	mu    sync.Mutex
	by    map[conversations.Address]*list.Element
	order *list.List // of *entry, the one used last in front
	open  int        // streams in all
	bytes int64      // of all talks, roughly
}

type entry struct {
	talk *talk
	used time.Time
	busy int // streams and requests that hold it
	size int64
}

func newTalks(l Limits, now func() time.Time) *talks {
	return &talks{limits: l, now: now, by: map[conversations.Address]*list.Element{}, order: list.New()}
}

// use returns the talk of an address, made when it is not there. release must be called when done with it.
func (b *talks) use(addr conversations.Address) (t *talk, release func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.by[addr]
	if e == nil {
		e = b.order.PushFront(&entry{talk: newTalk(addr)})
		b.by[addr] = e
	}
	b.order.MoveToFront(e)
	it := e.Value.(*entry)
	it.busy++
	it.used = b.now()
	return it.talk, sync.OnceFunc(func() { b.release(it) })
}

func (b *talks) release(it *entry) {
	b.mu.Lock()
	defer b.mu.Unlock()
	it.busy--
	it.used = b.now()
	it.talk.mu.Lock()
	b.bytes += it.talk.size - it.size
	it.size = it.talk.size
	it.talk.mu.Unlock()
	b.forget()
}

// forget drops talks from the one unused longest until the bounds hold; the lock is held.
func (b *talks) forget() {
	for e := b.order.Back(); e != nil; {
		it, before := e.Value.(*entry), e.Prev()
		over := b.order.Len() > b.limits.Talks || b.bytes > b.limits.Bytes
		if !over && b.now().Sub(it.used) < b.limits.Idle {
			return
		}
		if it.busy == 0 {
			b.bytes -= it.size
			b.order.Remove(e)
			delete(b.by, it.talk.addr)
		}
		e = before
	}
}

// join counts a stream in; it fails when the talk or the whole house is full.
func (b *talks) join(t *talk) (leave func(), ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open >= b.limits.Open || t.streams >= b.limits.Streams {
		return nil, false
	}
	b.open++
	t.streams++
	return sync.OnceFunc(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.open--
		t.streams--
	}), true
}
