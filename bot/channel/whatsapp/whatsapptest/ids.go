package whatsapptest

import (
	"crypto/rand"
	"encoding/hex"
	"strconv"
	"strings"
)

// newMessageID is an ID as a phone makes it.
func newMessageID() string {
	var raw [15]byte
	_, _ = rand.Read(raw[:])
	return "3A" + strings.ToUpper(hex.EncodeToString(raw[:]))
}

// newID is an ID for a stanza of the server itself.
func (s *Server) newID(prefix string) string {
	return prefix + "-" + strconv.FormatUint(s.stanzas.Add(1), 10)
}
