package whatsapptest

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCert"
	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/socket"
	"go.mau.fi/whatsmeow/util/gcmutil"
	"go.mau.fi/whatsmeow/util/keys"
	"golang.org/x/crypto/curve25519"
	"google.golang.org/protobuf/proto"
)

// certChain is the signed chain root, intermediate, leaf, whose leaf is the server's static Noise key.
func certChain(static *keys.KeyPair) ([]byte, error) {
	middle := keys.NewKeyPair()
	from, to := uint64(time.Now().Add(-time.Hour).Unix()), uint64(time.Now().Add(24*time.Hour).Unix())
	sign := func(by *keys.KeyPair, serial, issuer uint32, key *[32]byte) (details, signature []byte, err error) {
		details, err = proto.Marshal(&waCert.CertChain_NoiseCertificate_Details{
			Serial: &serial, IssuerSerial: &issuer, Key: key[:], NotBefore: &from, NotAfter: &to,
		})
		sig := ecc.CalculateSignature(ecc.NewDjbECPrivateKey(*by.Priv), details)
		return details, sig[:], err
	}
	middleDetails, middleSig, err := sign(rootKey(), 1, whatsmeow.WACertIssuerSerial, middle.Pub)
	if err != nil {
		return nil, err
	}
	leafDetails, leafSig, err := sign(middle, 2, 1, static.Pub)
	if err != nil {
		return nil, err
	}
	return proto.Marshal(&waCert.CertChain{
		Intermediate: &waCert.CertChain_NoiseCertificate{Details: middleDetails, Signature: middleSig},
		Leaf:         &waCert.CertChain_NoiseCertificate{Details: leafDetails, Signature: leafSig},
	})
}

// responder is the server's half of Noise_XX_25519_AESGCM_SHA256; whatsmeow exports only the client's.
type responder struct {
	hash, salt []byte
	key        cipher.AEAD
	counter    uint32
}

func newResponder() (*responder, error) {
	r := &responder{hash: []byte(socket.NoiseStartPattern), salt: []byte(socket.NoiseStartPattern)}
	var err error
	r.key, err = gcmutil.Prepare(r.hash)
	r.mixHash(socket.WAConnHeader)
	return r, err
}

func (r *responder) mixHash(data []byte) {
	sum := sha256.Sum256(append(append([]byte(nil), r.hash...), data...))
	r.hash = sum[:]
}

func (r *responder) mixSecret(private, public []byte) error {
	secret, err := curve25519.X25519(private, public)
	if err != nil {
		return err
	}
	first, second, err := r.expand(secret)
	if err != nil {
		return err
	}
	r.salt, r.counter = first, 0
	r.key, err = gcmutil.Prepare(second)
	return err
}

func (r *responder) expand(secret []byte) (first, second []byte, err error) {
	both, err := hkdf.Key(sha256.New, secret, r.salt, "", 64)
	if err != nil {
		return nil, nil, err
	}
	return both[:32], both[32:], nil
}

func (r *responder) seal(plain []byte) []byte {
	sealed := r.key.Seal(nil, nonce(r.counter), plain, r.hash)
	r.counter++
	r.mixHash(sealed)
	return sealed
}

func (r *responder) open(sealed []byte) ([]byte, error) {
	plain, err := r.key.Open(nil, nonce(r.counter), sealed, r.hash)
	r.counter++
	if err == nil {
		r.mixHash(sealed)
	}
	return plain, err
}

func nonce(count uint32) []byte {
	iv := make([]byte, 12)
	binary.BigEndian.PutUint32(iv[8:], count)
	return iv
}

var errHandshake = errors.New("handshake")

// shake does the handshake over frames: it returns the client's static key and what it said about itself, and leaves the two ciphers in c.
func (c *conn) shake() (static [32]byte, payload *waWa6.ClientPayload, err error) {
	fail := func(step string, err error) ([32]byte, *waWa6.ClientPayload, error) {
		return [32]byte{}, nil, fmt.Errorf("%w: %s: %w", errHandshake, step, err)
	}
	r, err := newResponder()
	if err != nil {
		return fail("begin", err)
	}
	var hello, finish waWa6.HandshakeMessage
	if err = c.readProto(&hello); err != nil {
		return fail("client hello", err)
	}
	clientEphemeral := hello.GetClientHello().GetEphemeral()
	r.mixHash(clientEphemeral)
	ephemeral, own := keys.NewKeyPair(), keys.NewKeyPair()
	chain, err := certChain(own)
	if err != nil {
		return fail("certificate", err)
	}
	r.mixHash(ephemeral.Pub[:])
	if err = r.mixSecret(ephemeral.Priv[:], clientEphemeral); err != nil {
		return fail("ephemeral keys", err)
	}
	sealedStatic := r.seal(own.Pub[:])
	if err = r.mixSecret(own.Priv[:], clientEphemeral); err != nil {
		return fail("static key", err)
	}
	answer, err := proto.Marshal(&waWa6.HandshakeMessage{ServerHello: &waWa6.HandshakeMessage_ServerHello{
		Ephemeral: ephemeral.Pub[:], Static: sealedStatic, Payload: r.seal(chain),
	}})
	if err != nil {
		return fail("server hello", err)
	}
	if err = c.writeFrame(answer); err != nil {
		return fail("server hello", err)
	}
	if err = c.readProto(&finish); err != nil {
		return fail("client finish", err)
	}
	clientStatic, err := r.open(finish.GetClientFinish().GetStatic())
	if err != nil || len(clientStatic) != 32 {
		return fail("client's static key", err)
	}
	if err = r.mixSecret(ephemeral.Priv[:], clientStatic); err != nil {
		return fail("client's static key", err)
	}
	about, err := r.open(finish.GetClientFinish().GetPayload())
	if err != nil {
		return fail("client payload", err)
	}
	payload = &waWa6.ClientPayload{}
	if err = proto.Unmarshal(about, payload); err != nil {
		return fail("client payload", err)
	}
	theirs, ourKey, err := r.expand(nil)
	if err != nil {
		return fail("transport keys", err)
	}
	if c.opener, err = gcmutil.Prepare(theirs); err != nil {
		return fail("transport keys", err)
	}
	if c.sealer, err = gcmutil.Prepare(ourKey); err != nil {
		return fail("transport keys", err)
	}
	return [32]byte(clientStatic), payload, nil
}
