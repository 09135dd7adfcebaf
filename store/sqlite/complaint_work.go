package sqlite

import (
	"context"
	"fmt"

	"sapa/store"
)

// ActOnComplaint takes, answers, forwards or ends a complaint. It gives store.ErrNotFound for an unknown number,
// store.ErrConflict when it is ended already, a *store.TakenError to whoever takes it second, and a *store.ForbiddenError.
func (d *DB) ActOnComplaint(ctx context.Context, a store.ComplaintAct) error {
	number, ok := store.ParseNumber(a.Number)
	if !ok || a.At.IsZero() || a.By == "" || a.Kind.Worded() && a.Text == "" {
		return fmt.Errorf("act on complaint: %w", store.ErrInvalid)
	}
	a.Number = number
	if err := d.Write(ctx, func(tx *Tx) error { return d.actOnComplaint(tx, a) }); err != nil {
		return fmt.Errorf("act on complaint: %w", err)
	}
	return nil
}

func (d *DB) actOnComplaint(tx *Tx, a store.ComplaintAct) error {
	var id int64
	var c store.Complaint
	err := tx.QueryRow(`SELECT id, contact, region, status, officer FROM complaints WHERE number = $1`, a.Number).
		Scan(&id, &c.Contact, &c.Region, &c.Status, &c.Officer)
	if err != nil {
		return err
	}
	if err := mayServe(tx, a.By, c.Region); err != nil {
		return err
	}
	if a.Key != "" {
		var done int
		if err := tx.QueryRow(`SELECT count(*) FROM complaint_events WHERE key = $1`, a.Key).Scan(&done); err != nil || done > 0 {
			return err
		}
	}
	switch {
	case c.Status == store.ComplaintClosed:
		return store.ErrConflict
	case a.Kind == store.ComplaintTake && c.Officer == a.By:
		return nil
	case a.Kind == store.ComplaintTake && c.Officer != "" && mayDecide(tx, a.By, c.Region) != nil:
		return &store.TakenError{By: c.Officer}
	}
	if err := d.stepComplaint(tx, id, a); err != nil {
		return err
	}
	place, err := d.putComplaintEvent(tx, id, a)
	if err == nil {
		err = d.audit(tx, store.AuditEntry{At: a.At, By: a.By, Action: "complaint." + string(a.Kind), Object: a.Number})
	}
	if err == nil && a.Letter != nil {
		l := *a.Letter
		l.ID, l.Case, l.Contact, l.Priority = eventID(a.Number, place), a.Number, c.Contact, store.PriorityUpdate
		err = d.postFree(tx, l, a.At)
	}
	return err
}

func (d *DB) stepComplaint(tx *Tx, id int64, a store.ComplaintAct) (err error) {
	switch a.Kind {
	case store.ComplaintTake:
		_, err = tx.Exec(`UPDATE complaints SET status = $2, officer = $3 WHERE id = $1`, id, string(store.ComplaintHandled), a.By)
	case store.ComplaintEnd:
		_, err = tx.Exec(`UPDATE complaints SET status = $2 WHERE id = $1`, id, string(store.ComplaintClosed))
	case store.ComplaintLapor:
		_, err = tx.Exec(`UPDATE complaints SET lapor = $2 WHERE id = $1`, id, a.Text)
	case store.ComplaintAnswer, store.ComplaintForward:
		_, err = tx.Exec(`UPDATE complaints SET status = $2 WHERE id = $1`, id, string(store.ComplaintHandled))
	default:
		err = fmt.Errorf("%w: kind", store.ErrInvalid)
	}
	return err
}

