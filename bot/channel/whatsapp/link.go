package whatsapp

import (
	"context"
	"fmt"
	"net/url"
)

// Link gives the address of a page that opens a talk with the office's number, with a word prepared to be sent. It gives
// ErrNotLinked when there is no number yet.
func (a *Adapter) Link(ctx context.Context, word string) (string, error) {
	device, err := a.devices.GetFirstDevice(ctx)
	if err != nil {
		return "", fmt.Errorf("whatsapp: read the device store: %w", err)
	}
	if device.ID == nil {
		return "", ErrNotLinked
	}
	return "https://wa.me/" + device.ID.User + "?text=" + url.QueryEscape("#"+word), nil
}
