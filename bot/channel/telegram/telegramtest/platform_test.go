package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel/telegram/telegramtest"
)

// answer is what the API says.
type answer struct {
	status      int
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

func post(t *testing.T, s *telegramtest.Server, method, kind, body string) answer {
	t.Helper()
	resp, err := http.Post(s.URL()+"/bot"+telegramtest.Token+"/"+method, kind, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	a := answer{status: resp.StatusCode}
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return a
}

func call(t *testing.T, s *telegramtest.Server, method, body string) answer {
	t.Helper()
	return post(t, s, method, "application/json", body)
}

// ids are the update IDs in an answer of getUpdates, after the first.
func ids(t *testing.T, a answer) []int64 {
	t.Helper()
	var updates []struct {
		ID int64 `json:"update_id"`
	}
	if err := json.Unmarshal(a.Result, &updates); err != nil {
		t.Fatalf("%s: %v", a.Result, err)
	}
	var out []int64
	for _, u := range updates {
		out = append(out, u.ID)
	}
	return out
}

func TestUpdatesStayUntilConfirmed(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t)
	u := s.User(7)
	for i := range 5 {
		u.Say(fmt.Sprint(i))
	}
	all := ids(t, call(t, s, "getUpdates", `{}`))
	if len(all) != 5 {
		t.Fatalf("got %v", all)
	}
	for i := 1; i < 5; i++ {
		if all[i] <= all[i-1] {
			t.Fatalf("IDs do not rise: %v", all)
		}
	}
	for _, c := range []struct {
		body string
		want []int64
	}{
		{`{"limit":2}`, all[:2]},
		{fmt.Sprintf(`{"offset":%d}`, all[0]), all},
		{fmt.Sprintf(`{"offset":%d,"limit":2}`, all[2]), all[2:4]},
		{`{"offset":0}`, all[2:]},
		{`{"offset":-1}`, all[4:]},
		{fmt.Sprintf(`{"offset":%d}`, all[4]+1), nil},
		{`{}`, nil},
	} {
		if got := ids(t, call(t, s, "getUpdates", c.body)); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", c.body, got, c.want)
		}
	}
	if s.Unconfirmed() != 0 {
		t.Errorf("%d are left", s.Unconfirmed())
	}
}

func TestLongPoll(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t)
	begun := time.Now()
	if got := ids(t, call(t, s, "getUpdates", `{"timeout":1}`)); got != nil || time.Since(begun) < 900*time.Millisecond {
		t.Errorf("an empty poll gave %v after %v", got, time.Since(begun))
	}
	first, second := make(chan answer, 1), make(chan answer, 1)
	go func() { first <- call(t, s, "getUpdates", `{"timeout":20}`) }()
	for s.Count("getUpdates") < 2 {
		time.Sleep(time.Millisecond)
	}
	go func() { second <- call(t, s, "getUpdates", `{"timeout":20}`) }()
	a := <-first // either may come first at the server
	s.User(7).Say("halo")
	b := <-second
	if a.status == 200 {
		a, b = b, a
	}
	if a.status != 409 || b.status != 200 || len(ids(t, b)) != 1 {
		t.Errorf("two pollers got %d and %d", a.status, b.status)
	}
	call(t, s, "setWebhook", `{"url":"http://127.0.0.1:1/"}`)
	if got := call(t, s, "getUpdates", `{}`); got.status != 409 || !strings.Contains(got.Description, "webhook is active") {
		t.Errorf("polling beside a webhook: %+v", got)
	}
}

func TestAllowedUpdates(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t)
	call(t, s, "getUpdates", `{"allowed_updates":["message"]}`)
	u := s.User(7)
	u.Say("halo")
	u.Block()
	if got := ids(t, call(t, s, "getUpdates", `{}`)); len(got) != 1 {
		t.Errorf("got %d updates, want the message only", len(got))
	}
}

func TestBodies(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t)
	u := s.User(7)
	u.Say("halo")
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	form.WriteField("chat_id", "7")
	form.WriteField("text", "dua\r\nbaris --"+form.Boundary()+" dan \"kutip\"")
	form.Close()
	post(t, s, "sendMessage", form.FormDataContentType(), b.String())
	call(t, s, "sendMessage", `{"chat_id":7,"text":"tiga é \n"}`)
	post(t, s, "sendMessage", "application/x-www-form-urlencoded", "chat_id=7&text=empat+%26")
	call(t, s, "sendMessage?chat_id=7&text=lima", "")
	var got []string
	for _, r := range u.Replies() {
		got = append(got, r.Text)
	}
	want := []string{"dua\r\nbaris --" + form.Boundary() + " dan \"kutip\"", "tiga é", "empat &", "lima"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("read %q, want %q", got, want)
	}
	for _, body := range []string{"{", `{"chat_id":{}}`} {
		if a := call(t, s, "sendMessage", body); a.status != 400 {
			t.Errorf("%s: %d", body, a.status)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t)
	s.User(7).Say("halo")
	s.User(8)
	text := func(text, more string) string {
		b, _ := json.Marshal(text)
		return fmt.Sprintf(`{"chat_id":7,"text":%s%s}`, b, more)
	}
	const html = `,"parse_mode":"HTML"`
	for _, c := range []struct {
		body   string
		status int
		words  string
	}{
		{text("halo", ""), 200, ""},
		{text(strings.Repeat("👍", 2048), ""), 200, ""},
		{text(strings.Repeat("👍", 2049), ""), 400, "too long"},
		{text(strings.Repeat("<b>a</b>", 4096), html), 200, ""},
		{text(" \n ", ""), 400, "empty"},
		{text("<b>a", html), 400, "can't parse entities"},
		{text("a</b>", html), 400, "can't parse entities"},
		{text("<b><i>a</b></i>", html), 400, "can't parse entities"},
		{text("1 < 2", html), 400, "can't parse entities"},
		{text("<p>a</p>", html), 400, "can't parse entities"},
		{text("a &amp; b & c &lt;d&gt; &nbsp;", html), 200, ""},
		{`{"chat_id":9,"text":"a"}`, 400, "chat not found"},
		{`{"chat_id":8,"text":"a"}`, 403, "can't initiate"},
		{text("a", `,"reply_markup":{"inline_keyboard":[[{"text":"x","callback_data":"`+strings.Repeat("d", 65)+`"}]]}`), 400, "BUTTON_DATA_INVALID"},
		{text("a", `,"reply_markup":{"inline_keyboard":[[{"text":"","callback_data":"d"}]]}`), 400, "text is empty"},
	} {
		if a := call(t, s, "sendMessage", c.body); a.status != c.status || !strings.Contains(a.Description, c.words) {
			t.Errorf("%.80s: %d %q, want %d %q", c.body, a.status, a.Description, c.status, c.words)
		}
	}
	if last := s.User(7).Last(); last.Text != "a & b & c <d> &nbsp;" {
		t.Errorf("shown %q", last.Text)
	}
	resp, err := http.Post(s.URL()+"/bot1:wrong/getMe", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("a wrong token got %d", resp.StatusCode)
	}
}
