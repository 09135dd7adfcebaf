package store

import (
	"encoding/binary"
	"reflect"
	"time"

	"sapa/conversations"
)

// packer writes values one after another: numbers as varints, texts and lists behind their length, of structs the
// fields that are not zero, each behind its name and its size.
type packer []byte

func (p *packer) value(s *shape, v reflect.Value) {
	switch s.kind {
	case reflect.String:
		p.text(v.String())
	case reflect.Int:
		p.number(v.Int())
	case reflect.Bool:
		p.number(1) // only what is not zero is packed
	case reflect.Pointer:
		p.value(s.of, v.Elem())
	case reflect.Slice:
		p.number(int64(v.Len()))
		for i := range v.Len() {
			p.element(s.of, v.Index(i))
		}
	case reflect.Map:
		p.texts(v.Interface())
	case reflect.Invalid:
		p.time(v.Interface().(time.Time))
	case reflect.Struct:
		p.fields(s, v)
	}
}

// element packs what may be zero.
func (p *packer) element(s *shape, v reflect.Value) {
	if s.kind == reflect.Pointer || s.kind == reflect.Bool {
		if v.IsZero() {
			p.number(0)
			return
		}
		p.number(1)
	}
	p.value(s, v)
}

func (p *packer) fields(s *shape, v reflect.Value) {
	for i := range s.fields {
		f := &s.fields[i]
		field := v.Field(f.index)
		if field.IsZero() {
			continue
		}
		p.text(f.name)
		size := len(*p)
		*p = append(*p, 0, 0, 0, 0)
		p.value(f.shape, field)
		binary.LittleEndian.PutUint32((*p)[size:], uint32(len(*p)-size-4))
	}
	p.text("") // no more
}

func (p *packer) number(n int64) { *p = binary.AppendVarint(*p, n) }

func (p *packer) text(s string) {
	*p = binary.AppendUvarint(*p, uint64(len(s)))
	*p = append(*p, s...)
}

func (p *packer) texts(m any) {
	switch m := m.(type) {
	case map[string]string:
		packMap(p, m)
	case map[conversations.Slot]string:
		packMap(p, m)
	}
}

func packMap[K ~string](p *packer, m map[K]string) {
	p.number(int64(len(m)))
	for k, v := range m {
		p.text(string(k))
		p.text(v)
	}
}

// time packs a time to the nanosecond, with its distance from UTC.
func (p *packer) time(t time.Time) {
	_, offset := t.Zone()
	p.number(t.Unix())
	p.number(int64(t.Nanosecond()))
	p.number(int64(offset))
}
