package console

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"net/http"
	"time"

	"sapa/store"
)

type chatStore interface {
	SetChatCode(ctx context.Context, login, code, by string, at time.Time) error
	OfficerChats(ctx context.Context) ([]store.OfficerChat, error)
}

// chatted tells whether an officer has a chat linked.
func (v *visit) chatted(ctx context.Context) (bool, error) {
	all, err := v.o.Store.OfficerChats(ctx)
	for _, c := range all {
		if c.Login == v.officer.Login {
			return true, nil
		}
	}
	return false, err
}

// linkOwnChat shows the officer a code that links their own chat, once and for a short while. It stands on this page alone.
func (v *visit) linkOwnChat() error {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return fmt.Errorf("make a code for a chat: %w", err)
	}
	code := fmt.Sprintf("%06d", n.Int64())
	if err := v.o.Store.SetChatCode(v.r.Context(), v.officer.Login, code, v.officer.Login, v.now); err != nil {
		return err
	}
	return v.showAccountWith(http.StatusOK, "", code)
}
