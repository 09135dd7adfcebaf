package main

import (
	"fmt"

	"sapa/conversations"
	"sapa/store"
)

// broadcastIn writes a broadcast for the applicants of a kab/kota, takes it where a verb wants it, and gives its code and hash.
func (o *fixtures) broadcastIn(state, region string) (code, hash string) {
	o.t.Helper()
	ctx, now := o.t.Context(), o.h.now()
	o.n++
	reached, err := o.h.db.Introduce(ctx, now, "telegram", conversations.Address(fmt.Sprint("9900", o.n)))
	o.ok(err)
	nik := madeUpNIK(o.n)
	_, err = o.h.db.OpenCase(ctx, store.NewCase{Key: fmt.Sprintf("kabar.%d.0", o.n), Programme: "wrse", Year: now.In(o.h.place).Year(), Region: region,
		District: region + ".01", Contact: reached, Channel: "telegram", Answers: map[string]string{"nik": nik},
		Person: store.Person{NIK: nik, Name: "Siti Contoh", Birth: "1979-08-17"}, At: now})
	o.ok(err)
	b, err := o.h.db.CreateBroadcast(ctx, store.Operator, store.BroadcastDraft{Title: "Uji", Text: "Uji",
		Audience: store.Audience{Source: store.FromCases, Regions: []string{region}}}, now)
	o.ok(err)
	hash = b.Hash()
	for _, step := range []struct {
		to  string
		act store.BroadcastAct
		by  string
	}{{"{draft}", "", ""}, {"{submitted}", store.BroadcastSubmit, store.Operator}, {"{allowed}", store.BroadcastApprove, "penyetuju"},
		{"{running}", store.BroadcastStart, store.Operator}, {"{paused}", store.BroadcastPause, store.Operator}} {
		if step.act != "" {
			_, err := o.h.db.MoveBroadcast(ctx, store.BroadcastMove{Code: b.Code, Act: step.act, By: step.by, At: now, Hash: hash})
			o.ok(err)
		}
		if step.to == state {
			break
		}
	}
	return b.Code, hash
}
