package telegramtest

import (
	"fmt"
	"net/http"
	"strconv"
)

// keepFile makes a file people sent and returns its ID.
func (s *Server) keepFile(data []byte) string {
	id := "FILE" + strconv.FormatInt(s.serial.Add(1), 10)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[id] = data
	return id
}

func (s *Server) getFile(w http.ResponseWriter, f *form) {
	id := f.str("file_id")
	s.mu.RLock()
	data, ok := s.files[id]
	s.mu.RUnlock()
	switch {
	case !ok:
		bad("invalid file_id").write(w)
	case len(data) > 20<<20:
		bad("file is too big").write(w)
	default:
		answer(w, fmt.Appendf(nil, `{"file_id":%q,"file_unique_id":%q,"file_size":%d,"file_path":"photos/%s.jpg"}`, id, id, len(data), id))
	}
}

func (s *Server) download(w http.ResponseWriter, path string) {
	var id string
	if len(path) > len("photos/.jpg") {
		id = path[len("photos/") : len(path)-len(".jpg")]
	}
	s.mu.RLock()
	data, ok := s.files[id]
	s.mu.RUnlock()
	if !ok {
		fail(w, http.StatusNotFound, "Not Found", 0)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Write(data) //nolint:errcheck // the bot went away
}
