package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"sapa/conversations"
)

// BroadcastState says how far a broadcast is.
type BroadcastState string

// The states of a broadcast. The last two are final, but for failed deliveries that are sent again.
const (
	BroadcastDrafted   BroadcastState = "draf"
	BroadcastSubmitted BroadcastState = "menunggu"  // for the second person
	BroadcastApproved  BroadcastState = "disetujui" // not started
	BroadcastRunning   BroadcastState = "berjalan"  // or waiting for its time, the quiet hours or a channel
	BroadcastPaused    BroadcastState = "dijeda"
	BroadcastDone      BroadcastState = "selesai" // every delivery has an end
	BroadcastCancelled BroadcastState = "dibatalkan"
)

// Open tells whether a broadcast in this state may still be edited.
func (s BroadcastState) Open() bool {
	return s == BroadcastDrafted || s == BroadcastSubmitted || s == BroadcastApproved
}

// Started tells whether a broadcast in this state has a frozen audience, or is about to.
func (s BroadcastState) Started() bool {
	return s == BroadcastRunning || s == BroadcastPaused || s == BroadcastDone
}

// BroadcastDraft is what officers write, and what the second person approves: nothing of it changes afterwards.
type BroadcastDraft struct {
	Title    string               // for the office, and the first line of the posted announcement
	Text     string               // with places: {nama}, {nomor}, {kabkota}, {program}
	Media    *conversations.Media // a stored photo or document, sent before the text; nil: none
	Choices  []BroadcastChoice
	Audience Audience
	At       time.Time // not before; zero: as soon as it is started
	Urgent   bool      // goes out in quiet hours too, and stays marked so for good
	Channel  bool      // posted to the office's Telegram channel as well
}

// BroadcastChoice is a way on that is offered below the text.
type BroadcastChoice struct {
	Call  string // what opens the flow: "daftar_wrse"
	Label string // what is shown; empty: the usual words for that flow
}

// Broadcast is one message to many people.
type Broadcast struct {
	ID      int64
	Code    string // shown in the message, see NewCode
	Version int    // grows with every edit
	BroadcastDraft
	State    BroadcastState
	Author   string // login of who wrote it last
	Created  time.Time
	Changed  time.Time
	Approver string // login of the second person; empty until approved
	Approved time.Time
	Approval string // the Hash that was approved; empty until then
	Note     string // of the last rejection
	Started  time.Time
	Frozen   time.Time   // when the audience was frozen; zero: not yet
	Ended    time.Time   // done or cancelled
	By       string      // login of who paused, resumed or cancelled it last; Program when it paused itself
	Reason   PauseReason // why it paused itself; empty: somebody did
}

// PauseReason is why a broadcast paused itself, below "siaran.jeda." in the catalogue.
type PauseReason string

// The reasons.
const (
	PausedFailing PauseReason = "gagal" // too many of the last deliveries failed
	PausedChannel PauseReason = "saluran"
)

// LogValue keeps the words out of logs.
func (b Broadcast) LogValue() slog.Value {
	return slog.GroupValue(slog.String("code", b.Code), slog.String("state", string(b.State)))
}

// Hash is what the second person approves: 64 hexadecimal digits over text, attachment, choices, audience and time. Two
// drafts have the same only when they are the same.
func (d BroadcastDraft) Hash() string {
	d.At = d.At.UTC().Truncate(time.Millisecond)
	text, _ := json.Marshal(d) // plain fields only
	sum := sha256.Sum256(append([]byte("sapa broadcast 1\n"), text...))
	return hex.EncodeToString(sum[:])
}

// BroadcastCode gives a code as it is kept: "k7m-4q2" is K7M4Q2.
func BroadcastCode(s string) string {
	if code, ok := conversations.ParseCode(s); ok {
		return code
	}
	return strings.ToUpper(strings.TrimSpace(s))
}

// The IDs of letters of a broadcast begin with these; what follows the last is the contact and, after a failure, the try.
const broadcastLetter = "siar."

// BroadcastLetterID is the ID of the letter that carries a delivery, fixed before it is sent. Try is 0 for the first.
func BroadcastLetterID(broadcast int64, contact conversations.ContactID, try int) string {
	id := broadcastLetter + strconv.FormatInt(broadcast, 10) + "." + string(contact)
	if try > 0 {
		id += "." + strconv.Itoa(try)
	}
	return id
}

// publicLetter stands in the ID of a letter to a public channel in place of the contact.
const publicLetter = "kanal-"

// PublicLetterID is the ID of the letter that posts a broadcast on the office's own channel.
func PublicLetterID(broadcast int64, c conversations.Channel) string {
	return BroadcastLetterID(broadcast, publicLetter+conversations.ContactID(c), 0)
}

// PublicLetter tells whether a letter is a post on the office's own channel: its followers asked for it.
func PublicLetter(letter string) bool {
	return BroadcastOf(letter) != 0 && strings.Contains(letter, "."+publicLetter)
}

// BroadcastOf gives the broadcast that a letter belongs to, 0 when it is of none.
func BroadcastOf(letter string) int64 {
	rest, ok := strings.CutPrefix(letter, broadcastLetter)
	if !ok {
		return 0
	}
	number, _, _ := strings.Cut(rest, ".")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0
	}
	return id
}
