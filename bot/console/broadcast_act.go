package console

import (
	"errors"
	"net/http"
	"strings"

	"sapa/bot/broadcast"
	"sapa/store"
)

// actOnBroadcast does one step of a broadcast's way.
func (v *visit) actOnBroadcast() error {
	s, ctx, by, code := v.o.Broadcasts, v.r.Context(), v.officer.Login, v.broadcast.Code
	at := "/siaran/" + code
	var err error
	switch v.r.PostFormValue("langkah") {
	case "coba":
		if err = s.Test(ctx, by, code); err == nil {
			return v.done(at, "siaran_coba")
		}
	case string(store.BroadcastSubmit):
		_, err = s.Submit(ctx, by, code)
		var lacks *broadcast.DraftError
		if errors.As(err, &lacks) {
			return v.showWrite(http.StatusUnprocessableEntity, v.broadcast, strings.Join(v.lacks(lacks), " "))
		}
		if err == nil {
			return v.done(at, "siaran_ajukan")
		}
	case string(store.BroadcastApprove):
		if _, err = s.Approve(ctx, by, code, v.r.PostFormValue("sidik")); err == nil {
			return v.done(at, "siaran_setujui")
		}
	case string(store.BroadcastReject):
		if _, err = s.Reject(ctx, by, code, strings.TrimSpace(v.r.PostFormValue("catatan"))); err == nil {
			return v.done(at, "siaran_kembalikan")
		}
	case string(store.BroadcastStart):
		if _, err = s.Start(ctx, by, code); err == nil {
			return v.done(at, "siaran_mulai")
		}
	case string(store.BroadcastPause):
		if _, err = s.Pause(ctx, by, code); err == nil {
			return v.done(at, "siaran_jeda")
		}
	case string(store.BroadcastResume):
		if _, err = s.Resume(ctx, by, code); err == nil {
			return v.done(at, "siaran_lanjut")
		}
	case string(store.BroadcastCancel):
		if v.r.PostFormValue("yakin") == "" {
			return refuse(http.StatusUnprocessableEntity, "siaran.galat.yakin")
		}
		if _, err = s.Cancel(ctx, by, code); err == nil {
			return v.done(at, "siaran_batal")
		}
	case string(store.BroadcastRetry):
		if _, err = s.RetryFailed(ctx, by, code); err == nil {
			return v.done(at, "siaran_ulang")
		}
	default:
		return refuse(http.StatusUnprocessableEntity, "office.error.filter")
	}
	return unfit(err)
}
