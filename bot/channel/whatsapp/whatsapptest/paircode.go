package whatsapptest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/util/hkdfutil"
	"go.mau.fi/whatsmeow/util/keys"
	"golang.org/x/crypto/curve25519"
)

// pairing is a pairing by code that is under way on a connection.
type pairing struct {
	phone   string
	ref     []byte
	wrapped []byte      // the device's ephemeral key under the code
	bundle  chan bundle // the device's last word
}

type bundle struct{ wrapped, identity []byte }

// linkCode is the device's half of pairing by code: it says hello, and after the phone's answer sends its keys.
func (c *conn) linkCode(id string, reg *waBinary.Node) {
	switch text(reg, "stage") {
	case "companion_hello":
		ref := []byte(c.s.newID("code"))
		c.s.mu.Lock()
		c.pairing = pairing{
			phone: jid(reg, "jid").User, ref: ref, wrapped: bytesOf(reg, "link_code_pairing_wrapped_companion_ephemeral_pub"),
			bundle: make(chan bundle, 1),
		}
		c.s.mu.Unlock()
		c.result(id, waBinary.Node{Tag: "link_code_companion_reg", Content: []waBinary.Node{{Tag: "link_code_pairing_ref", Content: ref}}})
	case "companion_finish":
		c.s.mu.Lock()
		done := c.pairing.bundle
		c.s.mu.Unlock()
		c.result(id)
		if done != nil {
			select {
			case done <- bundle{bytesOf(reg, "link_code_pairing_wrapped_key_bundle"), bytesOf(reg, "companion_identity_public")}:
			default:
			}
		}
	default:
		c.refuse(id, 400, "bad-request")
	}
}

// EnterCode is somebody typing a device's code, with or without its dash, into the office's phone. It returns when the device is linked.
func (s *Server) EnterCode(phone, code string) error {
	code = strings.ToUpper(strings.ReplaceAll(code, "-", ""))
	phone = strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	if phone != s.phone.pn.User {
		return fmt.Errorf("the office's phone has another number than %s", phone)
	}
	c, under := s.pairingOf(phone)
	if c == nil {
		return errors.New("no device asked to be linked with a code")
	}
	theirs, err := underCode(code, under.wrapped)
	if err != nil {
		return err
	}
	ephemeral := keys.NewKeyPair()
	c.send(waBinary.Node{
		Tag: "notification", Attrs: s.fromServer("link_code_companion_reg"),
		Content: []waBinary.Node{{Tag: "link_code_companion_reg", Content: []waBinary.Node{
			{Tag: "link_code_pairing_ref", Content: under.ref},
			{Tag: "link_code_pairing_wrapped_primary_ephemeral_pub", Content: wrapUnderCode(code, ephemeral.Pub)},
			{Tag: "primary_identity_pub", Content: s.phone.party.identity.Pub[:]},
		}}},
	})
	select {
	case got := <-under.bundle:
		secret, err := s.phone.secretFrom(got, ephemeral, theirs, c.request.GetEIdent())
		if err != nil {
			return err
		}
		return c.pair(secret)
	case <-c.ctx.Done():
		return errors.New("the device went away while being linked")
	}
}

// pairingOf finds the connection that asked for a code.
func (s *Server) pairingOf(phone string) (*conn, pairing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		if c.pairing.phone == phone && phone != "" {
			return c, c.pairing
		}
	}
	return nil, pairing{}
}

// secretFrom opens the device's key bundle and derives the secret that both sides share.
func (p *Phone) secretFrom(got bundle, ephemeral *keys.KeyPair, theirs, device []byte) ([]byte, error) {
	shared, err := curve25519.X25519(ephemeral.Priv[:], theirs)
	if err != nil {
		return nil, err
	}
	if len(got.wrapped) < 44 {
		return nil, errors.New("the device's key bundle is too short")
	}
	salt, iv, sealed := got.wrapped[:32], got.wrapped[32:44], got.wrapped[44:]
	block, err := aes.NewCipher(hkdfutil.SHA256(shared, salt, []byte("link_code_pairing_key_bundle_encryption_key"), 32))
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	keyBundle, err := gcm.Open(nil, iv, sealed, nil)
	if err != nil || len(keyBundle) != 96 {
		return nil, errors.New("wrong code")
	}
	if !slices.Equal(keyBundle[:32], device) || !slices.Equal(got.identity, device) || !slices.Equal(keyBundle[32:64], p.party.identity.Pub[:]) {
		return nil, errors.New("the device's key bundle names other keys")
	}
	common, err := curve25519.X25519(p.party.identity.Priv[:], device)
	if err != nil {
		return nil, err
	}
	return hkdfutil.SHA256(slices.Concat(shared, common, keyBundle[64:]), nil, []byte("adv_secret"), 32), nil
}

// underCode reads a key that is wrapped as salt, IV and AES-CTR under the code. A wrong code gives a wrong key, without an error.
func underCode(code string, wrapped []byte) ([]byte, error) {
	if len(wrapped) != 80 {
		return nil, fmt.Errorf("a wrapped key of %d bytes, want 80", len(wrapped))
	}
	return codeStream(code, wrapped[:32], wrapped[32:48], wrapped[48:])
}

func wrapUnderCode(code string, key *[32]byte) []byte {
	head := make([]byte, 48)
	_, _ = rand.Read(head)
	sealed, err := codeStream(code, head[:32], head[32:], key[:])
	if err != nil {
		panic(fmt.Sprintf("wrap a key: %v", err))
	}
	return append(head, sealed...)
}

func codeStream(code string, salt, iv, data []byte) ([]byte, error) {
	key, err := pbkdf2.Key(sha256.New, code, salt, 2<<16, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(data))
	cipher.NewCTR(block, iv).XORKeyStream(out, data)
	return out, nil
}
