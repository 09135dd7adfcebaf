package telegram

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Nearly every call is sendMessage, so it is written here as the library would write it, but in one piece: the library
// fills a form field by field through a pipe from a goroutine of its own, finding the fields by reflection, and reads the
// whole message back of which the ID alone is wanted. That takes three times as long.

// text is what sendMessage is called with.
type text struct {
	chat, text string
	mode       models.ParseMode
	noPreview  bool
	markup     any // nil: none
}

// newBoundary gives what parts a form: nobody can guess it and write it into a message.
func newBoundary() string { return "sapa" + rand.Text() }

// form writes the fields as multipart/form-data.
func (x *text) form(boundary string) ([]byte, error) {
	b := make([]byte, 0, 1024+len(x.text))
	field := func(name, value string) {
		b = append(append(b, "--"...), boundary...)
		b = append(append(b, "\r\nContent-Disposition: form-data; name=\""...), name...)
		b = append(append(append(b, "\"\r\n\r\n"...), value...), "\r\n"...)
	}
	field("chat_id", x.chat)
	field("text", x.text)
	if x.mode != "" {
		field("parse_mode", string(x.mode))
	}
	if x.noPreview {
		field("link_preview_options", `{"is_disabled":true}`)
	}
	if x.markup != nil {
		data, err := json.Marshal(x.markup)
		if err != nil {
			return nil, plain("a keyboard could not be written")
		}
		field("reply_markup", string(data))
	}
	return append(append(append(b, "--"...), boundary...), "--\r\n"...), nil
}

// said is the answer to sendMessage.
type said struct {
	OK     bool `json:"ok"`
	Result struct {
		ID int `json:"message_id"`
	} `json:"result"`
	Code        int    `json:"error_code"`
	Description string `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		Migrated   int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// answers are rooms that answers are read into. They are small: of sendMessage nothing large comes back.
var answers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// say calls sendMessage and gives the message's ID. Its errors are those of the library.
func (a *Adapter) say(ctx context.Context, x text) (int, error) {
	form, err := x.form(a.boundary)
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.api+"/bot"+a.opt.Token+"/sendMessage", bytes.NewReader(form))
	if err != nil {
		return 0, plain("the API's address is malformed")
	}
	req.Header.Set("Content-Type", "multipart/form-data; boundary="+a.boundary)
	resp, err := a.http.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	data := answers.Get().(*bytes.Buffer)
	defer answers.Put(data)
	data.Reset()
	if _, err := data.ReadFrom(resp.Body); err != nil {
		return 0, err
	}
	var answer said
	if err := decode(data.Bytes(), &answer); err != nil {
		return 0, errors.Join(plain("the answer could not be read"), err)
	}
	return answer.Result.ID, answer.failure()
}

// failure gives a refusal the way the library does.
func (s *said) failure() error {
	if s.OK {
		return nil
	}
	var kind error
	switch s.Code {
	case http.StatusForbidden:
		kind = bot.ErrorForbidden
	case http.StatusBadRequest:
		if s.Parameters.Migrated != 0 {
			return &bot.MigrateError{Message: fmt.Sprintf("%s: %s", bot.ErrorBadRequest, s.Description), MigrateToChatID: int(s.Parameters.Migrated)}
		}
		kind = bot.ErrorBadRequest
	case http.StatusUnauthorized:
		kind = bot.ErrorUnauthorized
	case http.StatusNotFound:
		kind = bot.ErrorNotFound
	case http.StatusConflict:
		kind = bot.ErrorConflict
	case http.StatusTooManyRequests:
		return &bot.TooManyRequestsError{Message: fmt.Sprintf("%s, %s", bot.ErrorTooManyRequests, s.Description), RetryAfter: s.Parameters.RetryAfter}
	default:
		return plain(fmt.Sprintf("answered %d", s.Code))
	}
	return fmt.Errorf("%w, %s", kind, s.Description)
}
