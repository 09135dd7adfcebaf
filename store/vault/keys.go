package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// keys is everything secret that a vault works with, in clear.
type keys struct {
	handle *keyset.Handle // AEAD keys: the first seals, all open
	seed   []byte         // 32 bytes that the blind indexes are derived from; never changes, or nothing would be found again
}

// wrapped is the file "keyset": both secrets sealed by a key derived from the master.
type wrapped struct {
	Version int    `json:"version"`
	Keyset  []byte `json:"keyset"`
	Seed    []byte `json:"seed"`
}

func newKeys() (*keys, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("make keyset: %w", err)
	}
	seed := make([]byte, 32)
	if _, err := rand.Read(seed); err != nil {
		return nil, fmt.Errorf("make index seed: %w", err)
	}
	return &keys{handle: handle, seed: seed}, nil
}

func (k *keys) aead() (tink.AEAD, error) {
	a, err := aead.New(k.handle)
	if err != nil {
		return nil, fmt.Errorf("use keyset: %w", err)
	}
	return a, nil
}

func (k *keys) derive(purpose string) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, k.seed, nil, "sapa vault "+purpose, 32)
	if err != nil {
		return nil, fmt.Errorf("derive %s key: %w", purpose, err)
	}
	return key, nil
}

// renew adds a fresh AEAD key that seals from now on; the older ones still open.
func (k *keys) renew() error {
	m := keyset.NewManagerFromHandle(k.handle)
	id, err := m.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		return fmt.Errorf("add key: %w", err)
	}
	if err := m.SetPrimary(id); err != nil {
		return fmt.Errorf("make key the first: %w", err)
	}
	k.handle, err = m.Handle()
	if err != nil {
		return fmt.Errorf("renew keyset: %w", err)
	}
	return nil
}

func (k *keys) wrap(master string) ([]byte, error) {
	w, err := wrapper(master)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if err := k.handle.WriteWithAssociatedData(keyset.NewBinaryWriter(&buf), w, []byte("keyset")); err != nil {
		return nil, fmt.Errorf("wrap keyset: %w", err)
	}
	seed, err := w.Encrypt(k.seed, []byte("seed"))
	if err != nil {
		return nil, fmt.Errorf("wrap index seed: %w", err)
	}
	return json.Marshal(wrapped{Version: 1, Keyset: buf.Bytes(), Seed: seed})
}

func unwrap(data []byte, master string) (*keys, error) {
	var in wrapped
	if err := json.Unmarshal(data, &in); err != nil || in.Version != 1 {
		return nil, fmt.Errorf("keyset file is damaged or of a newer version")
	}
	w, err := wrapper(master)
	if err != nil {
		return nil, err
	}
	seed, err := w.Decrypt(in.Seed, []byte("seed"))
	if err != nil {
		return nil, ErrMaster
	}
	handle, err := keyset.ReadWithAssociatedData(keyset.NewBinaryReader(bytes.NewReader(in.Keyset)), w, []byte("keyset"))
	if err != nil {
		return nil, ErrMaster
	}
	return &keys{handle: handle, seed: seed}, nil
}

// wrapper is the key that seals the keyset file.
func wrapper(master string) (tink.AEAD, error) {
	key, err := hkdf.Key(sha256.New, []byte(master), nil, "sapa vault master", 32)
	if err != nil {
		return nil, fmt.Errorf("derive from master key: %w", err)
	}
	return subtle.NewAESGCM(key)
}

func newMAC(key []byte) hash.Hash { return hmac.New(sha256.New, key) }
