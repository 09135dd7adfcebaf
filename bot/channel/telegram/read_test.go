package telegram_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sapa/conversations"
)

func TestRead(t *testing.T) {
	t.Parallel()
	type message = conversations.Message
	media := func(kind conversations.MediaKind, ref, mime string, size int64) message {
		return message{Media: []conversations.Media{{Kind: kind, Ref: ref, Mime: mime, Size: size}}}
	}
	const file = `"file_id":"F","file_unique_id":"f","file_size":77`
	for _, c := range []struct {
		name, members string
		want          message
	}{
		{"text", `"text":"mau tanya *bantuan* 👍"`, message{Text: "mau tanya *bantuan* 👍"}},
		{"start", `"text":"/start"`, message{Text: "/start"}},
		{"start of the bot by name", `"text":"/start@sapa_test_bot"`, message{Text: "/start"}},
		{"deep link", `"text":"/start wrse"`, message{Start: "wrse"}},
		{"deep link of the bot by name", `"text":"/start@sapa_test_bot poster-7_a"`, message{Start: "poster-7_a"}},
		{"start with a sentence", `"text":"/start mau daftar"`, message{Text: "mau daftar"}},
		{"command", `"text":"/status"`, message{Text: "status"}},
		{"command of the bot by name", `"text":"/status@sapa_test_bot WRSE-2026-000123"`, message{Text: "status WRSE-2026-000123"}},
		{"no command", `"text":"/jalan/mawar no 3"`, message{Text: "/jalan/mawar no 3"}},
		{"slash", `"text":"/"`, message{Text: "/"}},
		{"photo, largest", `"photo":[{"file_id":"S","width":90,"height":90,"file_size":5},{"file_id":"L","width":800,"height":600,"file_size":500},{"file_id":"XL","width":8000,"height":6000,"file_size":30000000}],"caption":"rumah"`,
			message{Text: "rumah", Media: []conversations.Media{{Kind: conversations.Photo, Ref: "L", Mime: "image/jpeg", Size: 500}}}},
		{"document", `"document":{` + file + `,"mime_type":"application/pdf"}`, media(conversations.Document, "F", "application/pdf", 77)},
		{"voice", `"voice":{` + file + `,"mime_type":"audio/ogg","duration":3}`, media(conversations.Voice, "F", "audio/ogg", 77)},
		{"audio", `"audio":{` + file + `,"mime_type":"audio/mpeg","duration":3}`, media(conversations.Voice, "F", "audio/mpeg", 77)},
		{"sticker", `"sticker":{` + file + `,"type":"regular","width":1,"height":1}`, media(conversations.Sticker, "F", "", 77)},
		{"video", `"video":{` + file + `,"mime_type":"video/mp4"}`, media(conversations.Video, "F", "video/mp4", 77)},
		{"video note", `"video_note":{` + file + `}`, media(conversations.Video, "F", "", 77)},
		{"animation", `"animation":{` + file + `,"mime_type":"video/mp4"},"document":{` + file + `}`, media(conversations.Video, "F", "video/mp4", 77)},
		{"location", `"location":{"latitude":-0.5,"longitude":117.1}`, media(conversations.Location, "", "", 0)},
		{"own contact", `"contact":{"phone_number":"628110009901","first_name":"A","user_id":7}`, message{Media: []conversations.Media{{Kind: conversations.Contact, Phone: "628110009901", Own: true}}}},
		{"another's contact", `"contact":{"phone_number":"628110009901","first_name":"A","user_id":8}`, message{Media: []conversations.Media{{Kind: conversations.Contact, Phone: "628110009901"}}}},
		{"contact without account", `"contact":{"phone_number":"628110009901","first_name":"A"}`, message{Media: []conversations.Media{{Kind: conversations.Contact, Phone: "628110009901"}}}},
		{"poll", `"poll":{"id":"1","question":"?"}`, media(conversations.Other, "", "", 0)},
		{"dice", `"dice":{"emoji":"🎲","value":3}`, media(conversations.Other, "", "", 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := listening(t)
			id := s.srv.User(7).Send(c.members)
			got := s.heard(t, 1)
			c.want.ID, c.want.Channel, c.want.From = conversations.MessageID(fmt.Sprintf("m7.%d", id)), "telegram", "7"
			if diff := cmp.Diff(c.want, got, cmpopts.IgnoreFields(message{}, "At", "Order")); diff != "" {
				t.Error(diff)
			}
			if age := time.Since(got.At); age < 0 || age > time.Minute {
				t.Errorf("At is %v ago", age)
			}
		})
	}
}

