// Package vault keeps personal data unreadable to whoever holds only the disk: sealed values, blind indexes and files.
package vault

import (
	"errors"
	"fmt"
	"hash"
	"sync"

	"github.com/tink-crypto/tink-go/v2/tink"
)

var (
	// ErrMaster: the master key is not the one this folder was sealed with, or it is missing although the folder has
	// sealed data.
	ErrMaster = errors.New("wrong or missing master key")
	// ErrSealed: a sealed value was damaged, or moved away from the place it was sealed for.
	ErrSealed = errors.New("sealed value cannot be opened")
)

// Vault seals, opens and indexes personal data. It is safe for many goroutines.
type Vault struct {
	aead  tink.AEAD
	macs  sync.Pool // of hash.Hash, keyed for Index
	files *Files
}

func newVault(k *keys, files fileStore) (*Vault, error) {
	aead, err := k.aead()
	if err != nil {
		return nil, err
	}
	index, err := k.derive("index")
	if err != nil {
		return nil, err
	}
	names, err := k.derive("files")
	if err != nil {
		return nil, err
	}
	v := &Vault{aead: aead}
	v.macs.New = func() any { return newMAC(index) }
	v.files = &Files{vault: v, key: names, kept: files}
	return v, nil
}

// Seal encrypts plain with AES-256-GCM and binds it to context, which must be given again to open it: table, column and
// key of the place it is kept at, so that a sealed value copied to another row cannot be opened there.
func (v *Vault) Seal(plain []byte, context string) ([]byte, error) {
	sealed, err := v.aead.Encrypt(plain, []byte(context))
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return sealed, nil
}

// Open undoes Seal. It gives ErrSealed for a damaged value, another context or another vault.
func (v *Vault) Open(sealed []byte, context string) ([]byte, error) {
	plain, err := v.aead.Decrypt(sealed, []byte(context))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// Index gives the 16 bytes by which an exact value of one kind ("nik", "address") is found again without storing it:
// a keyed HMAC-SHA256, cut. Equal values of one kind give equal bytes; nothing else can be told from them.
func (v *Vault) Index(kind, value string) []byte {
	mac := v.macs.Get().(hash.Hash)
	defer v.macs.Put(mac)
	mac.Reset()
	buf := make([]byte, 0, 128)
	buf = append(buf, kind...)
	buf = append(buf, 0)
	buf = append(buf, value...)
	mac.Write(buf)
	return mac.Sum(buf[:0])[:16:16]
}

// Files gives the folder of sealed photos and documents that belongs to this vault.
func (v *Vault) Files() *Files { return v.files }
