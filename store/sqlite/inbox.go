package sqlite

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// states of an inbox row
const (
	inboxWaiting = 0
	inboxClosed  = 1
	inboxAside   = 2
	inboxLeft    = 3 // it still waits when rows are noted
)

// Accept writes messages to the inbox, all of them or none, and returns when they are on the disk. An address never
// heard before gets a contact. A message that is there already comes back with Fresh false. An address that was gone
// is back with its next message; conversations.Left makes it gone.
func (d *DB) Accept(ctx context.Context, now time.Time, messages ...conversations.Message) ([]store.Received, error) {
	return d.AcceptAhead(ctx, now, nil, messages...)
}

// AcceptAhead is Accept that tells ahead what it is about to write, so that an answer can be thought of while the disk is
// busy. A Commit that is asked for meanwhile comes after it, in the same transaction if it comes soon, and does nothing if
// it failed or if the message was there already.
func (d *DB) AcceptAhead(ctx context.Context, now time.Time, ahead store.Ahead, messages ...conversations.Message) ([]store.Received, error) {
	in := make([]incoming, len(messages))
	for i, m := range messages {
		var err error
		if in[i], err = d.incoming(m); err != nil {
			return nil, fmt.Errorf("accept: %w", err)
		}
	}
	out := make([]store.Received, len(messages))
	o := &order{ctx: ctx, done: make(chan struct{}), do: func(tx *Tx) error {
		for i := range in {
			if err := d.accept(tx, &in[i], now); err != nil {
				return err
			}
			out[i] = in[i].received
		}
		return nil
	}}
	if ahead != nil {
		likely := d.likely(in) // now: the writer has them next
		o.queued = func() { ahead.Begin(likely) }
		if len(messages) == 1 { // of many, the first ones answered would only hold up the rest
			o.thinking = ahead.Thinking
		}
	}
	if err := d.writer.submit(o); err != nil {
		return nil, fmt.Errorf("accept: %w", err)
	}
	for i := range in {
		if in[i].learned {
			d.addresses.put(in[i].from, in[i].age)
		}
	}
	return out, nil
}

// likely gives what Accept will, as far as it is known before.
func (d *DB) likely(in []incoming) []store.Received {
	out := make([]store.Received, len(in))
	for i := range in {
		out[i] = store.Received{Finger: in[i].finger, Message: in[i].message, Fresh: true}
		if k, ok := d.addresses.get(in[i].key); ok && in[i].also == nil {
			out[i].Contact = contactID(k.contact)
		}
	}
	return out
}

// incoming is a message made ready to be written, and then what came of it.
type incoming struct {
	message  conversations.Message
	key      addressKey
	newcomer *newcomer // nil when the address is known
	also     *newcomer // the person's other address, where one is told that is not known to be
	finger   []byte
	sealed   []byte

	received store.Received
	from     known
	learned  bool
	age      int
}

func (d *DB) incoming(m conversations.Message) (incoming, error) {
	if m.ID == "" || m.Channel == "" || m.From == "" {
		return incoming{}, errors.New("message without ID, channel or address")
	}
	in := incoming{message: m, key: addressKey{m.Channel, m.From}, finger: d.messageFinger(m)}
	k, ok := d.addresses.get(in.key)
	if !ok {
		in.newcomer = d.newcomer(in.key)
	}
	if m.Also != "" && m.Also != k.also && kind(m.Also) != kind(m.From) {
		in.also = d.newcomer(addressKey{m.Channel, m.Also})
	}
	plain, err := json.Marshal(m)
	if err != nil {
		return incoming{}, fmt.Errorf("write message: %w", err)
	}
	in.sealed, err = d.vault.Seal(plain, inboxPlace(in.finger))
	return in, err
}

// messageFinger tells messages apart. News about a chat or about an earlier message may bear that message's ID. The order that
// the platform gave a message comes first: so the newest have their places in the index beside each other.
func (d *DB) messageFinger(m conversations.Message) []byte {
	name := string(m.Channel) + "\x00" + string(m.ID)
	if m.Event != "" {
		name += "\x00" + string(m.Event) + "\x00" + strconv.FormatInt(m.At.UnixMilli(), 10)
	}
	finger := binary.BigEndian.AppendUint32(make([]byte, 0, fingerSize), uint32(m.Order)) //nolint:gosec // it only has to grow, and to be the same
	return append(finger, d.vault.Index("message", name)[:fingerSize-len(finger)]...)
}

const fingerSize = 16

func inboxPlace(finger []byte) string { return "inbox.sealed|" + string(finger) }

func (d *DB) accept(tx *Tx, in *incoming, now time.Time) (err error) {
	in.age = d.addresses.now()
	if in.from, in.learned, err = d.resolve(tx, in.key, in.newcomer, in.also, now); err != nil {
		return err
	}
	in.received = store.Received{Contact: contactID(in.from.contact), Finger: in.finger, Message: in.message, Fresh: true}
	in.received.Seq, err = tx.Insert(`INSERT INTO inbox (contact, finger, state, at, sealed) VALUES ($1, $2, 0, $3, $4)
		ON CONFLICT (finger) DO NOTHING`, in.from.contact, in.finger, now, in.sealed)
	if err == nil && in.received.Seq == 0 {
		in.received.Fresh = false
		err = tx.QueryRow("SELECT seq FROM inbox WHERE finger = $1", in.finger).Scan(&in.received.Seq)
	}
	if err != nil {
		return fmt.Errorf("write to inbox: %w", err)
	}
	if in.message.Event == conversations.Left && in.received.Fresh {
		in.learned = false
		return d.leave(tx, in.from.id, now)
	}
	return nil
}

// Undone gives the messages that were accepted and not yet answered, the oldest first. What cannot be read any more is
// set aside.
func (d *DB) Undone(ctx context.Context) ([]store.Received, error) {
	var out []store.Received
	var spoilt []int64
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(undoneQuery) {
			if err != nil {
				return err
			}
			var r store.Received
			var finger, sealed []byte
			if err := row.Scan(&r.Seq, &r.Contact, &finger, &sealed); err != nil {
				return err
			}
			if err := d.Open(inboxPlace(finger), sealed, &r.Message); err != nil {
				spoilt = append(spoilt, r.Seq)
				continue
			}
			r.Finger, r.Fresh = finger, true
			out = append(out, r)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read inbox: %w", err)
	}
	for _, seq := range spoilt {
		if err := d.SetAside(ctx, seq, "unreadable"); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Up to where rows are noted, those that wait have an index; beyond, all are looked at.
const undoneQuery = `SELECT seq, contact, finger, sealed FROM inbox WHERE state = 3
	UNION ALL SELECT seq, contact, finger, sealed FROM inbox WHERE seq > (SELECT seq FROM talk_noted WHERE ours = 0) AND state = 0 ORDER BY seq`

// SetAside takes a message that cannot be answered out of the way. Problem says why, without personal data.
func (d *DB) SetAside(ctx context.Context, seq int64, problem string) error {
	err := d.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec("UPDATE inbox SET state = $2, problem = $3 WHERE seq = $1 AND state IN (0, 3)", seq, inboxAside, problem)
		return err
	})
	if err != nil {
		return fmt.Errorf("set message aside: %w", err)
	}
	return nil
}
