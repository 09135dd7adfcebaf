package conversations

import "log/slog"

// Text is either literal words of a flow, or the key of an entry in the message catalogue with its arguments.
// Places like {nama} are filled in a single pass when the text is shown, so that a person's own words are never expanded.
// Words may carry *bold* as WhatsApp writes it; nothing else is markup.
type Text struct {
	Literal string            `json:"l,omitempty"`
	Key     string            `json:"k,omitempty"`
	Args    map[string]string `json:"a,omitempty"` // place -> value
	Words   map[string]string `json:"w,omitempty"` // place -> key of the catalogue
}

// Empty tells whether there is nothing to show.
func (t Text) Empty() bool { return t.Literal == "" && t.Key == "" }

// Reply is what the bot tells a person in one turn, before any channel gives it a shape. Texts are its paragraphs.
type Reply struct {
	Texts   []Text  `json:"texts,omitempty"`
	Prompt  string  `json:"prompt,omitempty"`
	Choices []Offer `json:"choices,omitempty"`
	Media   []Media `json:"media,omitempty"`
	Typed   bool    `json:"typed,omitempty"` // the choices are words to type; a number would be read as an answer of its own
	Told    bool    `json:"told,omitempty"`  // the words already say how to answer; choices are for buttons only
	Share   bool    `json:"share,omitempty"` // offer a button that shares the person's own phone number, where a channel has one
	// Captioned: the only attachment and the words are one message, where they fit.
	Captioned bool `json:"captioned,omitempty"`
}

// Offer is one choice as it is shown.
type Offer struct {
	ID    ChoiceID `json:"id"`
	Label Text     `json:"label"`
}

// LogValue keeps the words of a reply, which may repeat a person's answers, out of logs.
func (r Reply) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("texts", len(r.Texts)), slog.Int("choices", len(r.Choices)), slog.Int("media", len(r.Media)))
}
