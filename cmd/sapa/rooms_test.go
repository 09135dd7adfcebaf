package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// law says what each room may import of our own, and of others' code. A room not named here may not exist.
var law = map[string]struct{ own, foreign []string }{
	"conversations":                     {own: []string{"conversations/understand"}},
	"conversations/understand":          {foreign: []string{"github.com/agnivade/levenshtein"}},
	"conversations/understand/measure":  {own: []string{"conversations/understand"}},
	"conversations/assess":              {foreign: []string{"cel.dev/cel-go", "google.golang.org/genproto"}},
	"conversations/flowfile":            {own: []string{"conversations", "conversations/assess"}, foreign: []string{"github.com/goccy/go-yaml"}},
	"conversations/transcript":          {own: []string{"conversations", "conversations/understand"}},
	"conversations/seeds":               {},
	"locales":                           {own: []string{"conversations"}, foreign: []string{"github.com/goccy/go-yaml"}},
	"store":                             {own: []string{"conversations", "conversations/understand"}},
	"store/vault":                       {foreign: []string{"github.com/tink-crypto/tink-go"}},
	"store/sqlite":                      {own: []string{"store", "store/vault", "conversations"}, foreign: []string{"modernc.org/sqlite", "github.com/pressly/goose"}},
	"store/redis":                       {own: []string{"store", "store/vault", "conversations"}, foreign: []string{"github.com/redis/go-redis"}},
	"store/storetest":                   {own: []string{"store", "conversations"}, foreign: []string{"github.com/google/go-cmp"}},
	"store/redis/redistest":             {foreign: []string{"github.com/redis/go-redis"}},
	"bot/channel":                       {own: []string{"conversations"}},
	"bot/channel/channeltest":           {own: []string{"bot/channel", "conversations"}},
	"bot/channel/telegram":              {own: []string{"bot/channel", "conversations"}, foreign: []string{"github.com/go-telegram/bot"}},
	"bot/channel/telegram/telegramtest": {},
	"bot/channel/terminal":              {own: []string{"bot/channel", "conversations"}},
	"bot/channel/webchat/browsertest":   {foreign: []string{"github.com/chromedp"}},
	"bot/channel/webchat":               {own: []string{"bot/channel", "conversations"}, foreign: []string{"golang.org/x/time", "golang.org/x/sync", "github.com/gabriel-vasile/mimetype"}},
	"bot/channel/whatsapp":              {own: []string{"bot/channel", "conversations"}, foreign: []string{"go.mau.fi/whatsmeow", "go.mau.fi/libsignal", "google.golang.org/protobuf", "modernc.org/sqlite"}},
	"bot/channel/whatsapp/whatsapptest": {foreign: []string{"go.mau.fi", "github.com/coder/websocket", "golang.org/x/crypto", "google.golang.org/protobuf"}},
	"bot/present":                       {own: []string{"bot/channel", "conversations"}},
	"bot/imports":                       {own: []string{"bot/sheet", "store", "conversations/understand"}},
	"bot/sheet":                         {foreign: []string{"github.com/xuri/excelize"}},
	"bot/notice":                        {own: []string{"store", "conversations", "conversations/understand"}},
	"bot/broadcast":                     {own: []string{"bot/channel", "bot/present", "store", "conversations", "conversations/understand"}},
	"bot/casework":                      {own: []string{"bot/notice", "bot/sheet", "store", "conversations", "conversations/assess", "conversations/understand"}},
	"bot/world":                         {own: []string{"store", "conversations", "conversations/understand", "conversations/assess"}},
	"bot/talks":                         {own: []string{"bot/broadcast", "bot/channel", "bot/present", "bot/notice", "bot/casework", "bot/world", "store", "conversations", "conversations/assess", "conversations/flowfile", "conversations/seeds", "conversations/transcript", "conversations/understand", "locales"}},
	"bot/console":                       {own: []string{"bot/broadcast", "bot/casework", "bot/channel", "bot/imports", "bot/notice", "bot/sheet", "store", "conversations", "conversations/assess", "conversations/flowfile", "conversations/understand"}, foreign: []string{"github.com/alexedwards/argon2id", "github.com/pquerna/otp", "golang.org/x/image", "rsc.io/qr"}},
	"bot":                               {own: []string{"bot/channel", "bot/present", "store", "conversations", "conversations/flowfile", "conversations/understand"}, foreign: []string{"github.com/prometheus/client_golang"}},
}

type listed struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

// TestRooms holds every package to the import law of the architecture.
func TestRooms(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "sapa/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		room := strings.TrimPrefix(p.ImportPath, "sapa/")
		if room == "cmd/sapa" {
			continue // knows every room
		}
		rule, ok := law[room]
		if !ok {
			t.Errorf("no law for the room %s", room)
			continue
		}
		for _, i := range p.Imports {
			if own, ours := strings.CutPrefix(i, "sapa/"); ours {
				if !slices.Contains(rule.own, own) {
					t.Errorf("%s may not import %s", room, own)
				}
				continue
			}
			foreign := strings.Contains(strings.SplitN(i, "/", 2)[0], ".")
			if foreign && !slices.ContainsFunc(rule.foreign, func(f string) bool { return strings.HasPrefix(i, f) }) {
				t.Errorf("%s may not import %s", room, i)
			}
		}
	}
}
