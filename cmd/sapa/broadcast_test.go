package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel/telegram/telegramtest"
)

// officeLine runs command lines as somebody of the office beside a running program.
type officeLine struct {
	t    *testing.T
	args []string
}

// try gives what a command line wrote, and its error.
func (l officeLine) try(text string, args ...string) (string, error) {
	var out bytes.Buffer
	err := run(l.t.Context(), append(append([]string(nil), l.args...), args...), streams{strings.NewReader(text), &out, &out})
	return out.String(), err
}

// one runs a command line that tells of one broadcast.
func (l officeLine) one(text string, args ...string) broadcastJSON {
	l.t.Helper()
	out, err := l.try(text, append(args, "--json")...)
	var rows []broadcastJSON
	if err == nil {
		err = json.Unmarshal([]byte(out), &rows)
	}
	if err != nil || len(rows) != 1 {
		l.t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return rows[0]
}

// fails runs a command line that must not succeed, for a reason.
func (l officeLine) fails(why string, args ...string) {
	l.t.Helper()
	if out, err := l.try("", args...); err == nil || !strings.Contains(err.Error(), why) {
		l.t.Errorf("%v: %v, want %q\n%s", args, err, why, out)
	}
}

// TestBroadcastVerbs goes the whole way of a broadcast at the command line, with a photo and the public channel.
func TestBroadcastVerbs(t *testing.T) {
	const channel = -1009900000001
	s := startSending(t, &Config{TelegramChannel: "-1009900000001"}, telegramtest.Limits{}, 3, 0)
	public := s.srv.Group(channel)
	photo := filepath.Join(t.TempDir(), "poster.jpg")
	if err := os.WriteFile(photo, tinyPhoto(), 0o600); err != nil {
		t.Fatal(err)
	}
	l := officeLine{t, []string{"--data", s.cfg.Data, "--telegram-token", telegramtest.Token, "--telegram-channel=" + s.cfg.TelegramChannel, "--broadcast-hours", ""}}
	draft := []string{"broadcast", "draft", "--title", "WRSE dibuka", "--source", "minat", "--programme", "wrse", "--media", photo, "--choice", "daftar_wrse", "--post", "--as", "ana"}
	b := l.one("Yth. {nama}, pendaftaran {program} dibuka.", draft...)
	if b.State != "draf" || b.People != 3 || len(b.Problems) != 0 || b.Done == nil {
		t.Fatalf("%+v", b)
	}
	if out, err := l.try("", "broadcast", "preview", b.Code); err != nil || !strings.Contains(out, "Yth. Bapak/Ibu, pendaftaran Bantuan usaha WRSE dibuka.") {
		t.Errorf("%s, %v", out, err)
	}
	l.fails("is draf and cannot be told to start", "broadcast", "send", b.Code, "--as", "ana")
	l.one("", "broadcast", "submit", b.Code, "--as", "ana")
	l.fails("an approval bears a name", "broadcast", "approve", b.Code, "--hash", b.Hash)
	l.fails("takes the role penyelia", "broadcast", "approve", b.Code, "--hash", b.Hash, "--as", "ana")
	l.fails("is not what that hash was shown for", "broadcast", "approve", b.Code, "--hash", "0", "--as", "lina")
	l.one("", "broadcast", "approve", b.Code, "--hash", b.Hash, "--as", "lina")
	edited := l.one("Yth. {nama}, pendaftaran {program} dibuka hari ini.", append(draft, "--code", b.Code, "--urgent", "--submit")...)
	if edited.State != "menunggu" || edited.Approver != "" || edited.Hash == b.Hash || !edited.Urgent {
		t.Errorf("after an edit: %+v", edited)
	}
	l.fails("cannot be told to start", "broadcast", "send", b.Code, "--as", "ana")
	l.fails("is not what that hash", "broadcast", "approve", b.Code, "--hash", b.Hash, "--as", "lina")
	l.one("", "broadcast", "approve", b.Code, "--hash", edited.Hash, "--as", "lina")
	l.one("", "broadcast", "send", b.Code, "--as", "ana")
	st := await(t, s.service, b.Code, 20*time.Second, done)
	if st.Totals.Sent() != 3 || !st.Urgent || st.Approver != "lina" {
		t.Errorf("%+v", st)
	}
	l.fails("cannot be told to cancel", "broadcast", "cancel", b.Code, "--as", "ana")
	for i := range 3 {
		got := s.srv.User(int64(firstRecipient + i)).Replies()
		if len(got) != 1 || !got[0].Photo || !strings.Contains(got[0].Text, "dibuka hari ini") || len(got[0].Buttons) != 1 {
			t.Errorf("person %d sees %+v", i, got)
		}
	}
	for end := time.Now().Add(10 * time.Second); len(public.Replies()) < 1 && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
	}
	if got := public.Replies(); len(got) != 1 || !strings.HasPrefix(got[0].Text, "WRSE dibuka\n\nYth. Bapak/Ibu") || len(got[0].Buttons) != 0 {
		t.Errorf("the public channel shows %+v", got)
	}
	if out, err := l.try("", "broadcast", "deliveries", b.Code, "--state", "dikirim"); err != nil || strings.Count(out, ",telegram,") != 3 {
		t.Errorf("%s, %v", out, err)
	}
	l.fails("there is no broadcast ZZZZ", "broadcast", "status", "ZZZZ")
}

// TestBroadcastToAList imports NIKs of which one is known.
func TestBroadcastToAList(t *testing.T) {
	data := t.TempDir()
	verb(t, data, "programme", "window", "wrse", "--open")
	list := filepath.Join(t.TempDir(), "daftar.csv")
	if err := os.WriteFile(list, []byte("nik\n6472034507859901\n6472034507859902\nbukan\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	l := officeLine{t, []string{"--data", data, "--telegram-token", telegramtest.Token}}
	b := l.one("Halo", "broadcast", "draft", "--title", "Undangan", "--source", "daftar", "--list", list)
	if b.People != 0 || len(b.Problems) != 1 || b.Problems[0] != "nihil" {
		t.Errorf("%+v", b)
	}
	l.fails("the draft lacks: nihil", "broadcast", "submit", b.Code)
	if err := os.WriteFile(list, []byte("nama\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	l.fails("daftar_kosong", "broadcast", "draft", "--title", "Undangan", "--source", "daftar", "--list", list)
}
