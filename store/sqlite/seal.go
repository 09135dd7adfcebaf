package sqlite

import (
	"encoding/json"
	"fmt"
)

// Seal writes v as JSON and seals it for one place: "table.column|key". Open gives it back only with the same place.
func (d *DB) Seal(place string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write sealed %T: %w", v, err)
	}
	return d.vault.Seal(plain, place)
}

// Open reads what Seal sealed for place into v. An empty value leaves v alone.
func (d *DB) Open(place string, sealed []byte, v any) error {
	if len(sealed) == 0 {
		return nil
	}
	plain, err := d.vault.Open(sealed, place)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("read sealed %T: %w", v, err)
	}
	return nil
}

// Index gives the blind index of a value of one kind, as vault.Index does.
func (d *DB) Index(kind, value string) []byte { return d.vault.Index(kind, value) }
