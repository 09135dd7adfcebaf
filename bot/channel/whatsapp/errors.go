package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"

	"sapa/bot/channel"
)

var errPanicked = errors.New("the intake panicked")

// Codes with which WhatsApp refuses a message.
const (
	codeTimelock = 463 // no first messages to new people for a while
	codeLimited  = 429
	codeInvalid  = 479 // the stanza
)

var (
	digits  = regexp.MustCompile(`\d{5,}`)
	refusal = regexp.MustCompile(`server returned error (\d+)`)
)

// redact gives an error's words without numbers and addresses of people. The library writes both into its errors.
func redact(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err // its URL names a file
	}
	return digits.ReplaceAllString(err.Error(), "…")
}

// sendError turns what the library said about a send into a verdict, and tells the governor.
func (a *Adapter) sendError(err error) *channel.SendError {
	out := &channel.SendError{Verdict: channel.Later, Err: fmt.Errorf("whatsapp: send: %s", redact(err))}
	code := refused(err)
	switch {
	case code == codeTimelock:
		out.After = 15 * time.Minute
	case code == codeLimited:
		out.After, out.All = time.Minute, true
	case code == codeInvalid:
		out.Verdict = channel.Refused
	case code != 0:
		out.After = time.Minute
	case strings.Contains(err.Error(), "no LID found"):
		out.Verdict = channel.Gone // the number is not on WhatsApp
	case errors.Is(err, whatsmeow.ErrIQRateOverLimit):
		out.After, out.All = time.Minute, true
	case errors.Is(err, whatsmeow.ErrMessageTimedOut):
		out.After, out.Doubt = 2*time.Second, true
		a.acks.missed()
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		out.Doubt = true
	case errors.Is(err, whatsmeow.ErrNotConnected), errors.Is(err, whatsmeow.ErrNotLoggedIn):
		out.After, out.All = 2*time.Second, true
	default:
		var broken net.Error
		out.Doubt = !errors.As(err, &broken)
	}
	a.health.sent(err)
	return out
}

// refused gives the code with which WhatsApp refused a message, which the library has in its words alone; 0: it did not.
func refused(err error) int {
	if !errors.Is(err, whatsmeow.ErrServerReturnedError) {
		return 0
	}
	found := refusal.FindStringSubmatch(err.Error())
	if found == nil {
		return 0
	}
	code, _ := strconv.Atoi(found[1])
	return code
}
