package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"sapa/conversations"
)

// sessionForm is the first byte of a stored session and names how it is packed.
const sessionForm = 1

// sessionShape is drawn once and never changed.
var sessionShape = draw(reflect.TypeFor[conversations.Session]())

var errDamaged = errors.New("stored session is damaged")

// WriteSession gives the stored form of a session, which is the same in every store. It is personal data: seal it for
// SessionPlace. Every turn reads and writes one, which is why it is not JSON: that takes several times as long and room.
func WriteSession(s conversations.Session) []byte { return AppendSession(make([]byte, 0, 1024), s) }

// AppendSession is WriteSession behind what is there already.
func AppendSession(to []byte, s conversations.Session) []byte {
	p := append(packer(to), sessionForm)
	p.value(sessionShape, reflect.ValueOf(&s).Elem())
	return p
}

// ReadSession undoes WriteSession. It also reads a session written as JSON. Fields it does not know are passed over.
func ReadSession(plain []byte) (conversations.Session, error) {
	var s conversations.Session
	switch {
	case len(plain) > 0 && plain[0] == sessionForm:
		u := unpacker{rest: string(plain[1:])}
		u.value(sessionShape, reflect.ValueOf(&s).Elem())
		if u.bad || u.rest != "" {
			return conversations.Session{}, errDamaged
		}
	case len(plain) > 0 && plain[0] == '{':
		if err := json.Unmarshal(plain, &s); err != nil {
			return conversations.Session{}, errDamaged
		}
	default:
		return conversations.Session{}, fmt.Errorf("%w, or written by a newer version", errDamaged)
	}
	return s, nil
}

// SessionPlace is the place a session of a contact is sealed for.
func SessionPlace(contact conversations.ContactID) string {
	return "sessions.sealed|" + string(contact)
}
