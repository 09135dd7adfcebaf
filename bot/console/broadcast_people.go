package console

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sapa/conversations"
	"sapa/store"
)

type peopleOfView struct {
	B      store.Broadcast
	Filter store.DeliveryFilter
	States []store.DeliveryState
	Rows   []store.Delivery
	Next   string // of the next page; empty: this is the last
	Export string
}

// broadcastPeople lists whom a broadcast goes to and what became of it, by the number of the case alone.
func (v *visit) broadcastPeople() error {
	f := v.deliveryFilter()
	f.After, _ = strconv.ParseInt(v.r.URL.Query().Get("sesudah"), 10, 64) // what is no number is the first page
	f.Limit = pageSize + 1
	rows, err := v.o.Broadcasts.Deliveries(v.r.Context(), v.broadcast.Code, f)
	if err != nil {
		return err
	}
	view := peopleOfView{B: v.broadcast, Filter: f, States: store.DeliveryStates(), Rows: rows}
	q := url.Values{"keadaan": {string(f.State)}, "kanal": {string(f.Channel)}}
	view.Export = "?" + q.Encode()
	if len(rows) > pageSize {
		view.Rows = rows[:pageSize]
		q.Set("sesudah", strconv.FormatInt(view.Rows[pageSize-1].Place, 10))
		view.Next = "?" + q.Encode()
	}
	return v.render(http.StatusOK, "broadcast_people", view)
}

func (v *visit) deliveryFilter() store.DeliveryFilter {
	q := v.r.URL.Query()
	f := store.DeliveryFilter{State: store.DeliveryState(q.Get("keadaan")), Channel: conversations.Channel(q.Get("kanal"))}
	if !slices.Contains(store.DeliveryStates(), f.State) {
		f.State = ""
	}
	return f
}

// exportPortion is how many rows are read at once.
const exportPortion = 1000

// exportBroadcast writes the list as CSV. It names nobody: who a case belongs to is for those who may open it.
func (v *visit) exportBroadcast() error {
	if err := v.audit("broadcast.export", v.broadcast.Code, ""); err != nil {
		return err
	}
	f := v.deliveryFilter()
	f.Limit = exportPortion
	rows, err := v.o.Broadcasts.Deliveries(v.r.Context(), v.broadcast.Code, f)
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="siaran-`+v.broadcast.Code+`.csv"`)
	_, _ = v.w.Write([]byte("\ufeff")) // so that spreadsheets read it as UTF-8
	out := csv.NewWriter(v.w)
	head := []string{v.say("siaran.csv.urut"), v.say("siaran.csv.kanal"), v.say("siaran.csv.permohonan"), v.say("siaran.csv.keadaan"), v.say("siaran.csv.alasan"),
		v.say("siaran.csv.percobaan"), v.say("siaran.csv.waktu")}
	_ = out.Write(head)                       // an error stays, and is looked at below
	for len(rows) > 0 && out.Error() == nil { // an error: the browser is gone
		for _, d := range rows {
			f.After = d.Place
			_ = out.Write([]string{strconv.FormatInt(d.Place, 10), channelName(d.Channel), d.Case, v.say("siaran.kirim." + string(d.State)), v.pages().reason(d.Reason),
				strconv.Itoa(d.Try + 1), v.pages().local(d.At, "2006-01-02 15:04:05")})
		}
		out.Flush()
		if rows, err = v.o.Broadcasts.Deliveries(v.r.Context(), v.broadcast.Code, f); err != nil {
			v.o.Log.ErrorContext(v.r.Context(), "console: an export was cut short", "err", err)
			panic(http.ErrAbortHandler) // a list that lacks people must not look whole
		}
	}
	return nil
}

// reason says in plain words why a delivery came to nothing.
func (p *pages) reason(reason string) string {
	if reason == "" {
		return ""
	}
	if key := "siaran.alasan." + reason; p.o.Words.Has(key) {
		return p.say(key)
	}
	if strings.Contains(reason, "channel off") {
		return p.say("siaran.alasan.mati")
	}
	return p.say("siaran.alasan.lain")
}
