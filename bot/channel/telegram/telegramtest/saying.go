package telegramtest

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// message pushes a message of this person with these further members, and returns its message ID.
func (u *User) message(members string) int64 {
	u.mu.Lock()
	u.wrote, u.blocked = true, false
	u.mu.Unlock()
	id := u.s.messages.Add(1)
	u.push("message", id, members)
	return id
}

func (u *User) push(kind string, id int64, members string) {
	b := make([]byte, 0, 256+len(members))
	b = append(b, '"')
	b = append(b, kind...)
	b = append(b, `":{"message_id":`...)
	b = strconv.AppendInt(b, id, 10)
	b = append(b, `,"from":`...)
	b = append(b, u.fromJSON...)
	b = append(b, `,"chat":`...)
	b = append(b, u.chatJSON...)
	b = append(b, `,"date":`...)
	b = strconv.AppendInt(b, time.Now().Unix(), 10)
	b = append(b, ',')
	b = append(b, members...)
	u.s.push(kind, append(b, '}'))
}

// Say sends a text and returns its message ID. A text that starts with "/" carries the entity of a command.
func (u *User) Say(text string) int64 {
	members := `"text":` + string(quote(text))
	if strings.HasPrefix(text, "/") {
		command, _, _ := strings.Cut(text, " ")
		members += fmt.Sprintf(`,"entities":[{"type":"bot_command","offset":0,"length":%d}]`, utf8.RuneCountInString(command))
	}
	return u.message(members)
}

// Send sends a message with any members of the API's Message, as JSON: `"sticker":{...}`.
func (u *User) Send(members string) int64 { return u.message(members) }

// Edit changes an earlier message.
func (u *User) Edit(messageID int64, text string) {
	u.push("edited_message", messageID, fmt.Sprintf(`"edit_date":%d,"text":%s`, time.Now().Unix(), quote(text)))
}

// SendPhoto sends a photo in two sizes, the larger one being data, with a caption.
func (u *User) SendPhoto(data []byte, caption string) int64 {
	small, large := u.s.keepFile([]byte("small")), u.s.keepFile(data)
	return u.message(fmt.Sprintf(`"photo":[{"file_id":%q,"file_unique_id":"s","width":90,"height":90,"file_size":5},{"file_id":%q,"file_unique_id":"l","width":800,"height":800,"file_size":%d}],"caption":%s`,
		small, large, len(data), quote(caption)))
}

// SendDocument sends a file.
func (u *User) SendDocument(data []byte, name, mime string) int64 {
	return u.message(fmt.Sprintf(`"document":{"file_id":%q,"file_unique_id":"d","file_name":%q,"mime_type":%q,"file_size":%d}`,
		u.s.keepFile(data), name, mime, len(data)))
}

// ShareContact presses the button that shares the person's own number.
func (u *User) ShareContact() int64 {
	return u.message(fmt.Sprintf(`"contact":{"phone_number":%q,"first_name":%q,"user_id":%d}`, u.Phone(), u.Name(), u.ID))
}

// Tap presses a button: by label or data, under the newest message that has it.
func (u *User) Tap(labelOrData string) error {
	replies := u.Replies()
	for i := len(replies) - 1; i >= 0; i-- {
		for _, row := range replies[i].Buttons {
			for _, b := range row {
				if b.Label == labelOrData || b.Data == labelOrData {
					u.TapOn(replies[i], b.Data)
					return nil
				}
			}
		}
		for _, key := range replies[i].Keys {
			if key.Label != labelOrData {
				continue
			}
			if key.Contact {
				u.ShareContact()
			} else {
				u.Say(key.Label)
			}
			return nil
		}
	}
	return errors.New("no message has this button")
}

// TapOn presses a button under a certain message.
func (u *User) TapOn(r Reply, data string) {
	u.tap(fmt.Sprintf(`{"message_id":%d,"from":%s,"chat":%s,"date":%d,"text":%s}`, r.MessageID, botJSON, u.chatJSON, time.Now().Unix(), quote(r.Text)), data)
}

// TapOld presses a button under a message so old that the platform no longer shows it to the bot.
func (u *User) TapOld(messageID int64, data string) {
	u.tap(fmt.Sprintf(`{"message_id":%d,"chat":%s,"date":0}`, messageID, u.chatJSON), data)
}

func (u *User) tap(message, data string) {
	id := fmt.Sprintf("%d-%d", u.ID, u.s.serial.Add(1))
	u.s.push("callback_query", fmt.Appendf(nil, `"callback_query":{"id":%q,"from":%s,"message":%s,"chat_instance":"1","data":%s}`, id, u.fromJSON, message, quote(data)))
}

func (s *Server) answerCallback(w http.ResponseWriter, f *form) {
	chat, _, _ := strings.Cut(f.str("callback_query_id"), "-")
	id, _ := strconv.ParseInt(chat, 10, 64)
	u := s.find(id)
	if u == nil {
		bad("query is too old and response timeout expired or query ID is invalid").write(w)
		return
	}
	u.mu.Lock()
	u.taps++
	u.mu.Unlock()
	answer(w, yes)
}

// Block stops the bot from writing to the person, and tells it.
func (u *User) Block() { u.member("member", "kicked", true) }

// BlockUnheard shuts the bot out without its being told, as when that was so long ago that the news is gone.
func (u *User) BlockUnheard() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.blocked = true
}

// Unblock lets the bot write again, and tells it.
func (u *User) Unblock() { u.member("kicked", "member", false) }

// Deactivate deletes the person's account.
func (u *User) Deactivate() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.gone = true
}

func (u *User) member(before, after string, blocked bool) {
	u.mu.Lock()
	u.blocked = blocked
	u.mu.Unlock()
	u.s.push("my_chat_member", fmt.Appendf(nil, `"my_chat_member":{"chat":%s,"from":%s,"date":%d,"old_chat_member":{"user":%s,"status":%q},"new_chat_member":{"user":%s,"status":%q,"until_date":0}}`,
		u.chatJSON, u.fromJSON, time.Now().Unix(), botJSON, before, botJSON, after))
}

// Post writes into this group as that person.
func (u *User) Post(as *User, text string) {
	u.mu.Lock()
	u.fromJSON = as.fromJSON
	u.mu.Unlock()
	u.Say(text)
}

// Add puts the bot into this group.
func (u *User) Add(by *User) {
	u.mu.Lock()
	u.fromJSON = by.fromJSON
	u.mu.Unlock()
	u.member("left", "member", false)
}
