package console

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"sapa/bot/broadcast"
	"sapa/conversations"
	"sapa/store"
)

type announcementStore interface {
	AllAnnouncements(ctx context.Context) ([]store.Announcement, error)
	AnnouncementByCode(ctx context.Context, code string) (store.Announcement, error)
	PutAnnouncement(ctx context.Context, a store.Announcement) (store.Announcement, error)
}

// The longest announcement that reads well on a phone, in bytes.
const (
	titleMost = 120
	bodyWords = 2000
)

type announcementsView struct {
	All     []announcement
	MayPut  bool
	Locked  string // the only kab/kota that this officer writes for
	Fresh   store.Announcement
	Preview string
	Problem string
}

type announcement struct {
	store.Announcement
	State string // "now", "later", "over", for words below "office.news."
	Mine  bool
}

func (v *visit) announcements() error {
	fresh := store.Announcement{Region: v.officer.Region}
	if code := v.r.URL.Query().Get("siaran"); code != "" && v.writes() && v.o.Broadcasts != nil {
		b, err := v.o.Broadcasts.Find(v.r.Context(), code)
		if err != nil {
			return err
		}
		if ours(v.officer, b.Audience) {
			fresh = v.announced(b)
		}
	}
	return v.showAnnouncements(http.StatusOK, fresh, "", "")
}

// announced makes an announcement out of a broadcast, for an officer to look over: what was each one's own is left open.
func (v *visit) announced(b store.Broadcast) store.Announcement {
	a := store.Announcement{Title: b.Title, Region: v.officer.Region}
	if len(b.Audience.Regions) == 1 {
		a.Region = b.Audience.Regions[0]
	}
	text := conversations.Text{Literal: b.Text, Words: map[string]string{}}
	for _, place := range broadcast.Places() {
		text.Words[place] = "world.code." + place
	}
	a.Body = v.o.Words.Words(text)
	return a
}

func (v *visit) showAnnouncements(status int, fresh store.Announcement, preview, problem string) error {
	all, err := v.o.Store.AllAnnouncements(v.r.Context())
	if err != nil {
		return err
	}
	view := announcementsView{MayPut: of(v.officer.Role)&(admin|penyelia) != 0, Locked: v.officer.Region, Fresh: fresh, Preview: preview, Problem: problem}
	for _, a := range all {
		x := announcement{Announcement: a, State: "now", Mine: view.MayPut && (v.officer.Region == "" || a.Region == v.officer.Region)}
		switch {
		case a.From.After(v.now):
			x.State = "later"
		case !a.To.IsZero() && !a.To.After(v.now):
			x.State = "over"
		}
		view.All = append(view.All, x)
	}
	return v.render(status, "announcements", view)
}

// newsRegion is where an announcement is to be read: an officer of one kab/kota writes for that one only.
func (v *visit) newsRegion() (string, error) {
	region := v.r.PostFormValue("wilayah")
	if code := v.r.PathValue("code"); code != "" {
		a, err := v.o.Store.AnnouncementByCode(v.r.Context(), code)
		if err != nil {
			return "", err
		}
		region = a.Region
	}
	if region == "" && v.officer.Region != "" {
		return "", refuse(http.StatusForbidden, "office.error.region")
	}
	return region, nil
}

// putAnnouncement first shows the announcement as citizens will read it, then publishes it.
func (v *visit) putAnnouncement() error {
	a := store.Announcement{Title: strings.TrimSpace(v.r.PostFormValue("judul")), Body: strings.TrimSpace(strings.ReplaceAll(v.r.PostFormValue("isi"), "\r\n", "\n")),
		Region: v.r.PostFormValue("wilayah"), From: v.now, By: v.officer.Login, At: v.now}
	var err error
	if day := v.r.PostFormValue("sampai"); day != "" {
		if a.To, err = time.ParseInLocation(time.DateOnly, day, v.o.Place); err == nil {
			a.To = a.To.AddDate(0, 0, 1) // to the end of that day
		}
	}
	switch {
	case a.Title == "" || a.Body == "" || len(a.Title) > titleMost || len(a.Body) > bodyWords:
		return v.showAnnouncements(http.StatusUnprocessableEntity, a, "", v.say("office.news.bad", "judul", titleMost, "isi", bodyWords))
	case err != nil || !a.To.IsZero() && !a.To.After(v.now):
		return v.showAnnouncements(http.StatusUnprocessableEntity, a, "", v.say("office.news.bad_day"))
	case v.r.PostFormValue("langkah") != "kirim":
		return v.showAnnouncements(http.StatusOK, a, "*"+a.Title+"*\n\n"+a.Body, "")
	}
	_, err = v.o.Store.PutAnnouncement(v.r.Context(), a)
	if errors.Is(err, store.ErrInvalid) {
		return v.showAnnouncements(http.StatusUnprocessableEntity, a, "", v.say("office.news.bad", "judul", titleMost, "isi", bodyWords))
	}
	if err != nil {
		return err
	}
	return v.done("/pengumuman", "pengumuman")
}

// endAnnouncement takes an announcement down.
func (v *visit) endAnnouncement() error {
	a, err := v.o.Store.AnnouncementByCode(v.r.Context(), v.r.PathValue("code"))
	if err != nil {
		return err
	}
	a.To, a.By, a.At = v.now, v.officer.Login, v.now
	if _, err := v.o.Store.PutAnnouncement(v.r.Context(), a); err != nil {
		return err
	}
	return v.done("/pengumuman", "pengumuman_turun")
}
