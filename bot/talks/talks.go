// Package talks plays written talks (see package transcript) against the real world over a real database, in the shape of
// WhatsApp (numbered lists) and of Telegram (buttons). It serves the golden talks of the shipped flows, the verb
// "sapa flow test", and the check before a flow is published.
//
// Every scenario begins on Monday, 3 August 2026, at 09.00 WITA, with an empty office: no window open, no case, no news.
// A talk NAME.talk.txt is the script and the golden file of WhatsApp's shape at once; NAME.telegram.txt is what the same
// script comes to on Telegram. The lines that arrange the world:
//
//	@ buka PROGRAMME REGION [QUOTA]        open a window; REGION is a kab/kota code or "semua"; who asked for it is told
//	@ tutup PROGRAMME REGION               close it
//	@ kuota PROGRAMME REGION N             set the places
//	@ kasus saya PROGRAMME KECAMATAN NIK BIRTH NAME   a case that the person filed earlier; BIRTH is an ISO date
//	@ kasus lain PROGRAMME KECAMATAN NIK BIRTH NAME   a case that somebody else filed
//	@ putuskan NUMBER STATUS [NOTE]        an officer moves a case on; the person is told when it is theirs
//	@ minta NUMBER ITEM ITEM [| NOTE]      an officer asks for what the case lacks, by items of the programme's catalogue, or *own_words
//	@ jawab NUMBER ya|tidak [NOTE]         an officer accepts or rejects an objection
//	@ sanggah NUMBER                       the person objected to a refusal before
//	@ petugas LOGIN ROLE REGION CODE       somebody works in the office, and has a code for a chat
//	@ petugas LOGIN keluar                 and may in no more
//	@ ambil NUMBER LOGIN                   an officer takes a case
//	@ pengumuman [REGION] TITLE | BODY     the office announces something; codes are PG01, PG02 ... in order
//	@ siaran TEXT | CALL=LABEL, CALL       the person gets a broadcast that offers flows
//	@ desa KECAMATAN NAME, NAME            the office loads desa and kelurahan
//	@ tahap PROGRAMME REGION STAGE PLANNED REALISED [NOTE]   a stage of handing out
package talks

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sapa/bot/channel"
	"sapa/bot/present"
	"sapa/bot/world"
	"sapa/conversations"
	"sapa/conversations/assess"
	"sapa/conversations/flowfile"
	"sapa/conversations/transcript"
	"sapa/locales"
)

// Stage is what talks are played on.
type Stage struct {
	Flows      []*conversations.Flow
	Programmes []*assess.Programme
	Questions  []assess.Question
	Words      *locales.Catalogue
	Open       Open
}

// Open opens the database at path, making it when there is none. One vault must serve every path.
type Open func(ctx context.Context, path string) (Keeper, error)

// Load reads the flows (as revision 1), programmes and questions of a folder such as conversations/seeds. When some flows
// are wrong, it gives the stage without them, and an error that joins one flowfile.Error for each thing wrong.
func Load(fsys fs.FS, open Open) (*Stage, error) {
	programmes, err := flowfile.Programmes(fsys)
	if err != nil {
		return nil, err
	}
	words, err := locales.Load()
	if err != nil {
		return nil, err
	}
	data, err := fs.ReadFile(fsys, flowfile.QuestionsFile)
	if err != nil {
		return nil, fmt.Errorf("read the questions: %w", err)
	}
	questions, err := flowfile.Questions(flowfile.QuestionsFile, data)
	if err != nil {
		return nil, err
	}
	s := &Stage{Programmes: programmes, Questions: questions, Words: words, Open: open}
	return s, s.loadFlows(fsys)
}

func (s *Stage) loadFlows(fsys fs.FS) error {
	names, err := fs.Glob(fsys, "*.flow.yaml")
	if err != nil {
		return fmt.Errorf("list the flows: %w", err)
	}
	var wrong []error
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("read a flow: %w", err)
		}
		f, err := flowfile.Parse(name, data, 1)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		s.Flows = append(s.Flows, f)
	}
	return errors.Join(wrong...)
}

