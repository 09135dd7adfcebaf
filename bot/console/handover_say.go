package console

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"sapa/bot/casework"
	"sapa/conversations"
	"sapa/store"
)

// answerMost bounds an answer with a photo, in bytes.
const answerMost = conversations.LargestFile + 1<<20

// ticketAnswer is what an officer says: own words or a ready-made answer, a photo, or both.
type ticketAnswer struct {
	Key, Words, Canned string
	Photo              []byte
}

// sayTicket says something to the citizen. A photo is drawn anew, so that nothing of where and with what it was taken goes
// with it.
func (v *visit) sayTicket() error {
	a, err := v.told()
	if err != nil {
		return err
	}
	for _, key := range casework.Canned() {
		if key == a.Canned {
			a.Words = v.o.Words.Words(conversations.Text{Key: key})
		}
	}
	if v.waits.Officer != v.officer.Login {
		return v.afterTicket(&store.TakenError{By: v.waits.Officer, Since: v.waits.Taken}, a.Words, "")
	}
	var photo *conversations.Media
	if len(a.Photo) > 0 {
		drawn, err := redraw(a.Photo)
		if err != nil {
			return v.showTicket(http.StatusUnprocessableEntity, a.Words, v.say("office.handover.no_photo"))
		}
		id, err := v.o.Files.Put(drawn, "image/jpeg")
		if err != nil {
			return fmt.Errorf("keep the photo of an answer: %w", err)
		}
		photo = &conversations.Media{Kind: conversations.Photo, Ref: id, Mime: "image/jpeg", Size: int64(len(drawn))}
	}
	err = v.o.Counter.Say(v.r.Context(), v.waits.Number, v.officer.Login, a.Key, a.Words, photo, v.now)
	if errors.Is(err, casework.ErrWords) {
		return v.showTicket(http.StatusUnprocessableEntity, a.Words, v.say("office.handover.words_bad"))
	}
	return v.afterTicket(err, a.Words, "kabar=tiket_pesan")
}

// told reads the form, its photo straight into memory: the usual way would put it on the disk in clear.
func (v *visit) told() (ticketAnswer, error) {
	if !strings.HasPrefix(v.r.Header.Get("Content-Type"), "multipart/form-data") { // a form without a photo
		return ticketAnswer{Key: v.r.PostFormValue("kunci"), Words: v.r.PostFormValue("pesan"), Canned: v.r.PostFormValue("siap")}, nil
	}
	form, err := v.r.MultipartReader()
	if err != nil {
		return ticketAnswer{}, refuse(http.StatusBadRequest, "office.error.filter")
	}
	var a ticketAnswer
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return a, nil
		}
		var data []byte
		if err == nil {
			data, err = io.ReadAll(part)
		}
		if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
			return a, refuse(http.StatusRequestEntityTooLarge, "office.handover.photo_big", "n", conversations.LargestFile>>20)
		}
		if err != nil {
			return a, refuse(http.StatusBadRequest, "office.error.filter")
		}
		switch part.FormName() {
		case "kunci":
			a.Key = string(data)
		case "pesan":
			a.Words = string(data)
		case "siap":
			a.Canned = string(data)
		case "foto":
			a.Photo = data
		}
	}
}

// ticketPhoto serves a photo of the talk that an officer answers. It must be one of that talk.
func (v *visit) ticketPhoto() error {
	talk, err := v.o.Store.Talk(v.r.Context(), v.waits.Contact, talkMost)
	if err != nil {
		return err
	}
	for _, l := range v.lines(talk) {
		if l.Photo == v.r.PathValue("photo") {
			return v.serveStored("talk.file", v.waits.Number, l.Photo, 1)
		}
	}
	return refuse(http.StatusNotFound, "office.error.no_file")
}
