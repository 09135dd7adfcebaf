package telegram

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/go-telegram/bot"

	"sapa/bot/channel"
)

// The reasons of Health: keys of the message catalogue.
const (
	ReasonStarting     = "health.starting"     // not connected yet
	ReasonUnreachable  = "health.unreachable"  // network or platform down
	ReasonUnauthorized = "health.unauthorized" // the token is wrong or was revoked
	ReasonConflict     = "health.conflict"     // somebody else reads this bot's updates
	ReasonLimited      = "health.limited"      // too many messages; until Health.Until
	ReasonStorage      = "health.storage"      // the intake cannot store what came in
)

// sendError turns whatever the library said into a verdict, and notes what it means for Health.
func (a *Adapter) sendError(method string, err error) *channel.SendError {
	out := &channel.SendError{Verdict: channel.Later, Err: fmt.Errorf("telegram %s: %s", method, a.words(err))}
	var limited *bot.TooManyRequestsError
	var migrated *bot.MigrateError
	var server *serverError
	switch {
	case errors.As(err, &limited):
		out.After, out.All = time.Duration(max(limited.RetryAfter, 1))*time.Second, true
		a.health.limited(out.After)
	case errors.Is(err, bot.ErrorForbidden), errors.As(err, &migrated), errors.Is(err, bot.ErrorBadRequest) && unknownChat(err):
		out.Verdict = channel.Gone
	case errors.Is(err, bot.ErrorBadRequest):
		out.Verdict = channel.Refused
	case errors.Is(err, bot.ErrorUnauthorized), errors.Is(err, bot.ErrorNotFound):
		out.After, out.All = 30*time.Second, true
		a.health.troubled(ReasonUnauthorized)
	case errors.Is(err, bot.ErrorConflict):
	case errors.As(err, &server):
		out.Doubt = true // a gateway gives up on requests that went through
		a.health.failed()
	case errors.Is(err, context.Canceled):
		out.Doubt = true
		out.Err = fmt.Errorf("telegram %s: %w", method, context.Canceled)
	default:
		out.Doubt = !neverSent(err)
		a.health.failed()
	}
	return out
}

// unknownChat tells refusals that concern the address from those that concern the message.
func unknownChat(err error) bool {
	text := strings.ToLower(err.Error())
	for _, words := range []string{"chat not found", "user not found", "peer_id_invalid", "user_deactivated", "chat was deleted", "user_is_deactivated"} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// neverSent: the connection did not even come about.
func neverSent(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	return errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") || errors.As(err, &dns) || errors.As(err, &cert)
}

// words says what went wrong in words that may be logged: no token, no URL, no chat, nothing a person wrote. The library's own
// texts hold whole answers of the server, so they are never repeated; the platform's descriptions are, with digits and
// quotations taken out.
func (a *Adapter) words(err error) string {
	var limited *bot.TooManyRequestsError
	var server *serverError
	var wrapped *url.Error
	var ours plain
	switch {
	case errors.As(err, &ours):
		return string(ours)
	case errors.As(err, &limited):
		return fmt.Sprintf("too many requests, retry after %d s", limited.RetryAfter)
	case errors.As(err, &server):
		return server.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.As(err, &wrapped):
		return a.words(wrapped.Err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection closed before the answer"
	}
	for _, kind := range []error{bot.ErrorForbidden, bot.ErrorBadRequest, bot.ErrorUnauthorized, bot.ErrorNotFound, bot.ErrorConflict} {
		if errors.Is(err, kind) {
			_, description, _ := strings.Cut(err.Error(), ", ")
			return cleaned(kind.Error(), description)
		}
	}
	var network net.Error
	if errors.As(err, &network) {
		return a.scrub(network.Error())
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return fmt.Sprintf("failed (%T)", err)
}

var (
	quotes = regexp.MustCompile(`"[^"]*"?|<[^>]*>?`)
	digits = regexp.MustCompile(`[0-9]{5,}`)
)

// cleaned is a description of the platform, cleaned and short.
func cleaned(kind, description string) string {
	clean := digits.ReplaceAllString(quotes.ReplaceAllString(description, "..."), "#")
	if r := []rune(clean); len(r) > 120 {
		clean = string(r[:120])
	}
	if clean == "" {
		return kind
	}
	return clean
}

// scrub takes the token out of a text that is otherwise harmless.
func (a *Adapter) scrub(text string) string { return strings.ReplaceAll(text, a.opt.Token, "***") }

// plain is an error of our own whose text may be logged.
type plain string

func (e plain) Error() string { return string(e) }