// Replace puts a flow in the place of the one of the same name, or beside the others.
func (s *Stage) Replace(f *conversations.Flow) {
	for i := range s.Flows {
		if s.Flows[i].Ref.ID == f.Ref.ID {
			s.Flows[i] = f
			return
		}
	}
	s.Flows = append(s.Flows, f)
}

// Shape is the form in which a talk is played.
type Shape string

// The shapes.
const (
	WhatsApp Shape = "whatsapp"
	Telegram Shape = "telegram"
)

// Shapes lists them.
func Shapes() []Shape { return []Shape{WhatsApp, Telegram} }

func (s Shape) channel() channel.Shape {
	if s == Telegram {
		return channel.Shape{Buttons: 12, Label: 40, Text: 4096, Share: true}
	}
	return channel.Shape{Text: 4096}
}

// Golden names the file that holds what a talk's script comes to in this shape, as it is and as it should be.
func (s Shape) Golden(talk string) string {
	if s == WhatsApp {
		return talk
	}
	return strings.TrimSuffix(talk, ".talk.txt") + "." + string(s) + ".txt"
}

// Start is when every scenario begins.
func Start() time.Time { return time.Date(2026, 8, 3, 9, 0, 0, 0, world.NewOffice().Zone) }

// Play plays every scenario of a script on a database of its own, and gives the file as it is now. visit, if not nil, is
// told every way that was taken.
func (s *Stage) Play(ctx context.Context, script string, shape Shape, visit conversations.Visit) (string, error) {
	dir, err := os.MkdirTemp("", "sapa-talk-")
	if err != nil {
		return "", fmt.Errorf("make a place for the talk: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // a temporary folder
	library := conversations.NewLibrary(s.Flows)
	e := &ensemble{stage: s, library: library, dir: dir, channel: conversations.Channel(shape)}
	defer e.leave()
	return transcript.Play(ctx, transcript.Script{Library: library, Show: s.show(shape), World: func() (transcript.World, error) {
		return e.scene(ctx)
	}, Channel: e.channel, Taps: shape == Telegram, Visit: visit, Start: Start()}, script)
}

// show writes a reply as the lines that a person sees; a button is its label in brackets.
func (s *Stage) show(shape Shape) transcript.Show {
	return func(r conversations.Reply) []string {
		var lines []string
		for _, out := range present.Reply(r, s.Words, shape.channel()) {
			line := out.Text
			if out.Media != nil {
				line = "(" + string(out.Media.Kind) + ")"
			}
			for _, b := range out.Buttons {
				line += "\n[" + b.Label + "]"
			}
			if out.Share {
				line += "\n[" + s.Words.Key("ask.share") + "]"
			}
			lines = append(lines, line)
		}
		return lines
	}
}

// Result is one talk in one shape.
type Result struct {
	Talk  string // name of the script
	Shape Shape
	Got   string // what it comes to
	Want  string // what its golden file says; empty when there is none
	Err   error  // the talk could not be played to its end
}

// Good tells whether the talk came to what its golden file says.
func (r Result) Good() bool { return r.Err == nil && r.Got == r.Want }

// Test plays a talk of a folder in both shapes and compares it with its golden files.
func (s *Stage) Test(ctx context.Context, fsys fs.FS, talk string, visit conversations.Visit) ([]Result, error) {
	script, err := fs.ReadFile(fsys, filepath.ToSlash(talk))
	if err != nil {
		return nil, fmt.Errorf("read a talk: %w", err)
	}
	var out []Result
	for _, shape := range Shapes() {
		r := Result{Talk: talk, Shape: shape}
		want, err := fs.ReadFile(fsys, filepath.ToSlash(shape.Golden(talk)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("read what a talk should come to: %w", err)
		}
		r.Want = string(want)
		r.Got, r.Err = s.Play(ctx, string(script), shape, visit)
		out = append(out, r)
	}
	return out, nil
}
