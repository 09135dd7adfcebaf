package store

import (
	"crypto/rand"
	"strings"
	"time"

	"sapa/conversations"
)

// CodeMisses is how many unknown codes a contact may ask about within ProofSpan: nobody is to find codes by trying.
const CodeMisses = 10

// Coded is a message of ours that bears a code.
type Coded struct {
	Code   string               // "K7M4Q2", see conversations.FormatCode
	At     time.Time            // when it was written
	Region string               // kab/kota that it comes from; empty: the province
	Case   string               // number of the case it is about; empty for what many got
	Own    bool                 // it was written to the one who asks
	Text   string               // of what many got, its places unfilled: {nama}
	Reply  *conversations.Reply // its words, as that one got them; nil when they are another's, or kept no longer
}

// NewCode makes a code for a message at random. There are 340 million: two of the same are rare, and then the one who
// asks is told about the message that they themselves got.
func NewCode() string {
	for {
		dice := make([]byte, 6)
		_, _ = rand.Read(dice) // never fails
		for i, d := range dice {
			dice[i] = conversations.CodeLetters[int(d)%len(conversations.CodeLetters)]
		}
		if code, ok := conversations.ParseCode(string(dice)); ok && !strings.ContainsAny(code, "01OI") {
			return code
		}
	}
}
