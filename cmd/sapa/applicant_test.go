package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"sapa/bot/channel/telegram/telegramtest"
)

// phone is what she holds in her hand: a messenger.
type phone interface {
	say(text string)
	sendPhoto(data []byte)
	hear(ctx context.Context) (string, error)
}

// telegramPhone is a person on Telegram.
type telegramPhone struct{ *telegramtest.User }

func (p telegramPhone) say(text string)       { p.Say(text) }
func (p telegramPhone) sendPhoto(data []byte) { p.SendPhoto(data, "") }

func (p telegramPhone) hear(ctx context.Context) (string, error) {
	r, err := p.WaitReply(ctx)
	return r.Text, err
}

// applicant is a woman who applies for WRSE. She answers what she is asked, forgives a message that comes
// twice, and waits for an answer to everything she says.
type applicant struct {
	user     phone
	nik      string
	name     string
	last     string          // the message she answered last
	heard    map[string]bool // what she has read in this application
	before   map[string]bool // and in the one before, whose last messages may come again
	repeats  int             // messages that came twice
	patience time.Duration
}

// herAnswers are what she says to each question, recognised by its words. The longest match counts.
var herAnswers = []struct{ asked, answer string }{
	{"mohon persetujuan Anda", "ya"},
	{"tulis NIK Anda", "{nik}"},
	{"tulis nama lengkap", "{nama}"},
	{"Kapan tanggal lahir", "17 agustus 1979"},
	{"Di kabupaten/kota mana", "samarinda"},
	{"Di kecamatan mana", "samarinda ulu"},
	{"nama kelurahan/desa Anda", "Air Putih"},
	{"tulis alamat rumah", "Jalan Kenanga 7, RT 3"},
	{"Nomor telepon yang bisa", "0812 9900 1234"},
	{"Apa status perkawinan", "cerai mati"},
	{"pencari nafkah", "ya"},
	{"mencari nafkah utama", "ya"},
	{"penghasilan keluarga", "800 ribu"},
	{"DTKS atau DTSEN", "ya"},
	{"Apa usaha yang", "kerajinan rotan"},
	{"ingin Anda beli", "pisau raut dan rotan"},
	{"kirim satu foto", "+foto"},
	{"Mohon diperiksa sebelum dikirim", "ya"},
}

var caseNumberIn = regexp.MustCompile(`WRSE-\d{4}-\d{6}`)

// apply applies once and gives the number of the case.
func (a *applicant) apply(ctx context.Context, opening string) (string, error) {
	a.before, a.heard = a.heard, map[string]bool{}
	a.user.say(opening)
	for range 60 {
		text, err := a.hear(ctx)
		if err != nil {
			return "", err
		}
		if strings.Contains(text, "sudah kami terima") {
			return caseNumberIn.FindString(text), nil
		}
		if err := a.reply(text); err != nil {
			return "", err
		}
	}
	return "", errors.New("asked and asked without end")
}

// hear waits for a message that is not the last one again.
func (a *applicant) hear(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, a.patience)
	defer cancel()
	for {
		text, err := a.user.hear(ctx)
		if err != nil {
			return "", fmt.Errorf("no answer after %q: %w", question(a.last), err)
		}
		// An application begins with its first question, and ends with a receipt of its own.
		first := len(a.heard) == 0 && asked(text) != 0 || strings.Contains(text, "sudah kami terima")
		if a.heard[text] || first && a.before[text] {
			a.repeats++
			continue
		}
		a.last, a.heard[text] = text, true
		return text, nil
	}
}

func question(text string) string {
	if q := asked(text); q >= 0 {
		return herAnswers[q].asked
	}
	return "(something else)"
}

// asked finds which question a message asks last; -1 when none that she knows.
func asked(text string) int {
	best, at := -1, -1
	for i, s := range herAnswers {
		if k := strings.LastIndex(text, s.asked); k > at {
			best, at = i, k
		}
	}
	return best
}

func (a *applicant) reply(text string) error {
	i := asked(text)
	if i < 0 {
		return fmt.Errorf("she does not know what to say to: %s", text)
	}
	switch answer := herAnswers[i].answer; answer {
	case "+foto":
		a.user.sendPhoto(tinyPhoto())
	default:
		a.user.say(strings.NewReplacer("{nik}", a.nik, "{nama}", a.name).Replace(answer))
	}
	return nil
}

// madeUpNIK makes a NIK with a serial of 99xx; n chooses among 60,000.
func madeUpNIK(n int) string {
	return fmt.Sprintf("6472%02d%02d%02d%02d99%02d", n%10+1, 41+n/10%28, n/280%12+1, 70+n/3360%30, n/100800%100)
}
