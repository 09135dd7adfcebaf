package whatsapptest

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/whatsmeow"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// How many QR codes a client gets at once, and how long the phone waits for the device to confirm.
const (
	qrCodes     = 6
	pairingTime = 10 * time.Second
)

// offerPairing sends the references that a client draws its QR codes from.
func (c *conn) offerPairing() {
	refs := make([]waBinary.Node, qrCodes)
	c.s.mu.Lock()
	for i := range refs {
		ref := fmt.Sprintf("2@ref%d", c.s.next())
		c.s.waiting[ref] = c
		refs[i] = waBinary.Node{Tag: "ref", Content: []byte(ref)}
	}
	c.s.mu.Unlock()
	c.send(waBinary.Node{
		Tag:     "iq",
		Attrs:   waBinary.Attrs{"from": types.ServerJID, "type": "set", "id": c.s.newID("pair"), "xmlns": "md"},
		Content: []waBinary.Node{{Tag: "pair-device", Content: refs}},
	})
	c.s.ring()
}

// ScanQR is the office's phone reading the QR code of a client. It returns when the device has confirmed and is linked.
func (s *Server) ScanQR(payload string) error {
	_, rest, ok := strings.Cut(payload, "#") // https://wa.me/settings/linked_devices#ref,...
	if !ok {
		rest = payload // the older form
	}
	parts := strings.Split(rest, ",")
	if len(parts) < 4 {
		return fmt.Errorf("QR payload has %d parts, want 4 or 5", len(parts))
	}
	var raw [3][]byte // Noise key, identity key, ADV secret
	for i := range raw {
		var err error
		if raw[i], err = base64.StdEncoding.DecodeString(parts[i+1]); err != nil || len(raw[i]) != 32 {
			return fmt.Errorf("QR payload: part %d is no key", i+2)
		}
	}
	s.mu.Lock()
	c := s.waiting[parts[0]]
	s.mu.Unlock()
	if c == nil {
		return errors.New("QR code: nobody waits with this reference (expired?)")
	}
	if !slices.Equal(raw[0], c.static[:]) || !slices.Equal(raw[1], c.request.GetEIdent()) {
		return errors.New("QR code: its keys are not those of the connection")
	}
	return c.pair(raw[2])
}

// pair links the device: it sends what the phone signed, takes the device's own signature, and ends the connection so that the device
// logs in.
func (c *conn) pair(secret []byte) error {
	phone := c.s.phone
	c.s.mu.Lock()
	c.s.linkings++
	device := c.s.linkings
	c.s.mu.Unlock()
	request := c.request
	l := &link{jid: phone.pn, lid: phone.lid, noise: c.static, registrationID: binary.BigEndian.Uint32(request.GetERegid())}
	l.jid.Device, l.lid.Device = device, device
	l.identity = [32]byte(request.GetEIdent())
	l.signed = publicPreKey{id: keyID(request.GetESkeyID()), key: [32]byte(request.GetESkeyVal()), signature: [64]byte(request.GetESkeySig())}

	container, signed, err := phone.signDevice(l, secret)
	if err != nil {
		return err
	}
	answer, err := c.ask(waBinary.Node{
		Tag:   "iq",
		Attrs: waBinary.Attrs{"from": types.ServerJID, "type": "set", "xmlns": "md", "t": time.Now().Unix()},
		Content: []waBinary.Node{{Tag: "pair-success", Content: []waBinary.Node{
			{Tag: "device-identity", Content: container},
			{Tag: "device", Attrs: waBinary.Attrs{"jid": l.jid, "lid": l.lid}},
			{Tag: "platform", Attrs: waBinary.Attrs{"name": "android"}},
		}}},
	})
	if err != nil {
		return err
	}
	if text(answer, "type") == "error" {
		failure := answer.GetChildByTag("error")
		return fmt.Errorf("the device refused to be linked: %s", text(&failure, "text"))
	}
	if err = verifyDevice(bytesOf(answer, "pair-device-sign", "device-identity"), signed, l.identity); err != nil {
		return err
	}
	c.s.adopt(l)
	c.sendLast(streamError(515))
	return nil
}

// signDevice makes the phone's signature over the device's identity, sealed with the secret of the QR code.
func (p *Phone) signDevice(l *link, secret []byte) (container []byte, signed *waAdv.ADVSignedDeviceIdentity, err error) {
	details, err := proto.Marshal(&waAdv.ADVDeviceIdentity{
		RawID: proto.Uint32(1), Timestamp: proto.Uint64(uint64(time.Now().Unix())), KeyIndex: proto.Uint32(uint32(l.jid.Device)),
		AccountType: waAdv.ADVEncryptionType_E2EE.Enum(), DeviceType: waAdv.ADVEncryptionType_E2EE.Enum(),
	})
	if err != nil {
		return nil, nil, err
	}
	signature := ecc.CalculateSignature(ecc.NewDjbECPrivateKey(*p.party.identity.Priv),
		slices.Concat(whatsmeow.AdvAccountSignaturePrefix, details, l.identity[:]))
	signed = &waAdv.ADVSignedDeviceIdentity{
		Details: details, AccountSignatureKey: p.party.identity.Pub[:], AccountSignature: signature[:],
	}
	inner, err := proto.Marshal(signed)
	if err != nil {
		return nil, nil, err
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write(inner)
	container, err = proto.Marshal(&waAdv.ADVSignedDeviceIdentityHMAC{Details: inner, HMAC: mac.Sum(nil)})
	return container, signed, err
}

// verifyDevice checks the device's own signature over the identity that the phone signed.
func verifyDevice(answer []byte, signed *waAdv.ADVSignedDeviceIdentity, device [32]byte) error {
	var confirmed waAdv.ADVSignedDeviceIdentity
	if err := proto.Unmarshal(answer, &confirmed); err != nil {
		return fmt.Errorf("the device's confirmation: %w", err)
	}
	message := slices.Concat(whatsmeow.AdvDeviceSignaturePrefix, signed.Details, device[:], signed.AccountSignatureKey)
	signature := confirmed.GetDeviceSignature()
	if len(signature) != 64 || !ecc.VerifySignature(ecc.NewDjbECPublicKey(device), message, [64]byte(signature)) {
		return errors.New("the device's signature is wrong")
	}
	return nil
}

// adopt makes l the linked device; the one before it, if any, is unlinked.
func (s *Server) adopt(l *link) {
	s.mu.Lock()
	if s.online != nil {
		s.dismiss(s.online, removed())
	}
	s.link = l
	s.queue = newQueue()
	s.mu.Unlock()
	s.ring()
}

// ask sends an iq of ours and waits for its answer.
func (c *conn) ask(node waBinary.Node) (*waBinary.Node, error) {
	id := c.s.newID("ask")
	answer := make(chan *waBinary.Node, 1)
	c.s.mu.Lock()
	c.answers[id] = answer
	c.s.mu.Unlock()
	node.Attrs["id"] = id
	c.send(node)
	ctx, cancel := context.WithTimeout(c.ctx, pairingTime)
	defer cancel()
	select {
	case got := <-answer:
		return got, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("the client did not answer: %w", ctx.Err())
	}
}
