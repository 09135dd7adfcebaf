package webchat

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sapa/conversations"
)

const (
	maxPhoto = 10 << 20 // bytes of an uploaded picture
	maxForm  = 64 << 10 // bytes of everything else in a request
	maxData  = 64       // bytes of a button's data, as everywhere
)

// upload is how long a picture may take to come in.
const upload = 2 * time.Minute

// What can be wrong with a message; refuse turns each into an answer.
var (
	errBad     = errors.New("not a message")
	errLong    = errors.New("text too long")
	errPicture = errors.New("not a picture")
	errFast    = errors.New("too many pictures")
	errBusy    = errors.New("cannot take the message now")
)

// said is a message as the page sent it, cleaned and checked.
type said struct {
	id    string
	text  string
	start string
	tap   *conversations.Tap
	data  string // of the pressed button
	label string // of the pressed button, as the page showed it
	photo []byte
	mime  string
}

// sent is the JSON of a message without a picture. A picture comes as multipart form with the same fields beside it.
type sent struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Start string `json:"start"`
	Tap   string `json:"tap"`   // data of the pressed button
	Label string `json:"label"` // of the pressed button; shown again only in this person's own history
}

var (
	idForm    = regexp.MustCompile(`^[A-Za-z0-9_-]{8,48}$`)
	startForm = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)
)

// read takes a message out of a request.
func (a *Adapter) read(w http.ResponseWriter, r *http.Request, addr conversations.Address) (said, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return said{}, errBad
	}
	var in sent
	var photo []byte
	switch kind {
	case "application/json":
		err = readJSON(w, r, &in)
	case "multipart/form-data":
		in, photo, err = a.readForm(w, r, addr)
	default:
		err = errBad
	}
	if err != nil {
		return said{}, err
	}
	return checked(in, photo)
}

// readJSON reads a message without a picture.
func readJSON(w http.ResponseWriter, r *http.Request, in *sent) error {
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxForm)).Decode(in)
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return errLong
	}
	return err
}

// readForm reads a message with a picture, in memory and never on disk, where it would stand unencrypted. When too much
// is on its way at once, others are told to come back.
func (a *Adapter) readForm(w http.ResponseWriter, r *http.Request, addr conversations.Address) (in sent, photo []byte, err error) {
	if a.o.Keep == nil || a.o.Files == nil {
		return in, nil, errPicture
	}
	if _, ok := a.gate.photos.take(string(addr)); !ok {
		return in, nil, errFast
	}
	if r.ContentLength < 0 {
		return in, nil, errBad
	}
	size := min(r.ContentLength, maxPhoto+maxForm)
	if !a.uploads.TryAcquire(size) {
		return in, nil, errBusy
	}
	defer a.uploads.Release(size)
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(upload)) // a bad signal takes its time; not every test server has deadlines
	r.Body = http.MaxBytesReader(w, r.Body, maxPhoto+maxForm)
	if err = r.ParseMultipartForm(maxPhoto + maxForm); err != nil {
		return in, nil, fmt.Errorf("%w: %w", errBad, err)
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	in = sent{ID: r.FormValue("id"), Text: r.FormValue("text")}
	f, head, err := r.FormFile("photo")
	if err != nil {
		return in, nil, errBad
	}
	defer f.Close()
	if head.Size > maxPhoto {
		return in, nil, &http.MaxBytesError{Limit: maxPhoto}
	}
	photo, err = io.ReadAll(f)
	return in, photo, err
}

// checked cleans what a page sent and tells what is wrong with it.
func checked(in sent, photo []byte) (said, error) {
	s := said{id: in.ID, text: clean(in.Text), start: in.Start, photo: photo}
	if !idForm.MatchString(in.ID) || !startForm.MatchString(in.Start) {
		return s, errBad
	}
	if utf8.RuneCountInString(s.text) > maxText {
		return s, errLong
	}
	if in.Tap != "" {
		prompt, choice, ok := strings.Cut(in.Tap, "|")
		if !ok || len(in.Tap) > maxData || clean(in.Tap) != in.Tap {
			return s, errBad
		}
		s.tap, s.data, s.text = &conversations.Tap{Prompt: prompt, Choice: conversations.ChoiceID(choice)}, in.Tap, ""
		s.label = cut(clean(in.Label), 80)
	}
	if photo != nil {
		if s.mime = http.DetectContentType(photo); !picture(s.mime) {
			return s, errPicture
		}
	}
	if s.text == "" && s.start == "" && s.tap == nil && s.photo == nil {
		return s, errBad
	}
	return s, nil
}

// shown is what the person's own bubble says: of a button its label as the bot had sent it, where that is still known.
// Of a deep link it is started, the words for that.
func (s said) shown(t *talk, started string) string {
	switch {
	case s.tap == nil && s.start != "" && s.text == "":
		return started
	case s.tap == nil:
		return s.text
	}
	if label, ok := t.label(s.data); ok {
		return label
	}
	return s.label
}

// label is what stands on the newest button with this data.
func (t *talk) label(data string) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := len(t.lines) - 1; i >= 0; i-- {
		for _, b := range t.lines[i].Buttons {
			if b.Data == data {
				return b.Label, true
			}
		}
	}
	return "", false
}

// clean drops what a text must not carry: broken bytes, control characters, and marks that turn the direction of
// writing and so can make an officer read something else than was sent. Line breaks stay.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff':
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}

// cut shortens a text to n code points.
func cut(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return string(r[:n])
	}
	return text
}
