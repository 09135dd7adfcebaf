package sqlite

import (
	"context"
	"errors"
	"fmt"

	"sapa/store"
)

// PastAid gives what a person received by the tables that were taken in, the newest first; of an institution, that has no
// NIK, what it received under its name in the kab/kota.
func (d *DB) PastAid(ctx context.Context, nik, group, region string) ([]store.Recipient, error) {
	var finds [][]byte
	if nik != "" {
		finds = append(finds, d.recipientIndex(nik, "", ""))
	}
	if group != "" {
		finds = append(finds, d.recipientIndex("", group, region))
	}
	var out []store.Recipient
	for _, who := range finds {
		var rows []store.Recipient
		var sealed [][]byte
		err := d.read(ctx, func(tx *Tx) (err error) {
			rows, err = collect(tx, func(row Row) (r store.Recipient, err error) {
				var body []byte
				err = row.Scan(&r.Programme, &r.Year, &r.Region, &body)
				sealed = append(sealed, body)
				return r, err
			}, `SELECT programme, year, region, sealed FROM recipients WHERE who = $1 ORDER BY year DESC, programme`, who)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("past aid: %w", err)
		}
		for i := range rows {
			if err := d.Open(recipientPlace(who, rows[i].Programme, rows[i].Year), sealed[i], &rows[i]); err != nil {
				return nil, fmt.Errorf("open past aid: %w", err)
			}
		}
		out = append(out, rows...)
	}
	return out, nil
}

// RegistrationOf says what the newest extract of DTSEN has about a NIK: of a kab/kota's own extract whether it lists the
// NIK, and otherwise where another lists it.
func (d *DB) RegistrationOf(ctx context.Context, nik, region string) (store.Registration, error) {
	who := d.Index("nik", nik)
	var r, listed store.Registration
	var sealed []byte
	var id int64
	err := d.Read(ctx, func(tx *Tx) error {
		err := tx.QueryRow(`SELECT i.as_of FROM dtsen_covers v JOIN imports i ON i.id = v.import
			WHERE v.region = $1 AND i.state = 'selesai' ORDER BY i.as_of DESC, i.id DESC LIMIT 1`, region).Scan(&r.AsOf)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		r.Known, r.Region = err == nil, region
		err = tx.QueryRow(`SELECT i.as_of, p.region, p.sealed, i.id FROM dtsen p JOIN imports i ON i.id = p.import
			WHERE p.who = $1 AND i.state = 'selesai' ORDER BY i.as_of DESC, i.id DESC LIMIT 1`, who).Scan(&listed.AsOf, &listed.Region, &sealed, &id)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		listed.Known, listed.Listed = err == nil, true
		return err
	})
	if err == nil && listed.Known && (!r.Known || listed.AsOf >= r.AsOf) {
		r = listed
		err = d.Open(dtsenPlace(who, id), sealed, &r.Decile)
	}
	if err != nil {
		return r, fmt.Errorf("registration: %w", err)
	}
	return r, nil
}

// DropOldExtracts takes away who is in extracts of DTSEN of which every kab/kota has a newer one.
func (d *DB) DropOldExtracts(ctx context.Context) error {
	const old = `SELECT i.id FROM imports i WHERE i.kind = 'dtsen' AND i.state = 'selesai' AND EXISTS (SELECT 1 FROM dtsen_covers v WHERE v.import = i.id)
		AND NOT EXISTS (SELECT 1 FROM dtsen_covers v WHERE v.import = i.id AND NOT EXISTS (
			SELECT 1 FROM dtsen_covers n JOIN imports x ON x.id = n.import WHERE n.region = v.region AND x.state = 'selesai'
				AND (x.as_of > i.as_of OR x.as_of = i.as_of AND x.id > i.id)))`
	for {
		var n int64
		err := d.Write(ctx, func(tx *Tx) (err error) {
			n, err = tx.Exec(`DELETE FROM dtsen WHERE (who, import) IN (SELECT who, import FROM dtsen WHERE import IN (`+old+`) LIMIT $1)`, portion)
			if err == nil && n < portion {
				_, err = tx.Exec(`DELETE FROM dtsen_covers WHERE import IN (` + old + `)`)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("drop old extracts: %w", err)
		}
		if n < portion {
			return nil
		}
	}
}
