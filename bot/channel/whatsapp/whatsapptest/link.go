package whatsapptest

import (
	"encoding/binary"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/keys/prekey"
	"go.mau.fi/libsignal/util/optional"
	"go.mau.fi/whatsmeow/types"
)

// publicPreKey is a key that somebody deposited with the server.
type publicPreKey struct {
	id        uint32
	key       [32]byte
	signature [64]byte // of a signed one
}

// link is a linked device as the server knows it.
type link struct {
	jid, lid       types.JID // with the device number
	noise          [32]byte
	identity       [32]byte
	registrationID uint32
	signed         publicPreKey
	once           []publicPreKey // one-time keys, handed out in order
	warned         bool           // it was told that they run out
}

// bundle is what a sender needs for a first message to the device. It takes a one-time key while there are any.
// The caller holds the server's lock.
func (l *link) bundle() *prekey.Bundle {
	var once ecc.ECPublicKeyable
	onceID := optional.NewEmptyUint32()
	if len(l.once) > 0 {
		onceID = optional.NewOptionalUint32(l.once[0].id)
		once = ecc.NewDjbECPublicKey(l.once[0].key)
		l.once = l.once[1:]
	}
	return prekey.NewBundle(l.registrationID, uint32(l.jid.Device), onceID, l.signed.id, once, ecc.NewDjbECPublicKey(l.signed.key),
		l.signed.signature, identity.NewKey(ecc.NewDjbECPublicKey(l.identity)))
}

// keyID reads the three bytes of a key's number.
func keyID(b []byte) uint32 {
	if len(b) != 3 {
		return 0
	}
	return binary.BigEndian.Uint32([]byte{0, b[0], b[1], b[2]})
}
