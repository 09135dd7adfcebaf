package sqlite

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"reflect"
	"time"
)

// Row is one row of an answer.
type Row struct {
	values []driver.Value
	err    error
}

// Scan copies the columns, in order, to where dest points: strings, integers, bool, float64, []byte, time.Time (from
// unix milliseconds), types made from these, or a sql.Scanner. NULL becomes the zero value.
func (r Row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	if len(dest) != len(r.values) {
		return fmt.Errorf("scan: %d columns into %d values", len(r.values), len(dest))
	}
	for i, d := range dest {
		if !assign(d, r.values[i]) {
			if err := convert(d, r.values[i]); err != nil {
				return fmt.Errorf("scan column %d: %w", i, err)
			}
		}
	}
	return nil
}

// assign does the usual pairs quickly.
func assign(dest any, v driver.Value) bool {
	switch d := dest.(type) {
	case *string:
		s, ok := v.(string)
		*d = s
		return ok || v == nil
	case *int64:
		n, ok := v.(int64)
		*d = n
		return ok || v == nil
	case *int:
		n, ok := v.(int64)
		*d = int(n)
		return ok || v == nil
	case *[]byte:
		b, ok := v.([]byte)
		*d = b
		return ok || v == nil
	case *time.Time:
		ms, ok := v.(int64)
		if *d = (time.Time{}); ok {
			*d = time.UnixMilli(ms).UTC()
		}
		return ok || v == nil
	}
	return false
}

func convert(dest any, v driver.Value) error {
	if s, ok := dest.(sql.Scanner); ok {
		return s.Scan(v)
	}
	p := reflect.ValueOf(dest)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return fmt.Errorf("%T is no pointer", dest)
	}
	p = p.Elem()
	if v == nil {
		p.SetZero()
		return nil
	}
	from := reflect.ValueOf(v)
	switch {
	case p.Kind() == reflect.Bool && from.Kind() == reflect.Int64:
		p.SetBool(from.Int() != 0)
	case p.CanInt() && from.Kind() == reflect.Int64 && !p.OverflowInt(from.Int()):
		p.SetInt(from.Int())
	case p.CanFloat() && (from.CanInt() || from.CanFloat()):
		p.Set(from.Convert(p.Type()))
	case p.Kind() == reflect.String && from.Kind() == reflect.Int64:
		p.SetString(fmt.Sprint(from.Int()))
	case from.Type().ConvertibleTo(p.Type()) && from.Kind() == p.Kind():
		p.Set(from.Convert(p.Type()))
	case p.Kind() == reflect.Interface:
		p.Set(from)
	default:
		return fmt.Errorf("%T into %T", v, dest)
	}
	return nil
}

// toDriver turns an argument into one of the driver's own types.
func toDriver(arg any) (driver.Value, error) {
	switch a := arg.(type) {
	case nil, string, int64, float64, bool:
		return a, nil
	case int:
		return int64(a), nil
	case []byte:
		if a == nil {
			return nil, nil
		}
		return a, nil
	case time.Time:
		if a.IsZero() {
			return nil, nil
		}
		return a.UnixMilli(), nil
	}
	v, err := driver.DefaultParameterConverter.ConvertValue(arg)
	if err != nil {
		return nil, fmt.Errorf("argument of type %T: %w", arg, err)
	}
	return v, nil
}
