package sqlite

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// member is one reason why a contact belongs to an audience: a case of a person, or a wish without one.
type member struct{ contact, person, caseID int64 }

// candidate is a contact of an audience on the way to become a pick. Heard and place tell of where it was last heard.
type candidate struct {
	member
	first, last int   // its members, in the list sorted by contact
	address     int64 // 0: none that may be written to
	channel     int8  // of address, in the list of channels
	place       int8
	stopped     bool
	cold, gone  bool
	heard       int64 // unix milliseconds
	reached     int64 // when address was heard
}

// crowd is an audience with its people, each once.
type crowd struct {
	channels []store.ReachChannel
	members  []member
	picks    []candidate // to be told, the last heard first
	reach    store.Reach
}

// AudienceReach counts an audience as it is right now: whoever would be told, and who would not and why. Listed is the broadcast
// whose imported list is meant, 0 for none.
func (d *DB) AudienceReach(ctx context.Context, a store.Audience, listed int64, channels []store.ReachChannel, now time.Time) (store.Reach, error) {
	c, err := d.gather(ctx, a, listed, channels, now)
	if err != nil {
		return store.Reach{}, err
	}
	return c.reach, nil
}

// gather finds the people of an audience on one unchanging view. It takes some 100 bytes a person.
func (d *DB) gather(ctx context.Context, a store.Audience, listed int64, channels []store.ReachChannel, now time.Time) (*crowd, error) {
	c := &crowd{channels: channels}
	err := d.Read(ctx, func(tx *Tx) error {
		query, args := audienceQuery(a, listed)
		for row, err := range tx.Query(query, args...) {
			var m member
			if err == nil {
				err = row.Scan(&m.contact, &m.person, &m.caseID)
			}
			if err != nil {
				return err
			}
			c.members = append(c.members, m)
		}
		all, err := c.look(tx, a, now)
		if err == nil {
			c.choose(all)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("gather audience: %w", err)
	}
	return c, nil
}

// audienceQuery gives contact, person and case of everybody meant; 0 for what is not known.
func audienceQuery(a store.Audience, listed int64) (string, []any) {
	var where []string
	var args []any
	among := func(column string, values ...string) {
		var places []string
		for _, v := range values {
			args = append(args, v)
			places = append(places, fmt.Sprintf("$%d", len(args)))
		}
		if len(places) > 0 {
			where = append(where, column+" IN ("+strings.Join(places, ", ")+")")
		}
	}
	of := func(column, value string) {
		if value != "" {
			among(column, value)
		}
	}
	if a.Year != 0 && (a.Source == store.FromCases || a.Source == store.FromInterests) {
		args = append(args, a.Year)
		where = append(where, fmt.Sprintf("c.year = $%d", len(args)))
	}
	var query string
	switch a.Source {
	case store.FromCases:
		of("c.programme", a.Programme)
		among("c.status", statusTexts(a.Statuses)...)
		among("c.region", a.Regions...)
		among("c.district", a.Districts...)
		query = "SELECT CAST(c.contact AS INTEGER), COALESCE(c.person, 0), c.id FROM cases c"
	case store.FromInterests:
		of("c.programme", a.Programme)
		if len(a.Regions) > 0 {
			among("c.region", append([]string{""}, a.Regions...)...)
		}
		query = `SELECT CAST(c.contact AS INTEGER), COALESCE((SELECT max(k.person) FROM cases k WHERE k.contact = c.contact), 0), 0 FROM interests c`
	case store.FromList:
		args = append(args, listed)
		where = append(where, "c.broadcast = $1")
		query = "SELECT c.contact, COALESCE(k.person, 0), c.case_id FROM broadcast_listed c LEFT JOIN cases k ON k.id = c.case_id"
	default:
		query = `SELECT c.id, COALESCE((SELECT max(k.person) FROM cases k WHERE k.contact = CAST(c.id AS TEXT)), 0), 0 FROM contacts c`
		where = append(where, "EXISTS (SELECT 1 FROM addresses x WHERE x.contact = c.id AND x.heard_at IS NOT NULL)")
	}
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	return query, args
}

func statusTexts(statuses []store.Status) []string {
	out := make([]string, len(statuses))
	for i, s := range statuses {
		out[i] = string(s)
	}
	return out
}

// manyContacts is from how many contacts on it is quicker to read every address than to look each contact up.
const manyContacts = 5000

// look makes candidates of the members and finds where each may be written to.
func (c *crowd) look(tx *Tx, a store.Audience, now time.Time) ([]candidate, error) {
	slices.SortFunc(c.members, func(x, y member) int {
		return cmp.Or(cmp.Compare(x.contact, y.contact), cmp.Compare(y.caseID, x.caseID))
	})
	var all []candidate
	for i, m := range c.members {
		if n := len(all); n > 0 && all[n-1].contact == m.contact {
			all[n-1].last = i + 1
			continue
		}
		all = append(all, candidate{member: m, first: i, last: i + 1, place: -1, channel: -1})
	}
	const columns = `SELECT a.contact, a.id, a.channel, COALESCE(a.heard_at, 0), a.gone_at IS NOT NULL, k.stopped_at IS NOT NULL
		FROM addresses a JOIN contacts k ON k.id = a.contact`
	if len(all) < manyContacts {
		for i := range all {
			if err := c.addresses(tx, all[i:i+1], a, now, columns+" WHERE a.contact = $1", all[i].contact); err != nil {
				return nil, err
			}
		}
		return all, nil
	}
	return all, c.addresses(tx, all, a, now, columns)
}

func (c *crowd) addresses(tx *Tx, all []candidate, a store.Audience, now time.Time, query string, args ...any) error {
	for row, err := range tx.Query(query, args...) {
		var contact, id, heard int64
		var channel string
		var gone, stopped bool
		if err == nil {
			err = row.Scan(&contact, &id, &channel, &heard, &gone, &stopped)
		}
		if err != nil {
			return err
		}
		i, found := slices.BinarySearchFunc(all, contact, func(x candidate, contact int64) int { return cmp.Compare(x.contact, contact) })
		if found {
			c.address(&all[i], a, now, id, conversations.Channel(channel), heard, gone, stopped)
		}
	}
	return nil
}

// address weighs one address of a candidate: the last heard of those that may be written to is taken.
func (c *crowd) address(x *candidate, a store.Audience, now time.Time, id int64, channel conversations.Channel, heard int64, gone, stopped bool) {
	x.stopped = x.stopped || stopped
	at := int8(slices.IndexFunc(c.channels, func(r store.ReachChannel) bool { return r.Channel == channel }))
	if at < 0 || a.Channel != "" && a.Channel != channel {
		return
	}
	if heard >= x.heard || x.place < 0 {
		x.heard, x.place = heard, at
	}
	warm := c.channels[at].Warm
	cold := warm > 0 && now.UnixMilli()-heard > warm.Milliseconds()
	x.gone, x.cold = x.gone || gone, x.cold || cold && !gone
	if !gone && !cold && (x.address == 0 || heard > x.reached) {
		x.address, x.channel, x.reached = id, at, heard
	}
}
