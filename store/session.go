package store

import (
	"encoding/json"
	"fmt"

	"sapa/conversations"
)

// WriteSession gives the stored form of a session, which is the same in every store. It is personal data: seal it for
// SessionPlace.
func WriteSession(s conversations.Session) ([]byte, error) {
	plain, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("write session: %w", err)
	}
	return plain, nil
}

// ReadSession undoes WriteSession.
func ReadSession(plain []byte) (conversations.Session, error) {
	var s conversations.Session
	if err := json.Unmarshal(plain, &s); err != nil {
		return conversations.Session{}, fmt.Errorf("read session: %w", err)
	}
	return s, nil
}

// SessionPlace is the place a session of a contact is sealed for.
func SessionPlace(contact conversations.ContactID) string {
	return "sessions.sealed|" + string(contact)
}
