package console

import (
	"net/http"

	"sapa/bot/broadcast"
	"sapa/conversations"
	"sapa/store"
)

// broadcastView is one broadcast: what it says and to whom, and once it is started how it is doing.
type broadcastView struct {
	B        store.Broadcast
	Look     *lookView // until it is started
	Progress *progressView
	Hash     string
	MayWrite bool
	Own      bool // the officer wrote it, so that another must approve
	Acts     map[string]bool
}

func (v *visit) broadcastPage() error {
	view := broadcastView{B: v.broadcast, Hash: v.broadcast.Hash(), MayWrite: v.writes(), Own: v.broadcast.Author == v.officer.Login, Acts: map[string]bool{}}
	for _, act := range v.broadcast.State.Acts() {
		view.Acts[string(act)] = view.MayWrite
	}
	if !v.broadcast.Started.IsZero() {
		p, err := v.progress()
		if err != nil {
			return err
		}
		view.Progress = &p
	}
	look, err := v.shownAs(v.broadcast.State.Open())
	if err != nil {
		return err
	}
	view.Look = look
	return v.render(http.StatusOK, "broadcast", view)
}

// shownAs makes how a broadcast is seen; whole with what it comes to, which once it is started nobody asks any more.
func (v *visit) shownAs(whole bool) (*lookView, error) {
	if whole {
		look, err := v.lookAt(v.r.Context(), v.broadcast)
		return &look, err
	}
	b := v.broadcast
	b.Text = v.announced(b).Body
	b.Audience = store.Audience{Source: store.FromList} // of nobody: the audience is frozen, and large
	b.ID = 0
	all, err := v.o.Broadcasts.PreviewMasked(v.r.Context(), b, 1)
	return &lookView{B: v.broadcast, Samples: all}, err
}

// progressView is how a broadcast is doing, as it is asked for every second.
type progressView struct {
	broadcast.Status
	Rows      []totalsRow
	All, Done int
	Sent      int
	Failed    int
	Withdrawn int
}

// totalsRow counts the deliveries of one channel.
type totalsRow struct {
	Channel                                             conversations.Channel
	All, Waiting, Sent, Delivered, Read, Failed, Stayed int
}

func (v *visit) progress() (progressView, error) {
	s, err := v.o.Broadcasts.Status(v.r.Context(), v.broadcast.Code)
	if err != nil {
		return progressView{}, err
	}
	t := s.Totals
	p := progressView{Status: s, All: t.All(), Sent: t.Sent(), Failed: t.In(store.DeliveryFailed, store.DeliveryGone), Withdrawn: t.In(store.DeliveryWithdrawn)}
	p.Done = p.All - t.Left()
	for _, c := range []conversations.Channel{"telegram", "whatsapp"} {
		n := t[c]
		row := totalsRow{Channel: c, Waiting: n[store.DeliveryWaiting] + n[store.DeliveryQueued], Sent: n[store.DeliverySent], Delivered: n[store.DeliveryDelivered],
			Read: n[store.DeliveryRead], Failed: n[store.DeliveryFailed] + n[store.DeliveryGone], Stayed: n[store.DeliveryWithdrawn]}
		if row.All = row.Waiting + row.Sent + row.Delivered + row.Read + row.Failed + row.Stayed; row.All > 0 {
			p.Rows = append(p.Rows, row)
		}
	}
	return p, nil
}

// broadcastProgress is the part of the page that is asked for again and again.
func (v *visit) broadcastProgress() error {
	p, err := v.progress()
	if err != nil {
		return err
	}
	return v.piece("broadcast", "progress", p)
}
