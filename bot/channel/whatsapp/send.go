package whatsapp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"time"

	"go.mau.fi/whatsmeow"

	"sapa/bot/channel"
	"sapa/conversations"
)

// sendTime bounds a send with all that it may need first: asking for a person's devices and keys, uploading a file, or waiting
// until a connection that dropped stands again.
const (
	sendTime   = 10 * time.Second
	uploadTime = 90 * time.Second
)

// Send implements channel.Adapter. WhatsApp knows a message by its ID, which comes from id: sent again, it is the same message.
func (a *Adapter) Send(ctx context.Context, id string, to conversations.Address, out channel.Outgoing) (conversations.MessageID, error) {
	jid := recipient(to)
	if jid.IsEmpty() {
		return "", &channel.SendError{Verdict: channel.Refused, Err: errors.New("whatsapp: the address is none")}
	}
	cli := a.client.Load()
	if cli == nil || !cli.IsLoggedIn() {
		return "", &channel.SendError{Verdict: channel.Later, After: 2 * time.Second, All: true, Err: errors.New("whatsapp: not connected")}
	}
	limit := sendTime
	if out.Media != nil {
		limit = uploadTime
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	message, failed := a.compose(ctx, cli, out)
	if failed != nil {
		return "", failed
	}
	name := messageID(id)
	begun := time.Now()
	sent, err := cli.SendMessage(ctx, jid, message, whatsmeow.SendRequestExtra{ID: name, Timeout: a.acks.patience()})
	if err != nil {
		return "", a.sendError(err)
	}
	a.acks.took(min(time.Since(begun), sent.DebugTimings.Resp))
	a.health.sent(nil)
	return conversations.MessageID(name), nil
}

// messageID makes WhatsApp's name for a message from ours, in the form that linked devices give.
func messageID(id string) string {
	sum := sha256.Sum256([]byte("sapa " + id))
	return whatsmeow.WebMessageIDPrefix + strings.ToUpper(hex.EncodeToString(sum[:9]))
}

// latency remembers how long WhatsApp takes to acknowledge what we send. The library sends one message at a time and waits
// for the acknowledgement: one that is lost must not hold up everybody else for long.
type latency struct {
	mu      sync.Mutex
	typical time.Duration
}

// The bounds of patience. The shorter one keeps a lost acknowledgement from delaying others by two seconds.
const (
	leastPatience = 1200 * time.Millisecond
	mostPatience  = 8 * time.Second
)

// patience is how long to wait for an acknowledgement: many times what it usually takes.
func (l *latency) patience() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return min(max(5*l.typical, leastPatience), mostPatience)
}

func (l *latency) took(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.typical == 0 {
		l.typical = d
	}
	l.typical += (d - l.typical) / 8
}

// missed widens patience where acknowledgements come late again and again.
func (l *latency) missed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.typical = min(l.typical+l.typical/4+10*time.Millisecond, mostPatience)
}
