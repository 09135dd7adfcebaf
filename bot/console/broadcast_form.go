package console

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// pickTime is how browsers write a date with a time.
const pickTime = "2006-01-02T15:04"

// imported makes a list that was uploaded the audience.
func (v *visit) imported(b store.Broadcast) error {
	if b.Audience.Source != store.FromList {
		return nil
	}
	var lines io.Reader = strings.NewReader(v.r.PostFormValue("daftar"))
	if f, h, err := v.r.FormFile("berkas_daftar"); err == nil && h.Size > 0 {
		defer f.Close()
		lines = f
	} else if strings.TrimSpace(v.r.PostFormValue("daftar")) == "" {
		return nil // the list stays what it is
	}
	_, err := v.o.Broadcasts.Import(v.r.Context(), v.officer.Login, b.Code, lines)
	return err
}

// written reads the form. Before is what stood there, of which an attachment and a list stay.
func (v *visit) written(before store.BroadcastDraft) (d store.BroadcastDraft, problem string, err error) {
	if err := v.r.ParseMultipartForm(1 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return d, "", refuse(http.StatusRequestEntityTooLarge, "siaran.galat.besar")
	}
	value := func(name string) string { return strings.TrimSpace(v.r.PostFormValue(name)) }
	d = store.BroadcastDraft{Title: value("judul"), Text: strings.ReplaceAll(value("isi"), "\r\n", "\n"), Media: before.Media,
		Urgent: value("mendesak") != "", Channel: value("kanal_umum") != ""}
	a := store.Audience{Source: store.AudienceSource(value("sumber")), Channel: conversations.Channel(value("kanal"))}
	switch a.Source {
	case store.FromCases, store.FromInterests:
		a.Programme, a.Regions = value("program"), v.r.PostForm["wilayah"]
		a.Year, _ = strconv.Atoi(value("tahun")) // what is no number is any year
		if a.Source == store.FromCases {
			for _, s := range v.r.PostForm["status"] {
				a.Statuses = append(a.Statuses, store.Status(s))
			}
			a.Districts = v.r.PostForm["kecamatan"]
		}
	case store.FromList:
		a.List = before.Audience.List
	}
	d.Audience = a
	labels := v.r.PostForm["pilihan_kata"]
	for i, call := range v.r.PostForm["pilihan"] {
		if call != "" && i < len(labels) {
			d.Choices = append(d.Choices, store.BroadcastChoice{Call: call, Label: strings.TrimSpace(labels[i])})
		}
	}
	d.At, problem = v.planned(value("kapan"), before.At)
	return d, problem, nil
}

// planned reads when a broadcast is to begin. A time that is over is a problem, unless it stood there before.
func (v *visit) planned(text string, before time.Time) (at time.Time, problem string) {
	if text == "" {
		return at, ""
	}
	at, err := time.ParseInLocation(pickTime, text, v.o.Place)
	if err != nil || at.Before(v.now) && !at.Equal(before) {
		problem = v.say("siaran.galat.waktu")
	}
	return at, problem
}
