package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"time"

	"sapa/store"
)

type officerChatCmd struct {
	Login string `arg:"" help:"As in officer list."`
	End   bool   `help:"End the link instead."`
}

// Run prints a code, or ends a link.
func (c *officerChatCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		if c.End {
			if err := h.db.UnlinkChat(ctx, c.Login, store.Operator, time.Now()); err != nil {
				return err
			}
			fmt.Fprintf(s.out, "no chat is linked to %s\n", c.Login)
			return nil
		}
		code, err := chatCode()
		if err != nil {
			return err
		}
		err = h.db.SetChatCode(ctx, c.Login, code, store.Operator, time.Now())
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("there is no officer %s", c.Login)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s sends to the bot, within %d minutes: /kode %s\n", c.Login, int(store.ChatCodeLife.Minutes()), code)
		return nil
	})
}

// chatCode makes up six digits.
func chatCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", n.Int64()), nil
}
