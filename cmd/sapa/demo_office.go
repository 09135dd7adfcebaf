package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"

	"sapa/bot/console"
	"sapa/store"
)

// demoOffice makes the ready-made logins and their work, unless somebody real works here.
func demoOffice(ctx context.Context, a *app, now time.Time) error {
	err := demoOfficers(ctx, a.house, now)
	if errors.Is(err, store.ErrConflict) {
		a.log.Warn("somebody works here already: the demo brings no logins and no cases")
		return nil
	}
	if err != nil {
		return err
	}
	return fillCases(ctx, a, now)
}

func demoOfficers(ctx context.Context, h *house, now time.Time) error {
	logins := console.DemoLogins()
	if c, err := h.db.Credentials(ctx, logins[len(logins)-1].Login); err == nil && c.Example {
		return nil
	}
	hash, err := argon2id.CreateHash(console.DemoPassword, console.Hashing())
	if err != nil {
		return fmt.Errorf("hash the password of the demo: %w", err)
	}
	for _, o := range logins {
		o.Added = now
		if err := h.db.AddExample(ctx, o, hash, now); err != nil {
			return err
		}
	}
	return nil
}