func (d *DB) putComplaintEvent(tx *Tx, id int64, a store.ComplaintAct) (place int, err error) {
	err = tx.QueryRow(`SELECT COALESCE(max(place), 1) + 1 FROM complaint_events WHERE complaint = $1`, id).Scan(&place)
	var sealed []byte
	if err == nil && a.Text != "" {
		sealed, err = d.Seal("complaint_events.sealed|"+eventID(a.Number, place), a.Text)
	}
	if err != nil {
		return 0, err
	}
	var key any
	if a.Key != "" {
		key = a.Key
	}
	_, err = tx.Exec(`INSERT INTO complaint_events (complaint, place, key, kind, at, by, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, place, key, string(a.Kind), a.At, a.By, sealed)
	return place, err
}

// ComplaintActs gives what was done with a complaint, in order.
func (d *DB) ComplaintActs(ctx context.Context, number string) ([]store.ComplaintAct, error) {
	number, _ = store.ParseNumber(number)
	var acts []store.ComplaintAct
	err := d.Read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT e.place, e.kind, e.at, e.by, e.sealed FROM complaint_events e
			JOIN complaints c ON c.id = e.complaint WHERE c.number = $1 ORDER BY e.place`, number) {
			a := store.ComplaintAct{Number: number}
			var sealed []byte
			if err == nil {
				err = row.Scan(&a.Place, &a.Kind, &a.At, &a.By, &sealed)
			}
			if err == nil {
				err = d.Open("complaint_events.sealed|"+a.Event(), sealed, &a.Text)
			}
			if err != nil {
				return err
			}
			acts = append(acts, a)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("acts on complaint: %w", err)
	}
	return acts, nil
}

// ComplaintsFor gives a page of complaints as somebody of the office may read them: see store.Complaint.For. It gives a
// *store.ForbiddenError to whoever may read none.
func (d *DB) ComplaintsFor(ctx context.Context, viewer string, f store.ComplaintFilter) ([]store.Complaint, error) {
	o, err := d.reader(ctx, viewer)
	if err != nil {
		return nil, err
	}
	if o.Region != "" {
		f.Region = o.Region
	}
	if f.Limit <= 0 {
		f.Limit = pageUsual
	}
	step, order := "<", "DESC"
	where := `($1 = '' OR region IN ($1, '')) AND ($2 = '' OR status = $2)`
	if f.Open {
		step, order = ">", "ASC"
		where += ` AND status <> 'selesai'`
	}
	where += ` AND ($3 = '' OR id ` + step + ` (SELECT id FROM complaints WHERE number = $3))`
	all, err := d.complaints(ctx, `SELECT `+complaintColumns+` FROM complaints WHERE `+where+` ORDER BY id `+order+` LIMIT $4`,
		f.Region, string(f.Status), f.After, min(f.Limit, pageMost))
	for i := range all {
		all[i] = all[i].For(o)
	}
	return all, err
}

// ComplaintsOpen counts the complaints that are not ended: of a kab/kota and of none, or of all when region is "".
func (d *DB) ComplaintsOpen(ctx context.Context, region string) (n int, err error) {
	err = d.read(ctx, func(tx *Tx) error {
		return tx.QueryRow(`SELECT count(*) FROM complaints INDEXED BY complaints_open WHERE status <> 'selesai' AND ($1 = '' OR region IN ($1, ''))`,
			region).Scan(&n)
	})
	if err != nil {
		return 0, fmt.Errorf("count complaints: %w", err)
	}
	return n, nil
}

// ComplaintFor gives a complaint as somebody of the office may read it, as ComplaintsFor does; or store.ErrNotFound.
func (d *DB) ComplaintFor(ctx context.Context, viewer, number string) (store.Complaint, error) {
	o, err := d.reader(ctx, viewer)
	if err != nil {
		return store.Complaint{}, err
	}
	c, err := d.ComplaintByNumber(ctx, number)
	if err == nil && o.Region != "" && c.Region != "" && c.Region != o.Region {
		err = &store.ForbiddenError{By: viewer, Why: store.RefusedRegion, Need: c.Region}
	}
	if err != nil {
		return store.Complaint{}, err
	}
	return c.For(o), nil
}

// reader gives somebody of the office who may read complaints; the operator reads as somebody of the province.
func (d *DB) reader(ctx context.Context, login string) (o store.Officer, err error) {
	if login == store.Operator {
		return store.Officer{Login: login}, nil
	}
	err = d.Read(ctx, func(tx *Tx) error {
		if o, err = worker(tx, login); err != nil {
			return err
		}
		switch {
		case !o.Disabled.IsZero():
			return &store.ForbiddenError{By: login, Why: store.RefusedUnknown}
		case o.Role == store.RoleAdmin:
			return &store.ForbiddenError{By: login, Why: store.RefusedRole, Need: string(store.RoleOfficer)}
		}
		return nil
	})
	if err != nil {
		return o, fmt.Errorf("read complaints: %w", err)
	}
	return o, nil
}
