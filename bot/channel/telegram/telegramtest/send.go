package telegramtest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// refusal is an error answer of the platform.
type refusal struct {
	code  int
	words string
	retry int
}

func (r *refusal) write(w http.ResponseWriter) { fail(w, r.code, r.words, r.retry) }

func bad(words string) *refusal { return &refusal{http.StatusBadRequest, "Bad Request: " + words, 0} }

// reachable finds the chat and tells whether the bot may act in it.
func (s *Server) reachable(f *form) (*User, *refusal) {
	u := s.find(f.int("chat_id"))
	if u == nil {
		return nil, bad("chat not found")
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case u.gone:
		return nil, &refusal{http.StatusForbidden, "Forbidden: user is deactivated", 0}
	case u.blocked:
		return nil, &refusal{http.StatusForbidden, "Forbidden: bot was blocked by the user", 0}
	case !u.wrote:
		return nil, &refusal{http.StatusForbidden, "Forbidden: bot can't initiate conversation with a user", 0}
	}
	return u, nil
}

// send is sendMessage, sendPhoto and sendDocument.
func (s *Server) send(w http.ResponseWriter, method string, f *form) {
	u, no := s.reachable(f)
	if no == nil {
		if wait := s.limits.over(u.ID); wait > 0 {
			s.count("429")
			no = &refusal{http.StatusTooManyRequests, "Too Many Requests: retry after " + strconv.Itoa(wait), wait}
		}
	}
	var reply Reply
	if no == nil {
		reply, no = s.compose(method, f)
	}
	if no != nil {
		no.write(w)
		return
	}
	reply.MessageID = s.messages.Add(1)
	reply.At = time.Now()
	b := make([]byte, 0, 256+len(reply.Text))
	b = append(b, `{"message_id":`...)
	b = strconv.AppendInt(b, reply.MessageID, 10)
	b = append(b, `,"from":`+botJSON+`,"chat":`...)
	b = append(b, u.chatJSON...)
	b = append(b, `,"date":`...)
	b = strconv.AppendInt(b, reply.At.Unix(), 10)
	b = append(b, `,"text":`...)
	b = append(b, quote(reply.Text)...)
	u.show(reply)
	answer(w, append(b, '}'))
}

// compose reads what a send carries and refuses what the platform refuses.
func (s *Server) compose(method string, f *form) (Reply, *refusal) {
	reply := Reply{}
	name, limit := "text", 4096
	if method != "sendmessage" {
		name, limit = "caption", 1024
		file := f.field(strings.TrimPrefix(method, "send"))
		if file == nil || len(file.value) == 0 {
			return reply, bad("there is no " + strings.TrimPrefix(method, "send") + " in the request")
		}
		reply.File, reply.FileName = append([]byte(nil), file.value...), string(file.filename)
		reply.Photo = method == "sendphoto"
	}
	reply.Raw = f.str(name)
	reply.Text = reply.Raw
	if f.str("parse_mode") == "HTML" {
		plain, bold, err := parseHTML(reply.Raw)
		if err != nil {
			return reply, bad(err.Error())
		}
		reply.Text, reply.Bold = plain, bold
	}
	reply.Text = strings.TrimSpace(reply.Text)
	switch n := units(reply.Text); {
	case n > limit && limit == 4096:
		return reply, bad("message is too long")
	case n > limit:
		return reply, bad("message caption is too long")
	case n == 0 && limit == 4096:
		return reply, bad("message text is empty")
	}
	if markup := f.bytes("reply_markup"); len(markup) > 0 {
		return reply, reply.keyboard(markup)
	}
	return reply, nil
}

// keyboard reads reply_markup.
func (r *Reply) keyboard(markup []byte) *refusal {
	var m struct {
		Inline [][]struct {
			Text string `json:"text"`
			Data string `json:"callback_data"`
		} `json:"inline_keyboard"`
		Keys [][]struct {
			Text    string `json:"text"`
			Contact bool   `json:"request_contact"`
		} `json:"keyboard"`
		Remove bool `json:"remove_keyboard"`
	}
	if json.Unmarshal(markup, &m) != nil {
		return bad("can't parse reply keyboard markup JSON object")
	}
	r.KeyboardRemoved = m.Remove
	n := 0
	for _, row := range m.Inline {
		var buttons []Button
		for _, b := range row {
			switch n++; {
			case b.Text == "":
				return bad("inline keyboard button text is empty")
			case len(b.Data) == 0 || len(b.Data) > 64:
				return bad("BUTTON_DATA_INVALID")
			case n > 100:
				return bad("reply markup is too long")
			}
			buttons = append(buttons, Button{Label: b.Text, Data: b.Data})
		}
		r.Buttons = append(r.Buttons, buttons)
	}
	for _, row := range m.Keys {
		for _, key := range row {
			r.Keys = append(r.Keys, Key{Label: key.Text, Contact: key.Contact})
		}
	}
	return nil
}
