package store

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"sapa/conversations"
)

// shape says how values of a type are packed. It is drawn once from the type, so a field that is added to a session is
// kept without a word here; fields are packed under their JSON names and may come and go between versions.
type shape struct {
	kind   reflect.Kind // or, for time.Time, reflect.Invalid
	of     *shape       // what a pointer points to, or a slice holds
	typ    reflect.Type
	fields []field
}

// field is one field of a struct.
type field struct {
	name  string
	index int
	shape *shape
}

// draw panics for a type that cannot be packed, which the tests of this package would find.
func draw(t reflect.Type) *shape {
	s := &shape{kind: t.Kind(), typ: t}
	switch t.Kind() {
	case reflect.String, reflect.Int, reflect.Bool:
	case reflect.Pointer, reflect.Slice:
		s.of = draw(t.Elem())
	case reflect.Map:
		if t != reflect.TypeFor[map[string]string]() && t != reflect.TypeFor[map[conversations.Slot]string]() {
			panic(fmt.Sprintf("store: cannot keep a %v", t))
		}
	case reflect.Struct:
		if t == reflect.TypeFor[time.Time]() {
			s.kind = reflect.Invalid
			break
		}
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "" {
				name = f.Name
			}
			if name != "-" && f.IsExported() {
				s.fields = append(s.fields, field{name: name, index: i, shape: draw(f.Type)})
			}
		}
	default:
		panic(fmt.Sprintf("store: cannot keep a %v", t))
	}
	return s
}
