// Package whatsapptest is a WhatsApp server for tests: it stands on loopback where WhatsApp stands and drives the real, unmodified
// whatsmeow client through pairing, login, Signal-encrypted talk, media and everything that goes wrong on a bad day.
package whatsapptest

import (
	_ "github.com/coder/websocket"
	_ "go.mau.fi/libsignal/session"
	_ "go.mau.fi/util/random"
	_ "go.mau.fi/whatsmeow"
	_ "go.mau.fi/whatsmeow/store/sqlstore"
	_ "golang.org/x/crypto/curve25519"
	_ "google.golang.org/protobuf/proto"
)
