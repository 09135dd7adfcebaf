package vault

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
)

// disk keeps sealed files in a folder, spread over 256 folders by the first byte of the ID.
type disk string

func (d disk) path(id string) string { return filepath.Join(string(d), id[:2], id[2:]) }

func (d disk) has(id string) bool {
	_, err := os.Stat(d.path(id))
	return err == nil
}

func (d disk) put(id string, sealed []byte) error {
	path := d.path(id)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := syncDir(string(d)); err != nil { // the folder just made must outlive a power cut as well
		return err
	}
	return writeFile(path, sealed, true)
}

func (d disk) get(id string) ([]byte, error) {
	data, err := os.ReadFile(d.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoFile
	}
	return data, err
}

func (d disk) drop(id string) error {
	err := os.Remove(d.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNoFile
	}
	return err
}

// writeFile writes a file that only its owner may read, whole or not at all, also over a power cut. Without replace it
// gives fs.ErrExist when the file is already there.
func writeFile(path string, data []byte, replace bool) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	if replace {
		err = os.Rename(f.Name(), path)
	} else {
		err = os.Link(f.Name(), path) // unlike a rename, refuses to overwrite
	}
	if err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes the names in a folder as lasting as what they name. Windows has no such call and needs none.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// memory keeps sealed files for as long as the process lives.
type memory struct {
	mu    sync.Mutex
	files map[string][]byte
}

func (m *memory) has(id string) bool {
	_, err := m.get(id)
	return err == nil
}

func (m *memory) put(id string, sealed []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[id] = sealed
	return nil
}

func (m *memory) get(id string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.files[id]
	if !ok {
		return nil, ErrNoFile
	}
	return data, nil
}

func (m *memory) drop(id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.files, id)
	return nil
}
