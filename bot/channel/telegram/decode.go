package telegram

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-telegram/bot/models"
)

// polled is Telegram's answer to getUpdates.
type polled[T any] struct {
	OK          bool   `json:"ok"`
	Result      []T    `json:"result"`
	Code        int    `json:"error_code"`
	Description string `json:"description"`
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

// refused is an error answer to getUpdates.
type refused struct {
	code        int
	description string
	retry       time.Duration
}

func (e *refused) Error() string { return cleaned(fmt.Sprintf("answered %d", e.code), e.description) }

func (p *polled[T]) failure(status int) error {
	if p.OK {
		return nil
	}
	if p.Code == 0 {
		p.Code = status
	}
	return &refused{p.Code, p.Description, time.Duration(p.Parameters.RetryAfter) * time.Second}
}

// decode is json.Unmarshal that survives a decoder's panic.
func decode(data []byte, into any) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = plain("the decoder panicked")
		}
	}()
	return json.Unmarshal(data, into)
}

// decodeEach reads the updates one by one after the batch as a whole could not be read.
func (a *Adapter) decodeEach(data []byte, status int) ([]*update, error) {
	var raw polled[json.RawMessage]
	if err := decode(data, &raw); err != nil {
		return nil, &refused{code: status}
	}
	updates := make([]*update, 0, len(raw.Result))
	for _, one := range raw.Result {
		u, err := a.decodeOne(one)
		if err != nil {
			a.putAside("an update had no ID")
			continue
		}
		updates = append(updates, u)
	}
	return updates, raw.failure(status)
}

// decodeOne reads an update; of one that cannot be read at least its ID and where it came from.
func (a *Adapter) decodeOne(data []byte) (*update, error) {
	u := &update{}
	if decode(data, u) == nil {
		return u, nil
	}
	u, err := outline(data)
	if err != nil {
		return nil, err
	}
	a.putAside("an update could not be decoded")
	return u, nil
}

// outline is what can still be made out of an update that does not decode: its ID, and the chat of an ordinary message.
func outline(data []byte) (*update, error) {
	var o struct {
		ID      int64 `json:"update_id"`
		Message *struct {
			ID   int `json:"message_id"`
			Date int `json:"date"`
			Chat struct {
				ID   int64  `json:"id"`
				Type string `json:"type"`
			} `json:"chat"`
		} `json:"message"`
	}
	var id struct {
		ID int64 `json:"update_id"`
	}
	if decode(data, &o) != nil {
		if err := decode(data, &id); err != nil || id.ID == 0 {
			return nil, plain("an update without an ID")
		}
		return &update{ID: id.ID}, nil
	}
	u := &update{ID: o.ID}
	if o.ID == 0 {
		return nil, plain("an update without an ID")
	}
	if o.Message != nil {
		u.Message = &message{ID: o.Message.ID, Date: o.Message.Date, Chat: chat{ID: o.Message.Chat.ID, Type: models.ChatType(o.Message.Chat.Type)}}
		u.Message.Story = &present{} // something was sent: it is answered like any kind we do not read
	}
	return u, nil
}
