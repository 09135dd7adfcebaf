package vault

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const master = "kunci-untuk-uji-coba-saja"

func open(t *testing.T, dir, master string) *Vault {
	t.Helper()
	v, err := Open(dir, master)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return v
}

func seal(t *testing.T, v *Vault, plain, context string) []byte {
	t.Helper()
	sealed, err := v.Seal([]byte(plain), context)
	if err != nil {
		t.Fatalf("Seal: %v", err)
	}
	return sealed
}

func TestSealedValueOpensOnlyInItsPlace(t *testing.T) {
	t.Parallel()
	v := Memory()
	sealed := seal(t, v, "Siti Aminah", "persons.name|7")
	if bytes.Contains(sealed, []byte("Siti")) {
		t.Error("the name can be read in the sealed value")
	}
	if plain, err := v.Open(sealed, "persons.name|7"); err != nil || string(plain) != "Siti Aminah" {
		t.Errorf("Open = %q, %v", plain, err)
	}
	if _, err := v.Open(sealed, "persons.name|8"); !errors.Is(err, ErrSealed) {
		t.Errorf("opened in another row: %v", err)
	}
	sealed[len(sealed)-1] ^= 1
	if _, err := v.Open(sealed, "persons.name|7"); !errors.Is(err, ErrSealed) {
		t.Errorf("opened although damaged: %v", err)
	}
	if _, err := Memory().Open(seal(t, v, "x", "c"), "c"); !errors.Is(err, ErrSealed) {
		t.Errorf("opened by another vault: %v", err)
	}
	if bytes.Equal(seal(t, v, "same", "c"), seal(t, v, "same", "c")) {
		t.Error("two sealings of one value are equal, so equal values can be told")
	}
}

func TestIndex(t *testing.T) {
	t.Parallel()
	v := Memory()
	one := v.Index("nik", "6472014509910001")
	if len(one) != 16 {
		t.Fatalf("index has %d bytes", len(one))
	}
	for name, other := range map[string][]byte{
		"another value": v.Index("nik", "6472014509910002"),
		"another kind":  v.Index("kk", "6472014509910001"),
		"shifted":       v.Index("ni", "k6472014509910001"),
		"another vault": Memory().Index("nik", "6472014509910001"),
	} {
		if bytes.Equal(one, other) {
			t.Errorf("index equals that of %s", name)
		}
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				if !bytes.Equal(v.Index("nik", "6472014509910001"), one) {
					t.Error("index differs")
				}
			}
		})
	}
	group.Wait()
}

func TestFreshFolderMakesItsKey(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	v := open(t, dir, "")
	sealed, index := seal(t, v, "x", "c"), v.Index("k", "x")
	for _, name := range []string{"key", "keyset"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
	}
	again := open(t, dir, "")
	if plain, err := again.Open(sealed, "c"); err != nil || string(plain) != "x" {
		t.Errorf("after reopening: %q, %v", plain, err)
	}
	if !bytes.Equal(again.Index("k", "x"), index) {
		t.Error("index changed by reopening")
	}
	if _, err := Open(dir, "another-master-key-of-length"); !errors.Is(err, ErrMaster) {
		t.Errorf("another master: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "key")); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, ""); !errors.Is(err, ErrMaster) {
		t.Errorf("master lost: %v", err)
	}
}

func TestGivenMaster(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sealed := seal(t, open(t, dir, master), "x", "c")
	if _, err := os.Stat(filepath.Join(dir, "key")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a given master was stored: %v", err)
	}
	if _, err := open(t, dir, " "+master+"\n").Open(sealed, "c"); err != nil {
		t.Errorf("blanks around the master matter: %v", err)
	}
	_, err := Open(t.TempDir(), "pendek")
	if err == nil || !strings.Contains(err.Error(), "shorter") || strings.Contains(err.Error(), "pendek") {
		t.Errorf("short master: %v", err)
	}
}

func TestManyOpenAFreshFolderAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	got := make([][]byte, 8)
	var group sync.WaitGroup
	for i := range got {
		group.Go(func() {
			if v, err := Open(dir, ""); err != nil {
				t.Error(err)
			} else {
				got[i] = v.Index("k", "x")
			}
		})
	}
	group.Wait()
	for i := range got {
		if !bytes.Equal(got[i], got[0]) {
			t.Fatal("two processes have different keys")
		}
	}
}

func TestRotateKeepsWhatWasSealed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v := open(t, dir, "")
	old, index := seal(t, v, "lama", "c"), v.Index("k", "x")
	if err := Rotate(dir, ""); err != nil {
		t.Fatal(err)
	}
	w := open(t, dir, "")
	if plain, err := w.Open(old, "c"); err != nil || string(plain) != "lama" {
		t.Errorf("old value: %q, %v", plain, err)
	}
	if !bytes.Equal(w.Index("k", "x"), index) {
		t.Error("index changed")
	}
	if _, err := v.Open(seal(t, w, "baru", "c"), "c"); !errors.Is(err, ErrSealed) {
		t.Errorf("the new key does not seal: %v", err)
	}
}

func TestRekey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sealed := seal(t, open(t, dir, ""), "x", "c")
	if err := Rekey(dir, "", master); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, ""); !errors.Is(err, ErrMaster) {
		t.Errorf("without the new master: %v", err)
	}
	if _, err := open(t, dir, master).Open(sealed, "c"); err != nil {
		t.Error(err)
	}
	if err := Rekey(dir, "not-the-right-master-key", master); !errors.Is(err, ErrMaster) {
		t.Errorf("rekeyed with a wrong master: %v", err)
	}
}
