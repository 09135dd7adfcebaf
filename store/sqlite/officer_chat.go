package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// SetChatCode gives an officer a code that links a chat, once and within store.ChatCodeLife; an earlier one ends. It gives
// store.ErrNotFound for an unknown or disabled login.
func (d *DB) SetChatCode(ctx context.Context, login, code, by string, at time.Time) error {
	finger := d.Index("officer code", code)
	err := d.Write(ctx, func(tx *Tx) error {
		o, err := worker(tx, login)
		if err != nil || !o.Disabled.IsZero() {
			return store.ErrNotFound
		}
		_, err = tx.Exec(`INSERT INTO officer_codes (login, finger, until) VALUES ($1, $2, $3)
			ON CONFLICT (login) DO UPDATE SET finger = $2, until = $3`, login, finger, at.Add(store.ChatCodeLife))
		if err == nil {
			err = d.audit(tx, store.AuditEntry{At: at, By: by, Action: "officer.chat_code", Object: login})
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("set chat code: %w", err)
	}
	return nil
}

// LinkChat makes a contact the chat of the officer whose code it tells. It gives store.ErrProof for a wrong or old code,
// and store.ErrTooMany after store.ChatCodeTries wrong ones within store.ProofSpan. A chat is of one officer, and an
// officer has one chat: what was linked before ends.
func (d *DB) LinkChat(ctx context.Context, contact conversations.ContactID, code string, now time.Time) (o store.Officer, err error) {
	finger, n := d.Index("officer code", code), contactNumber(contact)
	wrong := false
	err = d.Write(ctx, func(tx *Tx) error {
		wrong = false
		var tries int
		if err := tx.QueryRow(`SELECT count(*) FROM officer_code_tries WHERE contact = $1 AND at > $2`, n, now.Add(-store.ProofSpan)).Scan(&tries); err != nil {
			return err
		}
		if tries >= store.ChatCodeTries {
			return store.ErrTooMany
		}
		var login string
		err := tx.QueryRow(`SELECT login FROM officer_codes WHERE finger = $1 AND until > $2`, finger, now).Scan(&login)
		if err == nil {
			o, err = worker(tx, login)
		}
		if wrong = errors.Is(err, store.ErrNotFound) || err == nil && !o.Disabled.IsZero(); wrong {
			_, err := tx.Exec(`INSERT INTO officer_code_tries (contact, at) VALUES ($1, $2)`, n, now)
			return err
		}
		if err == nil {
			err = d.linkChat(tx, login, n, now)
		}
		return err
	})
	if err == nil && wrong {
		err = store.ErrProof
	}
	if err != nil {
		return store.Officer{}, fmt.Errorf("link chat: %w", err)
	}
	return o, nil
}

func (d *DB) linkChat(tx *Tx, login string, contact int64, now time.Time) error {
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`DELETE FROM officer_codes WHERE login = $1`, []any{login}},
		{`DELETE FROM officer_chats WHERE login = $1 OR contact = $2`, []any{login, contact}},
		{`INSERT INTO officer_chats (login, contact, since) VALUES ($1, $2, $3)`, []any{login, contact, now}},
	} {
		if _, err := tx.Exec(step.query, step.args...); err != nil {
			return err
		}
	}
	return d.audit(tx, store.AuditEntry{At: now, By: login, Action: "officer.chat", Object: login})
}

// UnlinkChat ends the link of an officer's chat; nothing happens when there is none.
func (d *DB) UnlinkChat(ctx context.Context, login, by string, at time.Time) error {
	err := d.Write(ctx, func(tx *Tx) error {
		n, err := tx.Exec(`DELETE FROM officer_chats WHERE login = $1`, login)
		if err == nil && n > 0 {
			err = d.audit(tx, store.AuditEntry{At: at, By: by, Action: "officer.unchat", Object: login})
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("unlink chat: %w", err)
	}
	return nil
}

// OfficerInChat gives the officer whose chat a contact is, or store.ErrNotFound: also for one who was disabled since.
func (d *DB) OfficerInChat(ctx context.Context, contact conversations.ContactID) (o store.Officer, err error) {
	err = d.read(ctx, func(tx *Tx) error {
		return tx.QueryRow(`SELECT o.login, o.role, o.region FROM officer_chats c JOIN officers o ON o.login = c.login
			WHERE c.contact = $1 AND o.disabled IS NULL`, contactNumber(contact)).Scan(&o.Login, &o.Role, &o.Region)
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		err = fmt.Errorf("officer of a chat: %w", err)
	}
	return o, err
}

// OfficerChats gives the chats of all officers who work on cases and are not disabled.
func (d *DB) OfficerChats(ctx context.Context) (all []store.OfficerChat, err error) {
	err = d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT o.login, o.role, o.region, c.contact, c.since FROM officer_chats c
			JOIN officers o ON o.login = c.login WHERE o.disabled IS NULL AND o.role IN ('petugas', 'penyelia') ORDER BY o.login`) {
			var c store.OfficerChat
			if err == nil {
				err = row.Scan(&c.Login, &c.Role, &c.Region, &c.Contact, &c.Since)
			}
			if err != nil {
				return err
			}
			all = append(all, c)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("chats of officers: %w", err)
	}
	return all, nil
}

// LoadOf counts what waits for the officers of a kab/kota, or of the province when it is empty.
func (d *DB) LoadOf(ctx context.Context, region string, now time.Time) (l store.Load, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		return tx.QueryRow(`SELECT
			(SELECT count(*) FROM cases WHERE status = 'diajukan' AND officer = '' AND ($1 = '' OR region = $1)),
			(SELECT count(*) FROM cases WHERE due < $2 AND ($1 = '' OR region = $1)),
			(SELECT count(*) FROM tickets WHERE closed IS NULL AND officer = '' AND ($1 = '' OR region = $1 OR region = ''))`,
			region, now).Scan(&l.New, &l.Overdue, &l.Tickets)
	})
	if err != nil {
		return l, fmt.Errorf("count what waits: %w", err)
	}
	return l, nil
}
