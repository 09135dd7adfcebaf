package telegram

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"

	"github.com/go-telegram/bot"

	"sapa/bot/channel"
)

// updateLimit bounds one webhook call, in bytes; Telegram's own are a few kilobytes.
const updateLimit = 1 << 20

// listenWebhook is Listen while Telegram pushes: it tells Telegram where to, and lets Handler bring what comes. Telegram keeps the
// order within a chat by waiting for our answer.
func (a *Adapter) listenWebhook(ctx context.Context, in channel.Intake) error {
	a.intake.Store(&in)
	defer a.intake.Store(nil)
	if !a.insist(ctx, "setWebhook", a.setWebhook) {
		return nil
	}
	a.health.set(channel.Normal, "")
	<-ctx.Done()
	return nil
}

func (a *Adapter) setWebhook(ctx context.Context) error {
	var kinds []string
	if err := json.Unmarshal([]byte(allowedUpdates), &kinds); err != nil {
		return err
	}
	_, err := a.bot.SetWebhook(ctx, &bot.SetWebhookParams{URL: a.opt.Webhook, SecretToken: a.opt.Secret, AllowedUpdates: kinds})
	return err
}

// Handler takes Telegram's webhook calls. It answers 200 only after the intake has stored the update; 401 when the secret is
// wrong; 503 while nothing listens or nothing can be stored, so that Telegram brings the update again.
func (a *Adapter) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				a.log.Error("webhook panicked")
				w.WriteHeader(http.StatusInternalServerError)
			}
		}()
		w.WriteHeader(a.hook(w, r))
	})
}

// hook handles one call and gives the status to answer.
func (a *Adapter) hook(w http.ResponseWriter, r *http.Request) int {
	if !same(r.Header.Get("X-Telegram-Bot-Api-Secret-Token"), a.opt.Secret) {
		return http.StatusUnauthorized
	}
	if r.Method != http.MethodPost {
		return http.StatusMethodNotAllowed
	}
	in := a.intake.Load()
	if in == nil {
		return http.StatusServiceUnavailable
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, updateLimit))
	if err != nil {
		return http.StatusRequestEntityTooLarge
	}
	u, err := a.decodeOne(data)
	if err != nil {
		a.putAside("a webhook call could not be decoded")
		return http.StatusOK // it would come again for ever
	}
	messages := a.readAll(r.Context(), []*update{u})
	if len(messages) == 0 {
		return http.StatusOK
	}
	if err := accept(r.Context(), *in, messages); err != nil {
		a.log.Error("the intake took nothing", "messages", len(messages))
		return http.StatusServiceUnavailable
	}
	return http.StatusOK
}

// same compares without telling by its time where the difference lies, nor how long the secret is.
func same(given, want string) bool {
	g, w := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(g[:], w[:]) == 1
}
