package telegramtest_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel/telegram/telegramtest"
)

func TestTap(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t)
	u := s.User(7)
	if u.Tap("Ya") == nil {
		t.Error("a button nobody sent was pressed")
	}
	u.Say("halo")
	call(t, s, "sendMessage", `{"chat_id":7,"text":"satu","reply_markup":{"inline_keyboard":[[{"text":"Ya","callback_data":"1|ya"}]]}}`)
	call(t, s, "sendMessage", `{"chat_id":7,"text":"dua","reply_markup":{"inline_keyboard":[[{"text":"Ya","callback_data":"2|ya"}]]}}`)
	call(t, s, "sendMessage", `{"chat_id":7,"text":"tiga","reply_markup":{"keyboard":[[{"text":"Nomor","request_contact":true},{"text":"Kata"}]]}}`)
	for _, press := range []string{"Ya", "1|ya", "Nomor", "Kata"} {
		if err := u.Tap(press); err != nil {
			t.Error(err)
		}
	}
	got := string(call(t, s, "getUpdates", `{}`).Result)
	at := 0
	for _, want := range []string{`"data":"2|ya"`, `"data":"1|ya"`, `"phone_number":"` + u.Phone(), `"text":"Kata"`} {
		i := strings.Index(got[at:], want)
		if i < 0 {
			t.Fatalf("no %s in %s", want, got[at:])
		}
		at += i
	}
}

func TestFaultsAndLimits(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t)
	s.User(7).Say("halo")
	s.User(8).Say("halo")
	send := func(chat int) int {
		return call(t, s, "sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"a"}`, chat)).status
	}
	s.Fail(telegramtest.Fault{Method: "sendMessage", Chat: 8, Status: 500, Times: 2})
	if got := fmt.Sprint(send(7), send(8), send(7), send(8), send(8)); got != "200 500 200 500 200" {
		t.Errorf("a fault for one chat: %s", got)
	}
	s.Fail(telegramtest.Fault{Delay: 50 * time.Millisecond})
	if begun := time.Now(); send(7) != 200 || time.Since(begun) < 50*time.Millisecond {
		t.Error("a slow answer was not slow")
	}
	s.Limit(telegramtest.Limits{PerSecond: 100, PerChat: 1, Burst: 3})
	if got := fmt.Sprint(send(7), send(7), send(7), send(7), send(8)); got != "200 200 200 429 200" {
		t.Errorf("one message a second: %s", got)
	}
	if a := call(t, s, "sendMessage", `{"chat_id":7,"text":"a"}`); a.Parameters.RetryAfter != 1 {
		t.Errorf("retry after %d", a.Parameters.RetryAfter)
	}
	s.Limit(telegramtest.Limits{})
	before := len(s.User(7).Replies())
	s.Fail(telegramtest.Fault{Method: "sendMessage", ResetAfter: true})
	resp, err := http.Post(s.URL()+"/bot"+telegramtest.Token+"/sendMessage", "application/json", strings.NewReader(`{"chat_id":7,"text":"a"}`))
	if err == nil {
		resp.Body.Close()
		t.Errorf("answered %d in spite of the reset", resp.StatusCode)
	}
	if got := len(s.User(7).Replies()) - before; got != 1 {
		t.Errorf("a reset after acting showed %d messages", got)
	}
	s.Down(true)
	if resp, err := http.Get(s.URL() + "/bot" + telegramtest.Token + "/getMe"); err == nil {
		resp.Body.Close()
		t.Error("a server that is down answered")
	}
	s.Down(false)
	if a := call(t, s, "getMe", ""); a.status != 200 {
		t.Errorf("up again: %d", a.status)
	}
}

func TestWaitReply(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t)
	u := s.User(7)
	u.Say("halo")
	for i := range 5000 { // more than is remembered
		if a := call(t, s, "sendMessage", fmt.Sprintf(`{"chat_id":7,"text":"%d"}`, i)); a.status != 200 {
			t.Fatal(a.Description)
		}
		if i < 2 {
			continue
		}
		if r, err := u.WaitReply(t.Context()); err != nil || r.Text != fmt.Sprint(i-2) {
			t.Fatalf("reply %d is %q, %v", i-2, r.Text, err)
		}
	}
	if n := len(u.Replies()); n < 2048 || n > 4096 || u.Last().Text != "4999" {
		t.Errorf("%d are remembered, the last is %q", n, u.Last().Text)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := u.WaitReply(ctx); err != nil {
		t.Errorf("one more was there: %v", err)
	}
	u.WaitReply(ctx)
	if _, err := u.WaitReply(ctx); err == nil {
		t.Error("a reply out of nothing")
	}
}
