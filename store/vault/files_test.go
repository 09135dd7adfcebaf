package vault

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, v := range map[string]*Vault{"memory": Memory(), "disk": open(t, dir, "")} {
		t.Run(name, func(t *testing.T) {
			photo := []byte("\xff\xd8foto rumah Bu Siti")
			id, err := v.Files().Put(photo, "image/jpeg")
			if err != nil {
				t.Fatal(err)
			}
			twin, err := v.Files().Put(bytes.Clone(photo), "image/png")
			if err != nil || twin != id {
				t.Errorf("the same photo again: %q, %v", twin, err)
			}
			other, err := v.Files().Put([]byte("lain"), "image/jpeg")
			if err != nil || other == id {
				t.Errorf("another photo: %q, %v", other, err)
			}
			data, mime, err := v.Files().Read(t.Context(), id)
			if err != nil || !bytes.Equal(data, photo) || mime != "image/jpeg" {
				t.Errorf("Read = %q, %q, %v", data, mime, err)
			}
			for range 2 {
				if err := v.Files().Delete(id); err != nil {
					t.Error(err)
				}
			}
			for _, id := range []string{id, "", "../keyset", "AB" + id[2:], id[:31] + "/"} {
				if _, _, err := v.Files().Read(t.Context(), id); !errors.Is(err, ErrNoFile) {
					t.Errorf("Read(%q): %v", id, err)
				}
			}
			if _, _, err := v.Files().Read(t.Context(), other); err != nil {
				t.Errorf("the other photo went too: %v", err)
			}
		})
	}
}

func TestFilesOnDiskAreUnreadable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	id, err := open(t, dir, "").Files().Put([]byte("foto KTP Siti"), "image/jpeg")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "files", id[:2], id[2:])
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte("Siti")) || bytes.Contains(raw, []byte("jpeg")) {
		t.Error("the file can be read")
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		info, e := d.Info()
		if err = errors.Join(err, e); err == nil && info.Mode().Perm()&0o077 != 0 && path != dir {
			t.Errorf("others may enter %s", d.Name())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	raw[len(raw)-1] ^= 1
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := open(t, dir, "").Files().Read(t.Context(), id); !errors.Is(err, ErrSealed) {
		t.Errorf("a damaged file was read: %v", err)
	}
}

func BenchmarkSeal(b *testing.B) {
	v, plain := Memory(), make([]byte, 500)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Seal(plain, "sessions.data|7"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	v := Memory()
	b.ReportAllocs()
	for b.Loop() {
		v.Index("address", "telegram|123456789")
	}
}
