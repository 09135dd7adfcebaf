package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"sapa/bot/broadcast"
	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

type broadcastDraftCmd struct {
	Code      string   `help:"Write this one anew; an approval is void by it. A new one when not given."`
	Title     string   `required:"" help:"For the office, and the first line of the posted announcement."`
	Media     string   `help:"A photo (JPG, PNG) or PDF to go before the text." type:"path"`
	Choice    []string `help:"A flow to offer below the text: daftar_wrse, cek_status ...; with other words: daftar_wrse=Daftar sekarang." sep:"none"`
	Source    string   `enum:"kasus,minat,daftar,semua" default:"kasus" help:"Whom: who applied (kasus), who asked for news of a programme (minat), a list (daftar), everybody who ever wrote (semua)."`
	Programme string   `help:"Only this programme: wrse, kube, lks, terencana."`
	Status    []string `help:"Only these statuses of cases."`
	Region    []string `help:"Only these kab/kota, by code or name."`
	District  []string `help:"Only these kecamatan, by code."`
	Year      int      `help:"Only this budget year."`
	Channel   string   `help:"Only who is reached there: telegram or whatsapp."`
	List      string   `help:"With daftar: a file of NIKs or phones, one a line." type:"path"`
	At        string   `help:"Not before, on the office's clock: 2026-08-03 09:00."`
	Urgent    bool     `help:"It goes out in quiet hours too, and is marked so for good."`
	Post      bool     `help:"Post it to the office's public Telegram channel as well."`
	Submit    bool     `help:"Ask the second person to look at once."`
	acting
	JSON bool `name:"json" help:"As a JSON array of one."`
}

// mostText bounds what is read as a text, in bytes; a draft that is too long is told so later.
const mostText = 64 << 10

// Run writes a draft.
func (c *broadcastDraftCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	text, err := io.ReadAll(io.LimitReader(s.in, mostText))
	if err != nil {
		return fmt.Errorf("read the text: %w", err)
	}
	return service(ctx, cfg, func(h *house, b *broadcast.Service) error {
		d, err := c.draft(h, strings.TrimSpace(string(text)))
		if err != nil {
			return err
		}
		code, err := c.write(ctx, b, d)
		if err == nil && c.List != "" {
			err = c.list(ctx, b, code)
		}
		if err == nil && c.Submit {
			_, err = b.Submit(ctx, c.As, code)
		}
		if err != nil {
			return broadcastError(code, err)
		}
		return h.showBroadcast(ctx, s, b, code, c.JSON, "")
	})
}

func (c *broadcastDraftCmd) write(ctx context.Context, b *broadcast.Service, d store.BroadcastDraft) (code string, err error) {
	if c.Code == "" {
		made, err := b.Draft(ctx, c.As, d)
		return made.Code, err
	}
	before, err := b.Find(ctx, c.Code)
	if err == nil {
		_, err = b.Edit(ctx, c.As, c.Code, before.Version, d)
	}
	return c.Code, err
}

func (c *broadcastDraftCmd) list(ctx context.Context, b *broadcast.Service, code string) error {
	f, err := os.Open(c.List)
	if err != nil {
		return unread(c.List, err)
	}
	defer f.Close()
	_, err = b.Import(ctx, c.As, code, f)
	return err
}

func (c *broadcastDraftCmd) draft(h *house, text string) (d store.BroadcastDraft, err error) {
	d = store.BroadcastDraft{Title: c.Title, Text: text, Urgent: c.Urgent, Channel: c.Post,
		Audience: store.Audience{Source: store.AudienceSource(c.Source), Programme: c.Programme, Districts: c.District, Year: c.Year,
			Channel: conversations.Channel(c.Channel)}}
	for _, choice := range c.Choice {
		call, label, _ := strings.Cut(choice, "=")
		d.Choices = append(d.Choices, store.BroadcastChoice{Call: call, Label: label})
	}
	for _, status := range c.Status {
		if !store.Status(status).Known() {
			return d, noStatus(status)
		}
		d.Audience.Statuses = append(d.Audience.Statuses, store.Status(status))
	}
	for _, region := range c.Region {
		codes, err := which{Region: region}.regions()
		if err != nil {
			return d, err
		}
		d.Audience.Regions = append(d.Audience.Regions, codes...)
	}
	for _, district := range c.District {
		if _, ok := understand.RegionNamed(district); !ok {
			return d, fmt.Errorf("%q is no kecamatan of Kalimantan Timur", district)
		}
	}
	if d.At, err = h.moment(c.At); err == nil && c.Media != "" {
		d.Media, err = h.attach(c.Media)
	}
	return d, err
}

// attach keeps a file that is sent along.
func (h *house) attach(name string) (*conversations.Media, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, unread(name, err)
	}
	kind := conversations.Photo
	mime := http.DetectContentType(data)
	switch {
	case len(data) > 10<<20:
		return nil, errors.New("the file is larger than 10 MB")
	case mime == "application/pdf":
		kind = conversations.Document
	case mime != "image/jpeg" && mime != "image/png":
		return nil, fmt.Errorf("%s is no JPG, PNG or PDF", name)
	}
	id, err := h.vault.Files().Put(data, mime)
	if err != nil {
		return nil, err
	}
	return &conversations.Media{Kind: kind, Ref: id, Mime: mime, Size: int64(len(data))}, nil
}
