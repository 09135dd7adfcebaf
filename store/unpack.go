package store

import (
	"encoding/binary"
	"reflect"
	"time"

	"sapa/conversations"
)

// unpacker reads what a packer wrote. After the first thing that cannot be, it gives zero values and bad is set.
type unpacker struct {
	rest string // texts are cut out of it, without a copy each
	bad  bool
}

func (u *unpacker) fail() { u.rest, u.bad = "", true }

func (u *unpacker) value(s *shape, v reflect.Value) {
	switch s.kind {
	case reflect.String:
		v.SetString(u.text())
	case reflect.Int:
		v.SetInt(u.number())
	case reflect.Bool:
		v.SetBool(u.number() == 1)
	case reflect.Pointer:
		v.Set(reflect.New(s.of.typ))
		u.value(s.of, v.Elem())
	case reflect.Slice:
		n := u.length()
		v.Set(reflect.MakeSlice(s.typ, n, n))
		for i := 0; i < n && !u.bad; i++ {
			u.element(s.of, v.Index(i))
		}
	case reflect.Map:
		u.texts(v.Addr().Interface())
	case reflect.Invalid:
		*v.Addr().Interface().(*time.Time) = u.time()
	case reflect.Struct:
		u.fields(s, v)
	}
}

func (u *unpacker) element(s *shape, v reflect.Value) {
	if (s.kind == reflect.Pointer || s.kind == reflect.Bool) && u.number() == 0 {
		return
	}
	u.value(s, v)
}

// fields reads the fields that were there. One that this version does not have any more is passed over.
func (u *unpacker) fields(s *shape, v reflect.Value) {
	next := 0
	for !u.bad {
		name := u.text()
		if name == "" {
			return
		}
		body := unpacker{rest: u.cut(u.size())}
		for i := range s.fields { // nearly always the next one, as they are written in order
			if f := &s.fields[(next+i)%len(s.fields)]; f.name == name {
				body.value(f.shape, v.Field(f.index))
				next += i + 1
				u.bad = u.bad || body.bad || body.rest != ""
				break
			}
		}
	}
}

func (u *unpacker) unsigned() uint64 {
	var n uint64
	for i := 0; i < len(u.rest) && i < binary.MaxVarintLen64; i++ {
		c := u.rest[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			u.rest = u.rest[i+1:]
			return n
		}
	}
	u.fail()
	return 0
}

func (u *unpacker) number() int64 {
	n := u.unsigned()
	return int64(n>>1) ^ -int64(n&1)
}

// length gives how many elements follow; there cannot be more than bytes.
func (u *unpacker) length() int {
	n := u.number()
	if n < 0 || n > int64(len(u.rest)) {
		u.fail()
		return 0
	}
	return int(n)
}

func (u *unpacker) size() uint64 {
	head := u.cut(4)
	if u.bad {
		return 0
	}
	return uint64(head[0]) | uint64(head[1])<<8 | uint64(head[2])<<16 | uint64(head[3])<<24
}

func (u *unpacker) text() string { return u.cut(u.unsigned()) }

func (u *unpacker) cut(n uint64) string {
	if n > uint64(len(u.rest)) {
		u.fail()
		return ""
	}
	s := u.rest[:n]
	u.rest = u.rest[n:]
	return s
}

func (u *unpacker) texts(m any) {
	switch m := m.(type) {
	case *map[string]string:
		*m = unpackMap[string](u)
	case *map[conversations.Slot]string:
		*m = unpackMap[conversations.Slot](u)
	}
}

func unpackMap[K ~string](u *unpacker) map[K]string {
	n := u.length()
	m := make(map[K]string, n)
	for i := 0; i < n && !u.bad; i++ {
		k := K(u.text())
		m[k] = u.text()
	}
	return m
}

func (u *unpacker) time() time.Time {
	t := time.Unix(u.number(), u.number()).UTC()
	if offset := u.number(); offset != 0 {
		t = t.In(time.FixedZone("", int(offset)))
	}
	return t
}
