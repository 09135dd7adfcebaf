package vault

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// ErrNoFile: the vault keeps no file of that ID.
var ErrNoFile = errors.New("no such file")

// Files keeps photos and documents sealed. A file is named by a keyed hash of what is in it: the same photo sent twice
// is one file with one ID, and nobody without the key can tell whether a photo they hold is kept here.
type Files struct {
	vault *Vault
	key   []byte
	kept  fileStore
}

// fileStore keeps sealed bytes under an ID.
type fileStore interface {
	has(id string) bool
	put(id string, sealed []byte) error
	get(id string) ([]byte, error) // ErrNoFile
	drop(id string) error
}

// Put keeps data and gives its ID, 32 hexadecimal digits. It returns when the bytes are safe on disk. Mime is at most
// 255 bytes; of a file put twice, the first mime stays.
func (f *Files) Put(data []byte, mime string) (id string, err error) {
	if len(mime) > 255 {
		return "", errors.New("keep file: mime type too long")
	}
	mac := hmac.New(sha256.New, f.key)
	mac.Write(data)
	id = hex.EncodeToString(mac.Sum(nil)[:16])
	if f.kept.has(id) {
		return id, nil
	}
	plain := make([]byte, 0, 1+len(mime)+len(data))
	plain = append(plain, byte(len(mime)))
	plain = append(plain, mime...)
	plain = append(plain, data...)
	sealed, err := f.vault.Seal(plain, "file|"+id)
	if err != nil {
		return "", err
	}
	if err := f.kept.put(id, sealed); err != nil {
		return "", fmt.Errorf("keep file: %w", err)
	}
	return id, nil
}

// Read gives a kept file and its mime type, or ErrNoFile.
func (f *Files) Read(ctx context.Context, id string) (data []byte, mime string, err error) {
	if err := ctx.Err(); err != nil {
		return nil, "", err
	}
	if !validID(id) {
		return nil, "", ErrNoFile
	}
	sealed, err := f.kept.get(id)
	if err != nil {
		return nil, "", fmt.Errorf("read file: %w", err)
	}
	plain, err := f.vault.Open(sealed, "file|"+id)
	if err != nil {
		return nil, "", fmt.Errorf("read file: %w", err)
	}
	if len(plain) == 0 || len(plain) < 1+int(plain[0]) {
		return nil, "", fmt.Errorf("read file: %w", ErrSealed)
	}
	n := 1 + int(plain[0])
	return plain[n:], string(plain[1:n]), nil
}

// Delete removes a file; one that is already gone is no error. As equal photos are one file, the caller must know that
// nothing else names it.
func (f *Files) Delete(id string) error {
	if !validID(id) {
		return nil
	}
	if err := f.kept.drop(id); err != nil && !errors.Is(err, ErrNoFile) {
		return fmt.Errorf("delete file: %w", err)
	}
	return nil
}

// validID keeps anything but an ID of ours away from the disk.
func validID(id string) bool {
	b, err := hex.DecodeString(id)
	return err == nil && len(b) == 16 && hex.EncodeToString(b) == id
}
