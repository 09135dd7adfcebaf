package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/mdp/qrterminal/v3"

	"sapa/bot/channel/whatsapp"
	"sapa/store/sqlite"
)

// openWhatsapp opens the device store of this data folder for this process alone: two clients with one device cut each other off.
func openWhatsapp(ctx context.Context, h *house, opt whatsapp.Options) (*whatsapp.Adapter, func(), error) {
	free, err := sqlite.Lock(filepath.Join(h.cfg.Data, "whatsapp.lock"))
	if errors.Is(err, sqlite.ErrLocked) {
		return nil, nil, errors.New("WhatsApp of this data folder is in use by another sapa process; a running serve shows the pairing code itself")
	}
	if err != nil {
		return nil, nil, err
	}
	opt.Path = h.cfg.devices()
	opt.Files, opt.Log = h.vault.Files(), h.log
	opt.OfficeName, opt.KeepSent = h.words.Key("pair.name"), h.cfg.WhatsappKeep
	opt.Warm = time.Duration(h.cfg.WhatsappWarm) * 24 * time.Hour
	if h.cfg.dialer != nil {
		opt.HTTPClient = h.cfg.dialer
	}
	a, err := whatsapp.New(ctx, opt)
	if err != nil {
		_ = free()
		return nil, nil, err
	}
	return a, func() {
		if err := a.Close(); err != nil {
			h.log.Error("the device store did not close well", "err", err)
		}
		_ = free() // the end of the process frees it too
	}, nil
}

// pairingOn shows the steps of linking a phone on a terminal. What a machine reads stands on a line of its own.
func (h *house) pairingOn(out io.Writer) func(whatsapp.Pairing) {
	return func(p whatsapp.Pairing) {
		switch p.Kind {
		case whatsapp.PairQR:
			var drawn strings.Builder
			qrterminal.GenerateHalfBlock(p.Payload, qrterminal.L, &drawn)
			fmt.Fprintf(out, "%s\n%sPAIR-QR %s\n", h.words.Key("pair.qr"), drawn.String(), p.Payload)
		case whatsapp.PairCode:
			fmt.Fprintf(out, "%s\nPAIR-CODE %s\n", h.words.Key("pair.code"), p.Payload)
		case whatsapp.PairPasskey:
			fmt.Fprintf(out, "%s\nPAIR-PASSKEY\n", h.words.Key("pair.passkey"))
		case whatsapp.PairDone:
			fmt.Fprintf(out, "%s\n", h.words.Key("pair.done"))
		}
	}
}
