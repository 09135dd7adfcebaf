package sqlite

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/conversations"
	"sapa/store"
)

// lacking is a case at the kab/kota that was asked for a photo and for words.
func lacking(t testing.TB, d *DB) store.Case {
	t.Helper()
	c := mustOpen(t, d, applicant(1))
	mustDecide(t, d, decideTo(c.Number, store.CaseAtRegency))
	dec := decideTo(c.Number, store.CaseIncomplete)
	dec.Missing = []store.Missing{{Item: "foto_usaha", Kind: store.MissingPhoto, Name: "Foto usaha", Ask: "Silakan kirim."},
		{Item: "lain1", Kind: store.MissingAny, Name: "Nama suami"}}
	return mustDecide(t, d, dec)
}

func supply(c store.Case, key, item string) store.Supply {
	return store.Supply{Key: key, Number: c.Number, Contact: c.Contact, Item: item, Text: "Slamet", At: noon().Add(72 * time.Hour)}
}

func TestACaseComesBackWhenAllThatLackedCame(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := lacking(t, d)
	if yes, err := d.AwaitsFiles(t.Context(), c.Contact); err != nil || !yes {
		t.Errorf("no file is awaited: %v", err)
	}
	photo := supply(c, "9.1.0", "foto_usaha")
	photo.Text, photo.File = "", "f1"
	for range 2 {
		if got, err := d.Supply(t.Context(), photo); err != nil || got.Status != store.CaseIncomplete || len(got.Files) != len(c.Files)+1 {
			t.Fatalf("after the photo: %v %v, %v", got.Status, got.Files, err)
		}
	}
	words := supply(c, "9.2.0", "lain1")
	for range 2 {
		got, err := d.Supply(t.Context(), words)
		if err != nil || got.Status != store.CaseAtRegency || !got.Changed.Equal(words.At) {
			t.Fatalf("after all came: %s, %v", got.Status, err)
		}
	}
	want := []store.Missing{{Item: "foto_usaha", Kind: store.MissingPhoto, Name: "Foto usaha", Ask: "Silakan kirim.", Got: photo.At, File: "f1"},
		{Item: "lain1", Kind: store.MissingAny, Name: "Nama suami", Got: words.At, Text: "Slamet"}}
	if got, err := d.MissingOf(t.Context(), c.Number); err != nil || !cmp.Equal(got, want) {
		t.Errorf("%v\n%s", err, cmp.Diff(want, got))
	}
	files, err := d.CaseFiles(t.Context(), c.Number)
	if last := files[len(files)-1]; err != nil || last != (store.CaseFile{ID: "f1", Place: len(files), Item: "foto_usaha", Event: 4}) {
		t.Errorf("files %+v, %v", files, err)
	}
	log, err := d.CaseLog(t.Context(), c.Number)
	var way string
	for _, e := range log {
		way += fmt.Sprintf("%s:%s:%s ", e.Kind, e.To, e.Note)
	}
	if err != nil || way != ":diajukan: :diperiksa_kabkota: :perlu_dilengkapi: dilengkapi:perlu_dilengkapi:Foto usaha dilengkapi:perlu_dilengkapi:Nama suami :diperiksa_kabkota: " {
		t.Errorf("log %s, %v", way, err)
	}
	if yes, err := d.AwaitsFiles(t.Context(), c.Contact); err != nil || yes {
		t.Errorf("files are still awaited: %v", err)
	}
	words.Key = "9.3.0"
	if _, err := d.Supply(t.Context(), words); !errors.Is(err, store.ErrConflict) {
		t.Errorf("what comes too late: %v", err)
	}
}

func TestSupplyIsForWhoeverFiledTheCase(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	c := lacking(t, d)
	s := supply(c, "9.1.0", "lain1")
	s.Contact = "77"
	if _, err := d.Supply(t.Context(), s); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("somebody else's contact: %v", err)
	}
	if s = supply(c, "9.1.0", "sktm"); !errors.Is(second(d.Supply(t.Context(), s)), store.ErrNotFound) {
		t.Error("what nobody asked for is taken")
	}
	if s.Text = ""; !errors.Is(second(d.Supply(t.Context(), s)), store.ErrInvalid) {
		t.Error("nothing is taken for something")
	}
	paper := store.Supply{Key: "form-1", Number: c.Number, By: "joko", Item: "lain1", Paper: true, At: noon()}
	if _, err := d.Supply(t.Context(), paper); refusal(err) != store.RefusedRegion {
		t.Errorf("an officer of another kab/kota: %v", err)
	}
	paper.By = "rina"
	if _, err := d.Supply(t.Context(), paper); err != nil {
		t.Error(err)
	}
	if got, err := d.MissingOf(t.Context(), c.Number); err != nil || !got[1].Paper || !got[0].Got.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
}

// An item that came may be sent again while others lack, and a new asking begins anew.
func TestSupplyAgain(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := lacking(t, d)
	for i, text := range []string{"Slamet", "Slamet Riyadi"} {
		s := supply(c, fmt.Sprint("9.", i, ".0"), "lain1")
		s.Text = text
		if _, err := d.Supply(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := d.MissingOf(t.Context(), c.Number); err != nil || got[1].Text != "Slamet Riyadi" {
		t.Errorf("%+v, %v", got, err)
	}
	mustDecide(t, d, decideTo(c.Number, store.CaseAtProvince))
	dec := decideTo(c.Number, store.CaseIncomplete)
	dec.Missing = []store.Missing{{Item: "sktm", Kind: store.MissingPhoto, Name: "SKTM"}}
	mustDecide(t, d, dec)
	if got, err := d.MissingOf(t.Context(), c.Number); err != nil || len(got) != 1 || got[0].Item != "sktm" || !got[0].Got.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
	s := supply(c, "9.7.0", "sktm")
	s.Paper = true
	if got, err := d.Supply(t.Context(), s); err != nil || got.Status != store.CaseAtProvince {
		t.Errorf("it came back to %s, %v", got.Status, err)
	}
}

func TestWhatIsAskedForMustMakeSense(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := mustOpen(t, d, applicant(1))
	good := store.Missing{Item: "sktm", Kind: store.MissingPhoto, Name: "SKTM"}
	for name, dec := range map[string]store.Decision{
		"no name": {To: store.CaseIncomplete, Missing: []store.Missing{{Item: "sktm", Kind: store.MissingPhoto}}},
		"no kind": {To: store.CaseIncomplete, Missing: []store.Missing{{Item: "sktm", Name: "SKTM"}}},
		"twice":   {To: store.CaseIncomplete, Missing: []store.Missing{good, good}},
		"refused": {To: store.CaseRefused, Missing: []store.Missing{good}},
	} {
		dec.Number, dec.By, dec.At = c.Number, store.Operator, noon()
		if _, err := d.Decide(t.Context(), dec); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.MissingOf(t.Context(), "WRSE-2026-000099"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("of no case: %v", err)
	}
	if got, err := d.IncompleteOf(t.Context(), conversations.ContactID("88")); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}
