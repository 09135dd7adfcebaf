package telegramtest

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// User is a simulated person (or a group, see Group) in a chat with the bot.
type User struct {
	ID int64 // of the person and of the private chat

	s        *Server
	fromJSON []byte
	chatJSON []byte

	mu      sync.Mutex
	replies []Reply
	dropped int // replies forgotten from the front
	next    int // what NextReply shows next, counted over all replies ever
	news    chan struct{}
	wrote   bool
	blocked bool
	gone    bool
	taps    int // answered callback queries
}

// remembered bounds how many replies a person keeps, so that a long benchmark stays small.
const remembered = 2048

// Reply is a message of the bot as the person sees it.
type Reply struct {
	MessageID       int64
	Text            string     // shown text or caption, markup taken away
	Raw             string     // as the bot sent it
	Bold            []string   // bold parts in order
	Buttons         [][]Button // inline keyboard, by row
	Keys            []Key      // reply keyboard
	KeyboardRemoved bool
	File            []byte // of a photo or document
	FileName        string
	Photo           bool
	At              time.Time
}

// Button of an inline keyboard.
type Button struct{ Label, Data string }

// Key of a reply keyboard; Contact: it shares the person's phone number.
type Key struct {
	Label   string
	Contact bool
}

// User finds or makes the person with this ID. Their name and phone are made up: see Name and Phone.
func (s *Server) User(id int64) *User {
	return s.chat(id, func(u *User) {
		u.fromJSON = fmt.Appendf(nil, `{"id":%d,"is_bot":false,"first_name":%q,"language_code":"id"}`, id, u.Name())
		u.chatJSON = fmt.Appendf(nil, `{"id":%d,"first_name":%q,"type":"private"}`, id, u.Name())
	})
}

// Known makes this somebody who wrote to the bot before, so that the bot may write first.
func (u *User) Known() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.wrote = true
}

// Group finds or makes the group with this ID (negative on the real platform). Only Post, Add and the replies work on it.
func (s *Server) Group(id int64) *User {
	return s.chat(id, func(u *User) {
		u.wrote = true
		u.chatJSON = fmt.Appendf(nil, `{"id":%d,"title":"Grup warga","type":"supergroup"}`, id)
	})
}

func (s *Server) chat(id int64, fill func(*User)) *User {
	if u := s.find(id); u != nil {
		return u
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.chats[id]; u != nil {
		return u
	}
	u := &User{ID: id, s: s, news: make(chan struct{}, 1)}
	fill(u)
	s.chats[id] = u
	return u
}

func (s *Server) find(id int64) *User {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.chats[id]
}

// Name is the person's first name.
func (u *User) Name() string { return fmt.Sprintf("Warga%d", u.ID) }

// Phone is the number that ShareContact shares, as the platform writes it: without plus.
func (u *User) Phone() string { return fmt.Sprintf("62811%07d", u.ID%10_000_000) }

// show adds a reply to what the person sees.
func (u *User) show(r Reply) {
	u.mu.Lock()
	u.replies = append(u.replies, r)
	if len(u.replies) > 2*remembered {
		u.dropped += remembered
		u.replies = append([]Reply(nil), u.replies[remembered:]...)
	}
	u.mu.Unlock()
	select {
	case u.news <- struct{}{}:
	default:
	}
}

// Replies are all messages of the bot that the person remembers (at least the last 2,048), oldest first.
func (u *User) Replies() []Reply {
	u.mu.Lock()
	defer u.mu.Unlock()
	return append([]Reply(nil), u.replies...)
}

// Last is the newest message of the bot; the zero Reply when there is none.
func (u *User) Last() Reply {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.replies) == 0 {
		return Reply{}
	}
	return u.replies[len(u.replies)-1]
}

// WaitReply is the next message of the bot that was not returned before; it waits until there is one or ctx ends. One
// goroutine per person may wait.
func (u *User) WaitReply(ctx context.Context) (Reply, error) {
	for {
		u.mu.Lock()
		if at := u.next - u.dropped; at < len(u.replies) {
			r := u.replies[max(at, 0)]
			u.next = max(u.next, u.dropped) + 1
			u.mu.Unlock()
			return r, nil
		}
		u.mu.Unlock()
		select {
		case <-u.news:
		case <-ctx.Done():
			return Reply{}, fmt.Errorf("waiting for a reply: %w", ctx.Err())
		}
	}
}

// Answered tells how many of the person's taps the bot has answered with answerCallbackQuery.
func (u *User) Answered() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.taps
}