func TestReadNews(t *testing.T) {
	t.Parallel()
	s := listening(t)
	u := s.srv.User(7)
	id := u.Say("sya mau daftar")
	u.Edit(id, "saya mau daftar")
	edit := s.heard(t, 2)
	if edit.Event != conversations.Edited || edit.Text != "saya mau daftar" || !strings.HasPrefix(string(edit.ID), fmt.Sprintf("e7.%d.", id)) {
		t.Errorf("an edit came as %+v", edit)
	}
	u.Block()
	if m := s.heard(t, 3); m.Event != conversations.Left || m.From != "7" {
		t.Errorf("blocking came as %+v", m)
	}
	u.Unblock()
	if m := s.heard(t, 4); m.Event != conversations.Returned || m.From != "7" {
		t.Errorf("unblocking came as %+v", m)
	}
	u.TapOld(5, "s.3.0|ya")
	if m := s.heard(t, 5); m.From != "7" || m.Tap == nil || *m.Tap != (conversations.Tap{Prompt: "s.3.0", Choice: "ya"}) {
		t.Errorf("a tap under an inaccessible message came as %+v", m)
	}
	s.srv.Push(`"callback_query":{"id":"77","from":{"id":7,"is_bot":false,"first_name":"A"},"data":"s.4.0|tidak"}`)
	if m := s.heard(t, 6); m.From != "7" || m.ID != "c77" || m.Tap == nil || m.Tap.Choice != "tidak" {
		t.Errorf("a tap without a message came as %+v", m)
	}
	s.until(t, "taps answered", func() bool { return u.Answered() == 1 && s.srv.Count("answerCallbackQuery") == 2 })
}

// TestIgnored: none of these is for the conversation, and none holds up what follows.
func TestIgnored(t *testing.T) {
	t.Parallel()
	s := listening(t)
	u := s.srv.User(7)
	id := u.Send(`"location":{"latitude":1,"longitude":1,"live_period":900}`)
	s.srv.Push(fmt.Sprintf(`"edited_message":{"message_id":%d,"edit_date":1,"date":1,"chat":{"id":7,"type":"private"},"location":{"latitude":1,"longitude":2}}`, id))
	u.Send(`"pinned_message":{"message_id":1,"date":0,"chat":{"id":7,"type":"private"}}`)
	u.Send(`"message_auto_delete_timer_changed":{"message_auto_delete_time":60}`)
	u.TapOld(1, "tanpa garis")
	s.srv.Push(`"channel_post":{"message_id":1,"date":1,"chat":{"id":-9,"type":"channel"},"text":"pengumuman"}`)
	u.Say("halo")
	if m := s.heard(t, 2); m.Text != "halo" {
		t.Errorf("came %+v", m)
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	s := listening(t)
	group, u := s.srv.Group(-1001), s.srv.User(7)
	group.Add(u)
	group.Post(u, "halo bot")
	group.Post(u, "/start wrse")
	s.srv.Push(`"my_chat_member":{"chat":{"id":-1002,"title":"Kanal","type":"channel"},"from":{"id":7,"is_bot":false,"first_name":"A"},"date":1,"old_chat_member":{"status":"left","user":{"id":1}},"new_chat_member":{"status":"administrator","user":{"id":1}}}`)
	if r := s.reply(t, group); r.Text != "Saya hanya melayani chat pribadi." {
		t.Errorf("the group was told %q", r.Text)
	}
	u.Say("halo")
	if m := s.heard(t, 1); m.From != "7" {
		t.Errorf("a group's message came through: %+v", m)
	}
	if n := s.srv.Count("sendMessage"); n != 1 {
		t.Errorf("%d messages were sent, want one refusal for one group", n)
	}
}

func TestPoison(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	u := s.srv.User(7)
	u.Say("sebelum")
	u.Send(`"text":{"this":"is no text"}`)
	s.srv.Push(`"my_chat_member":{"chat":{"id":7,"type":"private"},"from":{"id":7},"date":1,"old_chat_member":{"status":"new one"},"new_chat_member":{"status":"unheard of"}}`)
	s.srv.Push(`"message":"nonsense"`)
	u.Say("sesudah")
	s.listen(t)
	if m := s.heard(t, 3); m.Text != "sesudah" {
		t.Errorf("after the poison came %+v", m)
	}
	if m := s.heard(t, 2); len(m.Media) != 1 || m.Media[0].Kind != conversations.Other || m.From != "7" {
		t.Errorf("an unreadable message came as %+v", m)
	}
	if n := s.bot.SetAside(); n != 3 {
		t.Errorf("%d updates were set aside, want 3", n)
	}
	s.until(t, "confirmed", func() bool { return s.srv.Unconfirmed() == 0 })
	if log := s.log(); !strings.Contains(log, "set aside") || strings.Contains(log, "nonsense") || strings.Contains(log, "no text") {
		t.Errorf("the log:\n%s", log)
	}
}
