package world

import (
	"context"
	"errors"
	"strings"

	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// What became of a question about a code, as flows know it.
const (
	codeOurs    = "asli"
	codeForeign = "asing"
)

// checkCode tells whether a message is ours by the code that it bears. The words of a message to one person are told to
// that person alone: whoever else asks may have found the code on somebody's screen.
func (w *World) checkCode(ctx context.Context, c call) (found, error) {
	typed := strings.ToUpper(strings.TrimSpace(c.args["kode"]))
	code, ok := conversations.ParseCode(typed)
	if !ok {
		return found{"hasil_cek": codeForeign, "kode_pesan": plainCode(typed)}, nil
	}
	out := found{"kode_pesan": conversations.FormatCode(code)}
	m, err := w.Store.CheckCode(ctx, c.key, code, c.Contact, c.now)
	switch {
	case errors.Is(err, store.ErrTooMany):
		out["hasil_cek"] = codeTooMany
		return out, nil
	case errors.Is(err, store.ErrNotFound):
		out["hasil_cek"] = codeForeign
		return out, nil
	case err != nil:
		return nil, err
	}
	out["hasil_cek"], out["tanggal_pesan"], out["kantor_pesan"] = codeOurs, w.Office.Date(m.At.In(w.Office.Zone)), w.sender(m.Region)
	switch {
	case m.Reply != nil:
		out["isi_pesan"] = w.words(*m.Reply)
	case m.Text != "":
		out["isi_pesan"] = w.forAnybody(m.Text)
	}
	return out, nil
}

// sender names the office of a kab/kota, or of the province.
func (w *World) sender(region string) string {
	r, ok := understand.RegionNamed(region)
	if !ok {
		return w.say("world.office.province")
	}
	return w.say("world.office", "kabkota", r.Name)
}

// words writes a reply as it was read, without what it offered.
func (w *World) words(r conversations.Reply) string {
	var all []string
	for _, t := range r.Texts {
		if s := strings.TrimSpace(w.Words.Words(t)); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, "\n\n")
}

// forAnybody writes what many got without what was each one's own.
func (w *World) forAnybody(text string) string {
	args := map[string]string{}
	for _, place := range []string{"nama", "nomor", "kabkota", "program"} {
		args[place] = w.say("world.code." + place)
	}
	return w.Words.Words(conversations.Text{Literal: text, Args: args})
}

// plainCode keeps what is shown back of words that are no code short, and free of marks.
func plainCode(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '*' || r < ' ' {
			return -1
		}
		return r
	}, s)
	return string([]rune(s)[:min(len([]rune(s)), 12)])
}
