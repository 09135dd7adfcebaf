package console

import (
	"context"
	"errors"
	"net/http"
	"time"

	"sapa/bot/broadcast"
	"sapa/conversations"
	"sapa/store"
)

// lookView is what a broadcast comes to.
type lookView struct {
	B        store.Broadcast
	Lacks    []string // what is wrong, in words
	Samples  []broadcast.Preview
	Reach    store.Reach
	Left     []leftOut
	Forecast broadcast.Forecast
}

// leftOut is how many of an audience get nothing, and why.
type leftOut struct {
	Why      store.Exclusion
	N        int
	Channels []channelCount // where they were last heard, as far as that tells anything
}

type channelCount struct {
	Channel conversations.Channel
	N       int
}

// exclusions are the reasons in the order they are shown.
func exclusions() []store.Exclusion {
	return []store.Exclusion{store.ExcludedStopped, store.ExcludedCold, store.ExcludedGone, store.ExcludedNowhere, store.ExcludedMerged}
}

func excluded(r store.Reach) []leftOut {
	var out []leftOut
	for _, why := range exclusions() {
		if r.Excluded[why] == 0 {
			continue
		}
		x := leftOut{Why: why, N: r.Excluded[why]}
		for _, c := range []conversations.Channel{"telegram", "whatsapp"} {
			if n := r.ByPlace[c][why]; n > 0 {
				x.Channels = append(x.Channels, channelCount{c, n})
			}
		}
		out = append(out, x)
	}
	return out
}

// lacks says what is wrong with a draft.
func (v *visit) lacks(e *broadcast.DraftError) []string {
	var out []string
	for _, p := range e.Problems {
		out = append(out, v.say("siaran.salah."+string(p.Code), "apa", p.What, "n", p.N))
	}
	return out
}

// last writes how long something takes: "2 jam 10 menit", "3 hari".
func (p *pages) last(d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	switch hours := minutes / 60; {
	case d < time.Minute:
		return p.say("siaran.lama.sebentar")
	case hours == 0:
		return p.say("siaran.lama.menit", "menit", minutes)
	case hours < 24:
		return p.say("siaran.lama.jam", "jam", hours, "menit", minutes%60)
	}
	return p.say("siaran.lama.hari", "hari", minutes/60/24, "jam", minutes/60%24)
}

// forecast says when a broadcast would be done.
func (p *pages) forecast(f broadcast.Forecast) string {
	if f.End.IsZero() {
		return p.say("siaran.kira.tiada")
	}
	end := p.moment(f.End) + " " + f.End.In(p.o.Place).Format("MST")
	if f.Start.After(p.o.Now().Add(time.Minute)) {
		return p.say("siaran.kira.nanti", "mulai", p.moment(f.Start)+" "+f.Start.In(p.o.Place).Format("MST"), "lama", p.last(f.End.Sub(f.Start)), "akhir", end)
	}
	return p.say("siaran.kira.kini", "lama", p.last(f.End.Sub(f.Start)), "akhir", end)
}

// prints writes a hash in groups that two people can compare over the phone.
func prints(hash string) string {
	out := ""
	for i := 0; i+4 <= min(len(hash), 16); i += 4 {
		if out += hash[i : i+4]; i < 12 {
			out += " "
		}
	}
	return out
}

// tryBroadcast shows what a form that is being filled in comes to, as a piece of the page.
func (v *visit) tryBroadcast() error {
	if v.o.Broadcasts == nil {
		return refuse(http.StatusNotFound, "siaran.tiada")
	}
	b := store.Broadcast{}
	if code := v.r.PostFormValue("kode"); code != "" {
		var err error
		if b, err = v.o.Broadcasts.Find(v.r.Context(), code); err != nil {
			return err
		}
	}
	before := b.BroadcastDraft
	d, _, err := v.written(before)
	if err != nil {
		return err
	}
	if v.r.PostFormValue("tanpa_berkas") != "" {
		d.Media = nil
	}
	b.BroadcastDraft = d
	if !ours(v.officer, d.Audience) || b.Code != "" && !ours(v.officer, before.Audience) {
		return refuse(http.StatusForbidden, "office.error.region")
	}
	look, err := v.lookAt(v.r.Context(), b)
	if err != nil {
		return err
	}
	return v.piece("broadcast_write", "look", look)
}

// lookAt makes what a broadcast comes to: how it is seen, by whom, until when, and what is wrong with it.
func (v *visit) lookAt(ctx context.Context, b store.Broadcast) (lookView, error) {
	look := lookView{B: b}
	if b.Code == "" {
		b.Code = unwritten
	}
	var err error
	if look.Reach, err = v.o.Broadcasts.Reach(ctx, b); err != nil {
		return look, err
	}
	var lacks *broadcast.DraftError
	if errors.As(v.o.Broadcasts.Check(b, look.Reach), &lacks) {
		look.Lacks = v.lacks(lacks)
	}
	if look.Samples, err = v.o.Broadcasts.PreviewMasked(ctx, b, samples); err != nil {
		return look, err
	}
	look.Forecast, err = v.o.Broadcasts.Forecast(ctx, b, look.Reach.Channels)
	look.Left = excluded(look.Reach)
	return look, err
}

// unwritten stands for the code of a broadcast that has none yet.
const unwritten = "XXXXXX"

// samples is how many real people of the audience a broadcast is shown for.
const samples = 2
