// Package redis keeps a fast copy of the talks under way that several processes share. The truth is in SQLite: what is
// lost here is loaded from there.
package redis

import (
	"context"
	"errors"
	"fmt"
	"time"

	driver "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/vault"
)

// save writes a session unless the one kept has the same turn or a later one. KEYS: session. ARGV: turn, sealed
// session, milliseconds until it is forgotten. One trip, one key, so it also works on a cluster.
const save = `
local kept = tonumber(redis.call('HGET', KEYS[1], 'v'))
if kept and kept >= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'v', ARGV[1], 'd', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`

// Sessions keeps sessions in Redis, sealed, each as a hash {v: turn, d: session} at sapa:session:<contact>.
type Sessions struct {
	client *driver.Client
	trips  *trips
	vault  *vault.Vault
	save   *driver.Script
	ttl    time.Duration
}

// Open prepares to use the Redis at url (redis://, rediss:// or unix://). A session that is not saved again for ttl is
// forgotten. It fails for a wrong url only: while Redis is down, calls give store.ErrUnavailable, and once it is back
// they work.
func Open(ctx context.Context, url string, v *vault.Vault, ttl time.Duration) (*Sessions, error) {
	o, err := driver.ParseURL(url)
	if err != nil {
		return nil, errors.New("redis URL is not of the form redis://user:password@host:port/number") // it may hold a password
	}
	o.PoolSize = 8                  // one carries all sessions; the others are for pings
	o.PoolTimeout = 2 * time.Second // to wait for a free connection
	o.DialTimeout = 500 * time.Millisecond
	o.ReadTimeout = 500 * time.Millisecond // callers have SQLite to fall back on
	o.WriteTimeout = 500 * time.Millisecond
	o.MaxRetries = 1
	o.DialerRetries = 1
	o.ContextTimeoutEnabled = true
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	s := &Sessions{client: driver.NewClient(o), vault: v, save: driver.NewScript(save), ttl: ttl}
	s.trips = newTrips(s.client)
	_ = s.save.Load(ctx, s.client).Err() // spares the first save a trip; when Redis is down, it costs one
	return s, nil
}

// Close ends all connections.
func (s *Sessions) Close() error {
	s.trips.close()
	return s.client.Close()
}

// Ping tells whether Redis answers.
func (s *Sessions) Ping(ctx context.Context) error {
	return told(ctx, "ping", s.client.Ping(ctx).Err())
}

// Load gives the session of a contact, or store.ErrNotFound.
func (s *Sessions) Load(ctx context.Context, contact conversations.ContactID) (conversations.Session, error) {
	get := driver.NewStringCmd(ctx, "HGET", key(contact), "d")
	switch err := s.trips.do(ctx, get, true); {
	case errors.Is(err, driver.Nil):
		return conversations.Session{}, fmt.Errorf("load session: %w", store.ErrNotFound)
	case err != nil:
		return conversations.Session{}, told(ctx, "load session", err)
	}
	sealed, err := get.Bytes()
	if err != nil {
		return conversations.Session{}, told(ctx, "load session", err)
	}
	plain, err := s.vault.Open(sealed, store.SessionPlace(contact))
	if err != nil {
		return conversations.Session{}, fmt.Errorf("load session: %w", err)
	}
	return store.ReadSession(plain)
}

// Save writes a session. It gives store.ErrConflict, and writes nothing, unless its turn is above the one kept.
func (s *Sessions) Save(ctx context.Context, session conversations.Session) error {
	sealed, err := s.vault.Seal(store.WriteSession(session), store.SessionPlace(session.Contact))
	if err != nil {
		return err
	}
	return s.SaveSealed(ctx, session.Contact, session.Turn, sealed)
}

// SaveSealed is Save of a session that is sealed already, by the same vault.
func (s *Sessions) SaveSealed(ctx context.Context, contact conversations.ContactID, turn int, sealed []byte) error {
	saved, err := s.run(ctx, "EVALSHA", s.save.Hash(), contact, turn, sealed)
	if err != nil && driver.HasErrorPrefix(err, "NOSCRIPT") { // Redis was started anew
		saved, err = s.run(ctx, "EVAL", save, contact, turn, sealed)
	}
	if err != nil {
		return told(ctx, "save session", err)
	}
	if saved == 0 {
		return fmt.Errorf("save session: %w", store.ErrConflict)
	}
	return nil
}

// run runs the script that saves.
func (s *Sessions) run(ctx context.Context, how, script string, contact conversations.ContactID, turn int, sealed []byte) (int64, error) {
	cmd := driver.NewIntCmd(ctx, how, script, 1, key(contact), turn, sealed, s.ttl.Milliseconds())
	if err := s.trips.do(ctx, cmd, false); err != nil {
		return 0, err
	}
	return cmd.Result()
}

// Drop forgets a session.
func (s *Sessions) Drop(ctx context.Context, contact conversations.ContactID) error {
	return told(ctx, "drop session", s.client.Del(ctx, key(contact)).Err())
}

func key(contact conversations.ContactID) string { return "sapa:session:" + string(contact) }

// told turns an error of the client into one that callers know. What Redis itself answered is a defect, of ours or of
// its set-up; all else means that it cannot be reached, which includes the answers of a Redis that starts or is full.
func told(ctx context.Context, doing string, err error) error {
	var answer driver.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	case errors.As(err, &answer) && !driver.IsLoadingError(err) && !driver.IsReadOnlyError(err) &&
		!driver.IsOOMError(err) && !driver.IsMaxClientsError(err) && !driver.IsClusterDownError(err):
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fmt.Errorf("%s: %w: %w", doing, store.ErrUnavailable, err)
}
