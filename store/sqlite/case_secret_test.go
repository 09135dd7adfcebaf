package sqlite

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/vault"
)

// Everything personal that the case data takes in is looked for, byte by byte, in every file beside the database.
func TestNothingPersonalIsInClear(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := openAt(t, filepath.Join(dir, "sapa.db"), vault.Memory())
	ctx := t.Context()
	if err := d.OpenExamples(ctx, 2026, noon()); err != nil {
		t.Fatal(err)
	}
	n := applicant(1)
	n.Village, n.Group, n.Warnings = "Kampung Rahasia", "Kelompok Melati", []string{"peringatan-nik"}
	n.Assessment = []byte(`{"income":"pendapatan-987654"}`)
	n.Applicant = &store.Person{Name: "Budi Pelapor", NIK: "6472034507859977"}
	c := mustOpen(t, d, n)
	dec := decideTo(c.Number, store.CaseIncomplete)
	dec.Note = "Surat cerai belum ada"
	dec.Letter = &store.Letter{Reply: conversations.Reply{Texts: []conversations.Text{{Literal: "Surat cerai belum ada"}}}}
	dec.Missing = []store.Missing{{Item: "lain1", Kind: store.MissingAny, Name: "Surat cerai kakak", Ask: "Mana surat cerai"}}
	mustDecide(t, d, dec)
	if _, err := d.Supply(ctx, store.Supply{Key: "s1", Number: c.Number, Contact: c.Contact, Item: "lain1", Text: "Hilang terbakar", At: noon()}); err != nil {
		t.Fatal(err)
	}
	mustDecide(t, d, decideTo(c.Number, store.CaseRefused))
	if _, err := d.Object(ctx, store.Objection{Key: "o1", Number: c.Number, Contact: c.Contact, Reason: "Tetangga iri", At: noon()}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AnswerObjection(ctx, store.ObjectionAnswer{Number: c.Number, Note: "Bukti palsu", By: store.Operator, At: noon()}); err != nil {
		t.Fatal(err)
	}
	if err := d.AddNote(ctx, store.CaseNote{Number: c.Number, Text: "Galak sekali", By: store.Operator, At: noon()}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Prove(ctx, rand.Text(), c.Number, "50", store.ProofBirth, "1985-07-05", noon()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Prove(ctx, rand.Text(), n.Person.NIK, "50", store.ProofBirth, "1985-07-05", noon()); err == nil {
		t.Fatal("a NIK opened a case")
	}
	for _, err := range []error{
		d.RecordConsent(ctx, store.Consent{Key: "a", Contact: "2", Text: "Apakah Ibu setuju", Answer: "iya-setuju", At: noon()}),
		d.AddOfficer(ctx, store.Officer{Login: "rina", Name: "Rina Kartika", Role: store.RoleOfficer}, "sapa", noon()),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.OpenComplaint(ctx, store.NewComplaint{Key: "b", Contact: "2", Name: "Ibu Pengadu", What: "Diminta uang", Where: "Gang Buntu",
		Office: "Kantor Lurah", When: "hari Kamis", Files: []string{"berkas1"}, At: noon()}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.OpenTicket(ctx, "c", "2", "anak saya sakit", noon()); err != nil {
		t.Fatal(err)
	}
	secrets := []string{n.Person.NIK, n.Person.NIK[:12], n.Person.KK, "Siti", "Aminah", "1985-07-05", n.Person.Phone[3:], "Kembali 7", "perempuan",
		"cerai_mati", "Rahasia", "Melati", "peringatan-nik", "987654", "gorengan", "900000", "Pelapor", "6472034507859977", "Surat cerai",
		"Ibu setuju", "iya-setuju", "Kartika", "Pengadu", "Diminta", "Gang Buntu", "Lurah", "Kamis", "berkas1", "anak saya",
		"Hilang terbakar", "surat cerai", "Tetangga iri", "Bukti palsu", "Galak"}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("files %v, %v", files, err)
	}
	found := false
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found = found || bytes.Contains(data, []byte(c.Number))
		for _, secret := range secrets {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s holds %q in clear", filepath.Base(file), secret)
			}
		}
	}
	if !found {
		t.Error("not even the case's number was found: the search looks in the wrong place")
	}
}
