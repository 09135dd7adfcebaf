package console

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/store"
)

type posterStore interface {
	PutPoster(ctx context.Context, p store.Poster) (store.Poster, error)
	PosterByTag(ctx context.Context, tag string) (store.Poster, error)
	Posters(ctx context.Context, region string) ([]store.Poster, error)
	Announcements(ctx context.Context, region string, now time.Time) ([]store.Announcement, error)
}

// Links gives the address of a page that opens a talk on a channel by a word, on every channel where people can write to
// us so. A channel that has no such page now, as before its phone is linked, is left out.
type Links interface {
	Links(ctx context.Context, word string) map[conversations.Channel]string
}

// posterCalls are what a poster may open, besides an announcement; their words are below "office.poster.opens.".
func posterCalls() []string {
	return []string{"menu", "kelayakan", "wrse", "kube", "lks", "terencana", "status", "pengaduan", "pengumuman"}
}

// wordsMost is how much of an announcement stands on a poster, in bytes; the rest is read in the talk.
const wordsMost = 420

// placeMost is the longest name of a place on a poster, in bytes.
const placeMost = 80

type postersView struct {
	All    []posterRow
	MayPut bool
	Locked string // the only kab/kota that this officer makes posters for
	Calls  []string
	News   []store.Announcement
	Fresh  store.Poster
	Bad    bool
}

type posterRow struct {
	store.Poster
	Title string
}

func (v *visit) posters() error {
	return v.showPosters(http.StatusOK, store.Poster{Region: v.officer.Region}, false)
}

func (v *visit) showPosters(status int, fresh store.Poster, bad bool) error {
	all, err := v.o.Store.Posters(v.r.Context(), v.officer.Region)
	if err != nil {
		return err
	}
	view := postersView{MayPut: of(v.officer.Role)&(admin|penyelia) != 0, Locked: v.officer.Region, Calls: posterCalls(), Fresh: fresh, Bad: bad}
	if view.News, err = v.o.Store.Announcements(v.r.Context(), v.officer.Region, v.now); err != nil {
		return err
	}
	for _, p := range all {
		title, err := v.posterTitle(p)
		if err != nil {
			return err
		}
		view.All = append(view.All, posterRow{p, title})
	}
	return v.render(status, "posters", view)
}

// posterTitle says in a few words what a poster opens.
func (v *visit) posterTitle(p store.Poster) (string, error) {
	code, ok := strings.CutPrefix(p.Opens, "pengumuman:")
	if !ok {
		return v.say("office.poster.opens." + p.Opens), nil
	}
	a, err := v.o.Store.AnnouncementByCode(v.r.Context(), code)
	return a.Title, err
}

// posterRegion is for which kab/kota a poster is: an officer of one makes them for that one only.
func (v *visit) posterRegion() (string, error) {
	if tag := v.r.PathValue("tag"); tag != "" {
		p, err := v.o.Store.PosterByTag(v.r.Context(), tag)
		return p.Region, err
	}
	region := v.r.PostFormValue("wilayah")
	if region == "" && v.officer.Region != "" {
		return "", refuse(http.StatusForbidden, "office.error.region")
	}
	return region, nil
}

func (v *visit) putPoster() error {
	p := store.Poster{Opens: v.r.PostFormValue("buka"), Region: v.r.PostFormValue("wilayah"), Place: strings.TrimSpace(v.r.PostFormValue("tempat")),
		By: v.officer.Login, At: v.now}
	code, news := strings.CutPrefix(p.Opens, "pengumuman:")
	if news {
		if _, err := v.o.Store.AnnouncementByCode(v.r.Context(), code); err != nil {
			return err
		}
	}
	if !news && !slices.Contains(posterCalls(), p.Opens) || len(p.Place) > placeMost || p.Region != "" && !store.IsRegion(p.Region) {
		return v.showPosters(http.StatusUnprocessableEntity, p, true)
	}
	p, err := v.o.Store.PutPoster(v.r.Context(), p)
	if err != nil {
		return err
	}
	v.redirect(Root + "/poster/" + p.Tag)
	return nil
}

// posterView is one page of paper.
type posterView struct {
	Poster store.Poster
	Title  string
	Words  string // of the announcement that it opens
	Doors  []door
}

// door is one way in.
type door struct {
	Channel conversations.Channel
	Link    string // without its scheme, for who types it
	Name    string // number or name of the account
	QR      picture
}

// poster shows a poster as it is printed, with a QR code for each channel.
func (v *visit) poster() error {
	p, err := v.o.Store.PosterByTag(v.r.Context(), v.r.PathValue("tag"))
	if err != nil {
		return err
	}
	view := posterView{Poster: p}
	if view.Title, err = v.posterTitle(p); err != nil {
		return err
	}
	if code, ok := strings.CutPrefix(p.Opens, "pengumuman:"); ok {
		a, err := v.o.Store.AnnouncementByCode(v.r.Context(), code)
		if err != nil {
			return err
		}
		view.Words = cut(a.Body, wordsMost)
	}
	if v.o.Links != nil {
		links := v.o.Links.Links(v.r.Context(), conversations.TagStart(p.Opens, p.Tag))
		for _, c := range []conversations.Channel{"whatsapp", "telegram"} {
			if links[c] == "" {
				continue
			}
			q, err := drawQR(links[c])
			if err != nil {
				return err
			}
			view.Doors = append(view.Doors, door{c, strings.TrimPrefix(links[c], "https://"), account(links[c]), q})
		}
	}
	return v.render(http.StatusOK, "poster", view)
}

// account is the number or name that a link leads to, as people write it: "0811 5555 0001", "@sapa_kaltim_bot".
func account(link string) string {
	name := link[strings.LastIndex(link, "/")+1:]
	name, _, _ = strings.Cut(name, "?")
	national, ok := strings.CutPrefix(name, "62")
	if !ok || strings.Trim(name, "0123456789") != "" {
		return "@" + name
	}
	digits, out := "0"+national, ""
	for len(digits) > 4 {
		out, digits = out+digits[:4]+" ", digits[4:]
	}
	return out + digits
}
