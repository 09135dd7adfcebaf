package store_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/storetest"
)

// fill gives every field of a value something, by its type.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(rapid.String().Draw(t, "text"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64().Draw(t, "number"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "flag"))
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "there") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.Slice:
		if n := rapid.IntRange(-1, 3).Draw(t, "length"); n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(t, v.Index(i))
			}
		}
	case reflect.Map:
		n := rapid.IntRange(-1, 3).Draw(t, "size")
		if n >= 0 {
			v.Set(reflect.MakeMap(v.Type()))
		}
		for range n {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(t, key)
			fill(t, value)
			v.SetMapIndex(key, value)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			seconds := rapid.Int64Range(-1<<40, 1<<40).Draw(t, "seconds")
			zone := time.FixedZone("", rapid.IntRange(-50000, 50000).Draw(t, "zone"))
			v.Set(reflect.ValueOf(time.Unix(seconds, rapid.Int64Range(0, 999999999).Draw(t, "nanos")).In(zone)))
			return
		}
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	default:
		t.Fatalf("a session has a %s now", v.Type())
	}
}

func TestSessionComesBackAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var want conversations.Session
		fill(t, reflect.ValueOf(&want).Elem())
		got, err := store.ReadSession(store.WriteSession(want))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Fatalf("%v (-written +read):\n%s", err, diff)
		}
	})
}

func TestTimesKeepTheirZone(t *testing.T) {
	t.Parallel()
	var s conversations.Session
	s.Touched = time.Date(2026, 11, 23, 9, 41, 20, 60, time.FixedZone("WITA", 8*3600))
	got, err := store.ReadSession(store.WriteSession(s))
	if err != nil || got.Touched.Format(time.RFC3339Nano) != s.Touched.Format(time.RFC3339Nano) || !got.Began.IsZero() {
		t.Errorf("touched %v, began %v, %v", got.Touched, got.Began, err)
	}
}

func TestJSONIsReadToo(t *testing.T) {
	t.Parallel()
	want := storetest.Session("7", 12)
	plain, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := store.ReadSession(plain)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-written +read):\n%s", err, diff)
	}
}

func TestFieldsOfOtherVersionsArePassedOver(t *testing.T) {
	t.Parallel()
	plain := store.WriteSession(conversations.Session{Contact: "7", Locale: "id", Turn: 3})
	renamed := bytes.Replace(plain, []byte("\x01l\x03"), []byte("\x01?\x03"), 1) // the name of Locale
	if bytes.Equal(plain, renamed) {
		t.Fatal("the field to rename was not found")
	}
	got, err := store.ReadSession(renamed)
	if want := (conversations.Session{Contact: "7", Turn: 3}); err != nil || !cmp.Equal(want, got) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestDamagedSession(t *testing.T) {
	t.Parallel()
	plain := store.WriteSession(storetest.Session("7", 12))
	for n := range plain {
		if _, err := store.ReadSession(plain[:n]); err == nil {
			t.Fatalf("read from %d bytes of %d", n, len(plain))
		}
	}
	for _, bad := range [][]byte{nil, {2}, []byte("{"), append(plain, 0)} {
		if _, err := store.ReadSession(bad); err == nil {
			t.Errorf("read from %q", bad)
		}
	}
}

func FuzzReadSession(f *testing.F) {
	f.Add(store.WriteSession(storetest.Session("7", 12)))
	f.Add([]byte("\x01\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Fuzz(func(t *testing.T, plain []byte) {
		s, err := store.ReadSession(plain)
		if err != nil || plain[0] == '{' {
			return
		}
		if _, err := store.ReadSession(store.WriteSession(s)); err != nil {
			t.Errorf("what was read cannot be read again: %v", err)
		}
	})
}
