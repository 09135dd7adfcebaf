package whatsapp

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"sapa/bot/channel"
)

// kept is the account's health as it lies beside the device store: for the next start, and for who looks from outside.
type kept struct {
	State  channel.State `json:"state"`
	Reason string        `json:"reason"`
	Until  time.Time     `json:"until,omitzero"`
	At     time.Time     `json:"at"`
}

// HealthFile is where the health of the account with this device store is kept.
func HealthFile(store string) string { return store + ".health.json" }

// LastHealth gives the health that was kept last and when that was; the zero time: none was.
func LastHealth(store string) (channel.Health, time.Time, error) {
	data, err := os.ReadFile(HealthFile(store))
	if errors.Is(err, fs.ErrNotExist) {
		return channel.Health{}, time.Time{}, nil
	}
	var k kept
	if err == nil {
		err = json.Unmarshal(data, &k)
	}
	if err != nil {
		return channel.Health{}, time.Time{}, fmt.Errorf("whatsapp: read the health kept last: %w", err)
	}
	return channel.Health{State: k.State, Reason: k.Reason, Until: k.Until}, k.At, nil
}

// keep writes the health down. A crash in between leaves the old one.
func (a *Adapter) keep(h channel.Health) {
	data, err := json.Marshal(kept{h.State, h.Reason, h.Until, time.Now()})
	path := HealthFile(a.opt.Path)
	if err == nil {
		err = os.WriteFile(path+".new", data, 0o600)
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		a.log.Error("the account's health could not be written down", "err", err)
	}
	a.log.Info("health", "state", h.State, "reason", h.Reason, "until", h.Until)
}
