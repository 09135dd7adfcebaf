package vault

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// shortest master key that is taken, in bytes: it is not stretched, so it must be random, not a word.
const shortest = 16

const (
	keyFile    = "key"    // the master key, when it was not given from outside
	keysetFile = "keyset" // the keys themselves, sealed by the master
)

// Open opens the vault in dir, making it when dir is fresh. An empty master means the one kept in dir/key (mode 0600),
// which is made when dir has no keyset yet. It gives ErrMaster when master does not fit the keyset.
func Open(dir, master string) (*Vault, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make vault folder: %w", err)
	}
	k, err := load(dir, master)
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	return newVault(k, disk(filepath.Join(dir, "files")))
}

// Memory gives a vault with fresh keys that is gone with the process. It is for tests and trials.
func Memory() *Vault {
	k, err := newKeys()
	if err == nil {
		var v *Vault
		if v, err = newVault(k, &memory{files: map[string][]byte{}}); err == nil {
			return v
		}
	}
	panic(fmt.Sprintf("vault: no randomness: %v", err))
}

// Rotate adds a fresh key to the keyset in dir that seals everything from now on; what older keys sealed still opens.
// A Vault that is already open keeps its old keys and cannot open what the new one seals: stop other processes first.
func Rotate(dir, master string) error {
	return change(dir, master, func(k *keys) (string, error) { return "", k.renew() })
}

// Rekey seals the keyset in dir with another master key. The values in the vault stay as they are. The new key is not
// kept in dir: dir/key is removed, and from now on it must be given to Open.
func Rekey(dir, master, fresh string) error {
	err := change(dir, master, func(*keys) (string, error) { return fresh, nil })
	if err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(dir, keyFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove old master key: %w", err)
	}
	return nil
}

func change(dir, master string, do func(*keys) (fresh string, err error)) error {
	master, err := masterOf(dir, master)
	if err != nil {
		return fmt.Errorf("change keyset: %w", err)
	}
	data, err := os.ReadFile(filepath.Join(dir, keysetFile))
	if err != nil {
		return fmt.Errorf("read keyset: %w", err)
	}
	k, err := unwrap(data, master)
	if err != nil {
		return fmt.Errorf("change keyset: %w", err)
	}
	fresh, err := do(k)
	if err != nil {
		return err
	}
	if fresh != "" {
		if master, err = checked(fresh); err != nil {
			return err
		}
	}
	if data, err = k.wrap(master); err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, keysetFile), data, true)
}

func load(dir, master string) (*keys, error) {
	path := filepath.Join(dir, keysetFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = found(dir, master)
	}
	if err != nil {
		return nil, err
	}
	if master, err = masterOf(dir, master); err != nil {
		return nil, err
	}
	return unwrap(data, master)
}

// found makes the first keyset of a folder. When two processes do so at once, the slower takes the other's.
func found(dir, master string) ([]byte, error) {
	if master == "" {
		fresh := make([]byte, 32)
		if _, err := rand.Read(fresh); err != nil {
			return nil, fmt.Errorf("make master key: %w", err)
		}
		text := base64.RawURLEncoding.EncodeToString(fresh) + "\n"
		if err := writeFile(filepath.Join(dir, keyFile), []byte(text), false); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("keep master key: %w", err)
		}
	}
	master, err := masterOf(dir, master)
	if err != nil {
		return nil, err
	}
	k, err := newKeys()
	if err != nil {
		return nil, err
	}
	data, err := k.wrap(master)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, keysetFile)
	if err := writeFile(path, data, false); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("keep keyset: %w", err)
	}
	return os.ReadFile(path)
}

// masterOf gives the master key in use: the one handed in, else the one kept in dir.
func masterOf(dir, master string) (string, error) {
	if master != "" {
		return checked(master)
	}
	data, err := os.ReadFile(filepath.Join(dir, keyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%w: the folder has sealed data, but no key file and no SAPA_KEY", ErrMaster)
	}
	if err != nil {
		return "", fmt.Errorf("read master key: %w", err)
	}
	return checked(string(data))
}

func checked(master string) (string, error) {
	master = strings.TrimSpace(master)
	if len(master) < shortest {
		return "", fmt.Errorf("master key is shorter than %d characters; take a random one, as of: openssl rand -base64 32", shortest)
	}
	return master, nil
}
