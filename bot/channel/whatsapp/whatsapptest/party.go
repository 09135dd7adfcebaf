package whatsapptest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"go.mau.fi/libsignal/ecc"
	groups "go.mau.fi/libsignal/groups/state/record"
	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/keys/prekey"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/session"
	"go.mau.fi/libsignal/state/record"
	signal "go.mau.fi/libsignal/state/store"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

var serializer = store.SignalProtobufSerializer

// party is one device with a Signal identity: a citizen's or the office's phone. Its owner's lock guards it.
type party struct {
	identity       *keys.KeyPair
	registrationID uint32
	signed         *keys.PreKey
	once           map[uint32]*keys.PreKey
	lastKey        uint32
	sessions       map[string][]byte // serialized, so that a failed decryption leaves no trace
	senderKeys     map[string]*groups.SenderKey

	signal.SignalProtocol // what a device never needs here stays nil
}

func newParty() *party {
	p := &party{identity: keys.NewKeyPair(), registrationID: rand.Uint32N(16380) + 1}
	p.signed = p.identity.CreateSignedPreKey(1)
	p.once, p.sessions, p.senderKeys = map[uint32]*keys.PreKey{}, map[string][]byte{}, map[string]*groups.SenderKey{}
	return p
}

// encrypt seals a message for a device; bundle fetches the device's keys when there is no session yet. The type is msg or pkmsg.
func (p *party) encrypt(to types.JID, plain []byte, bundle func() *prekey.Bundle) (kind string, sealed []byte, err error) {
	ctx, address := context.Background(), to.SignalAddress()
	builder := session.NewBuilderFromSignal(p, address, serializer)
	if p.sessions[address.String()] == nil {
		if err = builder.ProcessBundle(ctx, bundle()); err != nil {
			return "", nil, fmt.Errorf("begin a session with %s: %w", to, err)
		}
	}
	message, err := session.NewCipher(builder, address).Encrypt(ctx, pad(plain))
	if err != nil {
		return "", nil, fmt.Errorf("encrypt for %s: %w", to, err)
	}
	kind = "msg"
	if message.Type() == protocol.PREKEY_TYPE {
		kind = "pkmsg"
	}
	return kind, message.Serialize(), nil
}

// decrypt opens a message of the type msg or pkmsg.
func (p *party) decrypt(from types.JID, kind string, sealed []byte) ([]byte, error) {
	ctx, address := context.Background(), from.SignalAddress()
	cipher := session.NewCipher(session.NewBuilderFromSignal(p, address, serializer), address)
	var plain []byte
	var err error
	switch kind {
	case "pkmsg":
		var message *protocol.PreKeySignalMessage
		if message, err = protocol.NewPreKeySignalMessageFromBytes(sealed, serializer.PreKeySignalMessage, serializer.SignalMessage); err == nil {
			plain, err = cipher.DecryptMessage(ctx, message)
		}
	case "msg":
		var message *protocol.SignalMessage
		if message, err = protocol.NewSignalMessageFromBytes(sealed, serializer.SignalMessage); err == nil {
			plain, err = cipher.Decrypt(ctx, message)
		}
	default:
		err = fmt.Errorf("unknown kind %q", kind)
	}
	if err != nil {
		return nil, fmt.Errorf("decrypt from %s: %w", from, err)
	}
	return unpad(plain)
}

// forget ends the session with a device.
func (p *party) forget(who types.JID) { delete(p.sessions, who.SignalAddress().String()) }

// freshKey makes a one-time key to hand out.
func (p *party) freshKey() *keys.PreKey {
	p.lastKey++
	key := keys.NewPreKey(p.lastKey)
	p.once[key.KeyID] = key
	return key
}

// pad and unpad are WhatsApp's padding: 1 to 15 bytes, each of which says how many.
func pad(plain []byte) []byte {
	size := rand.IntN(15) + 1
	padded := make([]byte, len(plain)+size)
	copy(padded, plain)
	for i := len(plain); i < len(padded); i++ {
		padded[i] = byte(size)
	}
	return padded
}

func unpad(padded []byte) ([]byte, error) {
	if len(padded) == 0 || int(padded[len(padded)-1]) > len(padded) {
		return nil, errors.New("bad padding")
	}
	return padded[:len(padded)-int(padded[len(padded)-1])], nil
}

// What follows is libsignal's store.

func (p *party) GetIdentityKeyPair() *identity.KeyPair {
	return identity.NewKeyPair(identity.NewKey(ecc.NewDjbECPublicKey(*p.identity.Pub)), ecc.NewDjbECPrivateKey(*p.identity.Priv))
}

func (p *party) GetLocalRegistrationID() uint32 { return p.registrationID }

func (p *party) SaveIdentity(context.Context, *protocol.SignalAddress, *identity.Key) error {
	return nil
}

func (p *party) IsTrustedIdentity(context.Context, *protocol.SignalAddress, *identity.Key) (bool, error) {
	return true, nil
}

func (p *party) LoadPreKey(_ context.Context, id uint32) (*record.PreKey, error) {
	key := p.once[id]
	if key == nil {
		return nil, nil
	}
	return record.NewPreKey(id, pair(&key.KeyPair), nil), nil
}

func (p *party) RemovePreKey(_ context.Context, id uint32) error {
	delete(p.once, id)
	return nil
}

func (p *party) LoadSignedPreKey(_ context.Context, id uint32) (*record.SignedPreKey, error) {
	if id != p.signed.KeyID {
		return nil, nil
	}
	return record.NewSignedPreKey(id, 0, pair(&p.signed.KeyPair), *p.signed.Signature, nil), nil
}

func (p *party) LoadSession(_ context.Context, address *protocol.SignalAddress) (*record.Session, error) {
	raw := p.sessions[address.String()]
	if raw == nil {
		return record.NewSession(serializer.Session, serializer.State), nil
	}
	return record.NewSessionFromBytes(raw, serializer.Session, serializer.State)
}

func (p *party) StoreSession(_ context.Context, address *protocol.SignalAddress, s *record.Session) error {
	p.sessions[address.String()] = s.Serialize()
	return nil
}

func (p *party) ContainsSession(_ context.Context, address *protocol.SignalAddress) (bool, error) {
	return p.sessions[address.String()] != nil, nil
}

func (p *party) LoadSenderKey(_ context.Context, name *protocol.SenderKeyName) (*groups.SenderKey, error) {
	if key := p.senderKeys[name.GroupID()]; key != nil {
		return key, nil
	}
	return groups.NewSenderKey(serializer.SenderKeyRecord, serializer.SenderKeyState), nil
}

func (p *party) StoreSenderKey(_ context.Context, name *protocol.SenderKeyName, key *groups.SenderKey) error {
	p.senderKeys[name.GroupID()] = key
	return nil
}

func pair(k *keys.KeyPair) *ecc.ECKeyPair {
	return ecc.NewECKeyPair(ecc.NewDjbECPublicKey(*k.Pub), ecc.NewDjbECPrivateKey(*k.Priv))
}
