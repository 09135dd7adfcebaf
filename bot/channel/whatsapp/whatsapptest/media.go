package whatsapptest

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"go.mau.fi/whatsmeow"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/util/cbcutil"
	"go.mau.fi/whatsmeow/util/hkdfutil"
)

// Encrypted media end with this many bytes of authentication code.
const mediaMAC = 10

// mediaConn tells the client where media are.
func mediaConn() waBinary.Node {
	return waBinary.Node{
		Tag:     "media_conn",
		Attrs:   waBinary.Attrs{"auth": "fake", "auth_ttl": 21600, "ttl": 300, "max_buckets": 12},
		Content: []waBinary.Node{{Tag: "host", Attrs: waBinary.Attrs{"hostname": mediaHost}}},
	}
}

// serveUpload keeps encrypted media and says where they are.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	if status := s.mediaFault(true); status != 0 {
		w.WriteHeader(status)
		return
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	path := s.keepMedia(data)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"url": "https://" + mediaHost + path, "direct_path": path})
}

// serveDownload gives encrypted media out.
func (s *Server) serveDownload(w http.ResponseWriter, r *http.Request) {
	if status := s.mediaFault(false); status != 0 {
		w.WriteHeader(status)
		return
	}
	s.mu.Lock()
	data, ok := s.media[r.PathValue("token")]
	s.mu.Unlock()
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	_, _ = w.Write(data)
}

// keepMedia stores encrypted media and returns the direct path. Clients add "&hash=" to it, so it needs a question mark.
func (s *Server) keepMedia(data []byte) string {
	sum := sha256.Sum256(data)
	token := hex.EncodeToString(sum[:])
	s.mu.Lock()
	s.media[token] = data
	s.mu.Unlock()
	return "/v/" + token + "?ccb=11-4"
}

// upload is what a phone does before it sends media.
type upload struct {
	key, sum, sealedSum []byte
	path, url           string
	size                uint64
}

func (s *Server) upload(data []byte, kind whatsmeow.MediaType) upload {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	iv, cipherKey, macKey := mediaKeys(key, kind)
	sealed, err := cbcutil.Encrypt(cipherKey, iv, data)
	if err != nil {
		panic(fmt.Sprintf("encrypt media: %v", err))
	}
	sealed = append(sealed, mediaCode(macKey, iv, sealed)...)
	sum, sealedSum := sha256.Sum256(data), sha256.Sum256(sealed)
	path := s.keepMedia(sealed)
	return upload{key: key, sum: sum[:], sealedSum: sealedSum[:], path: path, url: "https://" + mediaHost + path, size: uint64(len(data))}
}

// fetcher gets the media of a message.
type fetcher func(whatsmeow.DownloadableMessage) ([]byte, error)

// fetch is what a phone does to show media: get, check, decrypt, check.
func (s *Server) fetch(m whatsmeow.DownloadableMessage) ([]byte, error) {
	token, _, _ := strings.Cut(strings.TrimPrefix(m.GetDirectPath(), "/v/"), "?")
	s.mu.Lock()
	sealed, ok := s.media[token]
	s.mu.Unlock()
	if !ok {
		return nil, fmt.Errorf("no media at %q", m.GetDirectPath())
	}
	sum := sha256.Sum256(sealed)
	if !hmac.Equal(sum[:], m.GetFileEncSHA256()) || len(sealed) < mediaMAC {
		return nil, errors.New("media: the hash of the encrypted file is wrong")
	}
	iv, cipherKey, macKey := mediaKeys(m.GetMediaKey(), whatsmeow.GetMediaType(m))
	body, code := sealed[:len(sealed)-mediaMAC], sealed[len(sealed)-mediaMAC:]
	if !hmac.Equal(mediaCode(macKey, iv, body), code) {
		return nil, errors.New("media: the authentication code is wrong")
	}
	data, err := cbcutil.Decrypt(cipherKey, iv, append([]byte(nil), body...))
	if err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	if sum = sha256.Sum256(data); !hmac.Equal(sum[:], m.GetFileSHA256()) {
		return nil, errors.New("media: the hash of the file is wrong")
	}
	return data, nil
}

func mediaKeys(key []byte, kind whatsmeow.MediaType) (iv, cipherKey, macKey []byte) {
	expanded := hkdfutil.SHA256(key, nil, []byte(kind), 112)
	return expanded[:16], expanded[16:48], expanded[48:80]
}

func mediaCode(macKey, iv, sealed []byte) []byte {
	mac := hmac.New(sha256.New, macKey)
	mac.Write(iv)
	mac.Write(sealed)
	return mac.Sum(nil)[:mediaMAC]
}
