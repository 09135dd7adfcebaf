package whatsapp_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"sapa/bot/channel"
	"sapa/bot/channel/channeltest"
	"sapa/bot/channel/whatsapp"
	"sapa/bot/channel/whatsapp/whatsapptest"
	"sapa/conversations"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, func(t *testing.T) channeltest.Rig {
		srv := whatsapptest.Start(t)
		srv.QuickPairing()
		files := &shelf{}
		log, read := channeltest.Log()
		opt := whatsapp.Options{Path: filepath.Join(t.TempDir(), "whatsapp.db"), Files: files, Log: log, HTTPClient: srv.HTTPClient()}
		pair(t, srv, opt)
		fresh := func(t testing.TB) channel.Adapter { return open(t, opt) }
		return channeltest.Rig{
			Adapter: fresh(t), Restart: fresh, Log: read, Secrets: []string{srv.Account().User, srv.AccountLID().User}, Many: true, Bold: true,
			Person: func(testing.TB) channeltest.Person { return &person{Citizen: srv.Citizen()} },
			Files:  files.put,
			Outage: func(down bool) {
				if !down {
					srv.RefuseDials(0)
					return
				}
				srv.RefuseDials(1 << 20)
				srv.Drop()
			},
		}
	})
}

func open(t testing.TB, opt whatsapp.Options) *whatsapp.Adapter {
	t.Helper()
	a, err := whatsapp.New(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// pair links a device with a store of its own, as `sapa pair` does, and lets it rest.
func pair(t testing.TB, srv *whatsapptest.Server, opt whatsapp.Options) {
	t.Helper()
	opt.Pairing = func(p whatsapp.Pairing) {
		if p.Kind == whatsapp.PairQR {
			if err := srv.ScanQR(p.Payload); err != nil {
				t.Error(err)
			}
		}
	}
	a, err := whatsapp.New(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = a.Listen(ctx, &channeltest.Inbox{})
	}()
	if err := srv.WaitOnline(t.Context()); err != nil {
		t.Fatal(err)
	}
	cancel()
	<-done
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}

// shelf is channel.Files in memory.
type shelf struct{ m sync.Map }

type stored struct {
	data []byte
	mime string
}

func (s *shelf) put(ref string, data []byte, mime string) { s.m.Store(ref, stored{data, mime}) }

func (s *shelf) Read(_ context.Context, ref string) ([]byte, string, error) {
	f, ok := s.m.Load(ref)
	if !ok {
		return nil, "", errors.New("no such file")
	}
	return f.(stored).data, f.(stored).mime, nil
}

// person is a simulated citizen as the suite wants one.
type person struct{ *whatsapptest.Citizen }

func (p *person) Address() conversations.Address { return conversations.Address(p.LID().String()) }
func (p *person) Say(text string)                { p.Citizen.Say(text) }
func (p *person) SendPhoto(data []byte)          { p.Citizen.SendPhoto(data, "") }

func (p *person) Next(ctx context.Context) (channeltest.Shown, error) {
	s, err := p.Citizen.Next(ctx)
	shown := channeltest.Shown{ID: s.ID, Media: s.Media}
	var text strings.Builder // phones show *bold* as bold letters
	for _, span := range channel.Spans(s.Text) {
		text.WriteString(span.Text)
		if span.Bold {
			shown.Bold = append(shown.Bold, span.Text)
		}
	}
	shown.Text = text.String()
	return shown, err
}
