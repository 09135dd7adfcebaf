package conversations

import (
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"time"
)

// Status says whose turn it is.
type Status string

// The states of a session.
const (
	Waiting     Status = "waiting" // for the person
	Asking      Status = "asking"  // for the world to answer a Request
	WithOfficer Status = "officer" // somebody of the office took over
	Done        Status = "done"
)

// Session is all that is remembered of the talk with one contact; plain JSON. A contact has one: the flow it is in, and
// the unfinished ones it left.
type Session struct {
	ID      SessionID       `json:"id"` // contact and the turn it began at
	Contact ContactID       `json:"c"`
	Channel Channel         `json:"ch,omitempty"` // where the person was last heard
	Flow    FlowRef         `json:"f"`            // pinned until the session ends
	Locale  Locale          `json:"l,omitempty"`
	Status  Status          `json:"s"`
	At      NodeID          `json:"at,omitempty"`
	Turn    int             `json:"t"` // counts every step with this contact, over all its sessions
	Answers map[Slot]string `json:"a,omitempty"`
	Trail   []NodeID        `json:"tr,omitempty"` // the asks answered so far, for "kembali" and the review
	Prompt  *Prompt         `json:"p,omitempty"`  // what we last asked the person, exactly as shown
	Request *Request        `json:"r,omitempty"`  // what we last asked the world
	Last    MessageID       `json:"m,omitempty"`  // the newest message already answered
	Return  *Return         `json:"ret,omitempty"`
	Parked  []Parked        `json:"pk,omitempty"` // unfinished flows left for another
	Carry   map[Slot]string `json:"cy,omitempty"` // answers of the flow that ended by calling another, for that one to take over
	Editing bool            `json:"e,omitempty"`  // an answer is being changed from the review: answered asks are passed by
	Passed  NodeID          `json:"ps,omitempty"` // the last ask answered or passed by
	Misses  int             `json:"x,omitempty"`  // misunderstandings in a row
	Began   time.Time       `json:"b"`
	Touched time.Time       `json:"u"` // when the person was last heard
}

// Prompt is a question as it was shown: "2" means what the person saw as 2.
type Prompt struct {
	ID      string  `json:"id"`
	Offers  []Offer `json:"o,omitempty"`
	Page    int     `json:"pg,omitempty"` // of a long list
	Typed   bool    `json:"ty,omitempty"` // numbers are answers of their own; offers are chosen by their words
	Between bool    `json:"bt,omitempty"` // what a word meant is asked back; the offers are not those of the node
	Resume  FlowID  `json:"re,omitempty"` // the question is whether to go on with this parked flow
}

// Return is the question that an interrupt left, to come back to.
type Return struct {
	At     NodeID  `json:"at"`
	Prompt *Prompt `json:"p"`
}

// Parked is an unfinished flow with the answers given so far.
type Parked struct {
	Flow    FlowRef         `json:"f"`
	Title   string          `json:"ti"`
	At      NodeID          `json:"at"`
	Answers map[Slot]string `json:"a"`
	Trail   []NodeID        `json:"tr,omitempty"`
	Editing bool            `json:"e,omitempty"`
	Until   time.Time       `json:"u"`
}

func (s Session) clone() Session {
	s.Answers = maps.Clone(s.Answers)
	if s.Answers == nil {
		s.Answers = map[Slot]string{}
	}
	s.Trail = slices.Clone(s.Trail)
	s.Parked = slices.Clone(s.Parked)
	if s.Prompt != nil {
		p := *s.Prompt
		s.Prompt = &p
	}
	return s
}

func (s Session) mark(n int) string {
	return string(s.Contact) + "." + strconv.Itoa(s.Turn) + "." + strconv.Itoa(n)
}

// LogValue keeps answers out of logs.
func (s Session) LogValue() slog.Value {
	return slog.GroupValue(slog.String("flow", string(s.Flow.ID)), slog.String("at", string(s.At)),
		slog.String("status", string(s.Status)), slog.Int("turn", s.Turn))
}
