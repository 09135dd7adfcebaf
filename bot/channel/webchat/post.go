package webchat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"sapa/conversations"
)

// patience is how long a page waits for the intake before it tries again with the same ID.
const patience = 15 * time.Second

// receipt tells the page that its message is safe.
type receipt struct {
	ID    string `json:"id"`
	At    int64  `json:"at"` // Unix milliseconds
	Photo string `json:"photo,omitempty"`
}

// post serves POST /kirim. It answers 200 only after the intake has the message; the same ID again answers the same.
func (a *Adapter) post(w http.ResponseWriter, r *http.Request, addr conversations.Address) {
	if wait, ok := a.gate.messages.take(string(addr)); !ok {
		a.fail(w, http.StatusTooManyRequests, "webchat.error.too_fast", wait)
		return
	}
	e := a.ear.Load()
	if e == nil || !e.enter() {
		a.fail(w, http.StatusServiceUnavailable, "webchat.error.busy", 2*time.Second)
		return
	}
	defer e.busy.Done()
	said, err := a.read(w, r, addr)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	t, release := a.talks.use(addr)
	defer release()
	line, err := a.deliver(context.WithoutCancel(r.Context()), e, t, said)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	reply(w, http.StatusOK, receipt{ID: own(addr, line.ID), At: line.At.UnixMilli(), Photo: link(line.Photo)})
}

// deliver brings what was said into the talk and the intake, once per ID and one at a time per talk. It goes on when the
// phone has lost its signal meanwhile: what was said is here.
func (a *Adapter) deliver(ctx context.Context, e *ear, t *talk, s said) (Line, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	defer context.AfterFunc(e.ctx, cancel)()
	t.posting.Lock()
	defer t.posting.Unlock()
	if err := t.remember(ctx, a.o.Past); err != nil {
		return Line{}, errors.Join(errBusy, err)
	}
	id := named(t.addr, s.id)
	if line, ok := t.line(id); ok {
		return line, nil // taken before; the answer got lost on its way
	}
	m := conversations.Message{ID: conversations.MessageID(id), Channel: Name, From: t.addr, At: a.now(), Text: s.text, Start: s.start, Tap: s.tap}
	line := Line{ID: id, Mine: true, Text: s.shown(t, a.o.Words("webchat.start")), At: m.At}
	if s.photo != nil {
		ref, err := a.o.Keep(ctx, s.photo, s.mime)
		if err != nil {
			return Line{}, errors.Join(errBusy, err)
		}
		m.Media = []conversations.Media{{Kind: conversations.Photo, Ref: ref, Mime: s.mime, Size: int64(len(s.photo))}}
		line.Photo = ref
	}
	taken := false
	t.add(line, true)
	defer func() { t.settle(id, taken) }()
	if err := e.in.Accept(ctx, m); err != nil {
		return Line{}, errors.Join(errBusy, err)
	}
	taken = true
	return line, nil
}

// named is the ID of a message for the rest of the bot: the page's own, made unique over all browsers.
func named(addr conversations.Address, id string) string {
	sum := sha256.Sum256([]byte("message " + string(addr)))
	return hex.EncodeToString(sum[:8]) + "." + id
}

// own is the page's own ID again, for lines of the person.
func own(addr conversations.Address, id string) string {
	return strings.TrimPrefix(id, named(addr, ""))
}

// refuse answers a message that was not taken.
func (a *Adapter) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		a.fail(w, http.StatusRequestEntityTooLarge, "webchat.error.photo_too_large", 0)
	case errors.Is(err, errLong):
		a.fail(w, http.StatusUnprocessableEntity, "webchat.error.too_long", 0)
	case errors.Is(err, errPicture):
		a.fail(w, http.StatusUnsupportedMediaType, "webchat.error.not_a_photo", 0)
	case errors.Is(err, errFast):
		a.fail(w, http.StatusTooManyRequests, "webchat.error.too_fast", 6*time.Second)
	case errors.Is(err, errBusy):
		a.log.WarnContext(r.Context(), "web chat: message not taken, the page will try again", "cause", cause(err))
		a.fail(w, http.StatusServiceUnavailable, "webchat.error.busy", 2*time.Second)
	default:
		a.fail(w, http.StatusBadRequest, "webchat.error.bad", 0)
	}
}

// cause names a failure without repeating its words, which may be a person's.
func cause(err error) string {
	switch {
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, context.DeadlineExceeded):
		return "too slow"
	}
	return "intake or files"
}
