package store

import "time"

// BroadcastAct is something done with a broadcast that moves it to another state.
type BroadcastAct string

// The acts. The last two are the program's own.
const (
	BroadcastSubmit  BroadcastAct = "submit"
	BroadcastApprove BroadcastAct = "approve"
	BroadcastReject  BroadcastAct = "reject"
	BroadcastStart   BroadcastAct = "start"
	BroadcastPause   BroadcastAct = "pause"
	BroadcastResume  BroadcastAct = "resume"
	BroadcastCancel  BroadcastAct = "cancel"
	BroadcastFinish  BroadcastAct = "finish"
	BroadcastRetry   BroadcastAct = "retry"
)

// BroadcastMove is one act.
type BroadcastMove struct {
	Code   string
	Act    BroadcastAct
	By     string // login, Operator or Program
	At     time.Time
	Hash   string      // of BroadcastApprove: what the second person saw
	Note   string      // of BroadcastReject: why
	Reason PauseReason // of BroadcastPause by the program
}

var broadcastWay = map[BroadcastAct]map[BroadcastState]BroadcastState{
	BroadcastSubmit:  {BroadcastDrafted: BroadcastSubmitted},
	BroadcastApprove: {BroadcastSubmitted: BroadcastApproved},
	BroadcastReject:  {BroadcastSubmitted: BroadcastDrafted, BroadcastApproved: BroadcastDrafted},
	BroadcastStart:   {BroadcastApproved: BroadcastRunning},
	BroadcastPause:   {BroadcastRunning: BroadcastPaused},
	BroadcastResume:  {BroadcastPaused: BroadcastRunning},
	BroadcastCancel: {BroadcastDrafted: BroadcastCancelled, BroadcastSubmitted: BroadcastCancelled, BroadcastApproved: BroadcastCancelled,
		BroadcastRunning: BroadcastCancelled, BroadcastPaused: BroadcastCancelled},
	BroadcastFinish: {BroadcastRunning: BroadcastDone},
	BroadcastRetry:  {BroadcastDone: BroadcastRunning, BroadcastRunning: BroadcastRunning, BroadcastPaused: BroadcastPaused},
}

// After gives the state that an act leads to; a *BroadcastStateError when it cannot be done in this one.
func (a BroadcastAct) After(code string, s BroadcastState) (BroadcastState, error) {
	to, ok := broadcastWay[a][s]
	if !ok {
		return s, &BroadcastStateError{Code: code, State: s, Act: string(a)}
	}
	return to, nil
}

// Acts gives what can be done in a state, in the order of a broadcast's life.
func (s BroadcastState) Acts() []BroadcastAct {
	var out []BroadcastAct
	for _, a := range []BroadcastAct{BroadcastSubmit, BroadcastApprove, BroadcastReject, BroadcastStart, BroadcastPause, BroadcastResume, BroadcastRetry, BroadcastCancel} {
		if _, ok := broadcastWay[a][s]; ok {
			out = append(out, a)
		}
	}
	return out
}

// Broadcasts tells whether somebody of the office may write to an audience; nil when so. Petugas and penyelia may, those
// of one kab/kota to who filed or asked there.
func (o Officer) Broadcasts(a Audience) error {
	if err := o.Works(o.Region); err != nil || o.Region == "" {
		return err
	}
	if a.Source != FromCases && a.Source != FromInterests || len(a.Regions) != 1 || a.Regions[0] != o.Region {
		return &ForbiddenError{By: o.Login, Why: RefusedRegion, Need: o.Region}
	}
	return nil
}

// ApprovesBroadcast is Broadcasts for the second person, who is a penyelia.
func (o Officer) ApprovesBroadcast(a Audience) error {
	if err := o.Broadcasts(a); err != nil {
		return err
	}
	return o.Decides(o.Region)
}
