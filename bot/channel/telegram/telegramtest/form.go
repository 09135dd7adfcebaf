package telegramtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// form is a request's parameters, however they were sent. Values are views into the body until release.
type form struct {
	body   []byte
	fields []field
}

type field struct {
	name     []byte
	filename []byte // nil: no file
	value    []byte
}

var forms = sync.Pool{New: func() any { return new(form) }}

func (f *form) release() {
	if cap(f.body) < 1<<16 {
		forms.Put(f)
	}
}

// readForm parses multipart, JSON and URL-encoded bodies, and the query.
func readForm(r *http.Request) (*form, error) {
	f := forms.Get().(*form)
	f.body, f.fields = f.body[:0], f.fields[:0]
	if n := int(r.ContentLength); n > cap(f.body) {
		f.body = make([]byte, 0, n)
	}
	if err := f.readAll(r.Body); err != nil {
		return nil, err
	}
	kind := r.Header.Get("Content-Type")
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		_, boundary, ok := strings.Cut(kind, "boundary=")
		if !ok {
			return nil, errors.New("no boundary")
		}
		if len(f.body) > 0 {
			return f, f.multipart(strings.Trim(boundary, `"`))
		}
	case strings.HasPrefix(kind, "application/json"):
		if len(f.body) > 0 {
			return f, f.json()
		}
	case len(f.body) > 0:
		return f, f.query(string(f.body))
	}
	return f, f.query(r.URL.RawQuery)
}

func (f *form) readAll(r io.Reader) error {
	for {
		if len(f.body) == cap(f.body) {
			f.body = append(f.body, 0)[:len(f.body)]
		}
		n, err := r.Read(f.body[len(f.body):cap(f.body)])
		f.body = f.body[:len(f.body)+n]
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// multipart walks the parts by hand; mime/multipart would cost more than everything else here.
func (f *form) multipart(boundary string) error {
	mark := []byte("\r\n--" + boundary)
	if bytes.HasPrefix(f.body, mark) { // no parts at all
		return nil
	}
	rest, ok := bytes.CutPrefix(f.body, mark[2:])
	if !ok {
		return errors.New("malformed multipart")
	}
	for !bytes.HasPrefix(rest, []byte("--")) {
		head, after, ok := bytes.Cut(rest, []byte("\r\n\r\n"))
		if !ok {
			return errors.New("malformed part")
		}
		value, next, ok := bytes.Cut(after, mark)
		if !ok {
			return errors.New("unfinished part")
		}
		f.fields = append(f.fields, field{name: quoted(head, ` name="`), filename: quoted(head, `filename="`), value: value})
		rest = next
	}
	return nil
}

func quoted(head []byte, key string) []byte {
	_, after, ok := bytes.Cut(head, []byte(key))
	if !ok {
		return nil
	}
	value, _, _ := bytes.Cut(after, []byte(`"`))
	return value
}

func (f *form) json() error {
	values := map[string]json.RawMessage{}
	if err := json.Unmarshal(f.body, &values); err != nil {
		return errors.New("can't parse JSON object")
	}
	for name, raw := range values {
		value := []byte(raw)
		if len(raw) > 0 && raw[0] == '"' {
			var s string
			if err := json.Unmarshal(raw, &s); err != nil {
				return err
			}
			value = []byte(s)
		}
		f.fields = append(f.fields, field{name: []byte(name), value: value})
	}
	return nil
}

func (f *form) query(raw string) error {
	values, err := url.ParseQuery(raw)
	for name := range values {
		f.fields = append(f.fields, field{name: []byte(name), value: []byte(values.Get(name))})
	}
	return err
}

func (f *form) field(name string) *field {
	for i := range f.fields {
		if string(f.fields[i].name) == name {
			return &f.fields[i]
		}
	}
	return nil
}

func (f *form) bytes(name string) []byte {
	if x := f.field(name); x != nil {
		return x.value
	}
	return nil
}

func (f *form) str(name string) string { return string(f.bytes(name)) }

// int is 0 when the field is missing or no number.
func (f *form) int(name string) int64 {
	n, _ := strconv.ParseInt(f.str(name), 10, 64)
	return n
}
