package whatsapptest

import (
	"encoding/json"
	"strconv"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
)

// set changes the faults.
func (s *Server) set(change func(*faults)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.faults)
}

// each does something to every connection. The caller does not hold s.mu.
func (s *Server) each(do func(*conn)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		do(c)
	}
}

// Drop cuts every socket now, without a goodbye.
func (s *Server) Drop() { s.each((*conn).cut) }

// DropEvery cuts the socket after each n messages that the device confirmed, while more are on their way to it; 0 ends it.
func (s *Server) DropEvery(n int) {
	s.set(func(f *faults) { f.dropEvery, f.dropSince = n, 0 })
}

// RefuseDials closes the next n connections before their websocket opens.
func (s *Server) RefuseDials(n int) { s.set(func(f *faults) { f.dials = n }) }

// FailHandshakes answers the next n handshakes with nonsense.
func (s *Server) FailHandshakes(n int) { s.set(func(f *faults) { f.handshakes = n }) }

// Silence leaves the sockets of now open, but no byte passes any more. A new dial works.
func (s *Server) Silence() { s.each(func(c *conn) { c.silent.Store(true) }) }

// StreamError sends stream:error with a code (503, 515) and closes.
func (s *Server) StreamError(code int) { s.each(func(c *conn) { s.dismiss(c, streamError(code)) }) }

// Replace tells the device that another connection took its place.
func (s *Server) Replace() { s.each(func(c *conn) { s.dismiss(c, conflict("replaced")) }) }

// FailLogins refuses the next n logins; below zero all, until called with 0. A device that is online notices at its next login: Drop it.
func (s *Server) FailLogins(failure Failure, n int) {
	s.set(func(f *faults) {
		if n == 0 {
			f.logins = nil
		} else {
			f.logins = append(f.logins, loginFault{failure: failure, left: n})
		}
	})
}

// NackSends refuses the next n messages of the bot with a code such as 463, 429 or 479; they reach nobody.
func (s *Server) NackSends(code, n int) {
	s.set(func(f *faults) { f.odds.nackCode, f.odds.nacks = code, n })
}

// NackSends refuses the next n messages to this person.
func (c *Citizen) NackSends(code, n int) {
	c.s.set(func(*faults) { c.odds.nackCode, c.odds.nacks = code, n })
}

// LoseAcks gives the next n messages of the bot no acknowledgement, and delivers them or not.
func (s *Server) LoseAcks(n int, delivered bool) {
	s.set(func(f *faults) { f.odds.lost, f.odds.lostDelivered = n, delivered })
}

// LoseAcks loses the next n acknowledgements of messages to this person.
func (c *Citizen) LoseAcks(n int, delivered bool) {
	c.s.set(func(*faults) { c.odds.lost, c.odds.lostDelivered = n, delivered })
}

// DropOnSend cuts the socket in place of acknowledging the next n messages of the bot, and delivers them or not.
func (s *Server) DropOnSend(n int, delivered bool) {
	s.set(func(f *faults) { f.odds.cut, f.odds.cutDelivered = n, delivered })
}

// DelayAcks is the time that an acknowledgement takes, as over a network.
func (s *Server) DelayAcks(d time.Duration) { s.set(func(f *faults) { f.ackDelay = d }) }

// LimitUsync answers the next n usync queries with 429.
func (s *Server) LimitUsync(n int) { s.set(func(f *faults) { f.usync = n }) }

// RedeliverEvery gives the device each nth message of citizens twice; 0 ends it.
func (s *Server) RedeliverEvery(n int, how Redelivery) {
	s.set(func(f *faults) { f.redeliverEvery, f.redeliverSince, f.redelivery = n, 0, how })
}

// CorruptNext makes the next n messages of citizens impossible to decrypt.
func (s *Server) CorruptNext(n int) { s.set(func(f *faults) { f.corrupt = n }) }

// FailUploads answers the next n uploads with an HTTP status.
func (s *Server) FailUploads(n, status int) {
	s.set(func(f *faults) { f.uploads = mediaFaults{left: n, status: status} })
}

// FailDownloads answers the next n downloads with an HTTP status.
func (s *Server) FailDownloads(n, status int) {
	s.set(func(f *faults) { f.downloads = mediaFaults{left: n, status: status} })
}

// Timelock tells the device that the account may not write to people first until a time.
func (s *Server) Timelock(until time.Time) { s.timelock(true, until) }

// EndTimelock tells the device that it may again.
func (s *Server) EndTimelock() { s.timelock(false, time.Time{}) }

func (s *Server) timelock(active bool, until time.Time) {
	lock := map[string]any{"is_active": active}
	if active {
		lock["enforcement_type"] = "REACHOUT_TIMELOCK"
		lock["time_enforcement_ends"] = strconv.FormatInt(until.Unix(), 10)
	}
	update, _ := json.Marshal(map[string]any{"data": map[string]any{"xwa2_notify_account_reachout_timelock": lock}})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enqueue(&stanza{class: "notification", node: waBinary.Node{
		Tag: "notification", Attrs: s.fromServer("mex"),
		Content: []waBinary.Node{{Tag: "update", Attrs: waBinary.Attrs{"op_name": "NotificationAccountReachoutTimelock"}, Content: update}},
	}})
}

// AskPasskey demands a passkey of the clients that want to be linked now.
func (s *Server) AskPasskey() error {
	options, err := json.Marshal(map[string]any{
		"challenge": "ZmFrZQ", "timeout": 60000, "rpId": "whatsapp.com", "userVerification": "required", "allowCredentials": []any{},
	})
	if err != nil {
		return err
	}
	s.each(func(c *conn) {
		if c.request != nil {
			c.send(waBinary.Node{
				Tag: "notification", Attrs: s.fromServer("passkey_prologue_request"),
				Content: []waBinary.Node{{Tag: "passkey_request_options", Content: options}},
			})
		}
	})
	return nil
}
