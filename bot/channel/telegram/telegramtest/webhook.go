package telegramtest

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"time"
)

// webhook pushes updates, one after the other, to the URL the bot asked for. What is not answered with 2xx is tried again.
type webhook struct {
	mu     sync.Mutex
	url    string
	secret string
	news   chan struct{}
	quit   chan struct{}
	status []int
}

// Webhook is the URL and the secret that setWebhook was given; empty while polling.
func (s *Server) Webhook() (url, secret string) {
	s.hook.mu.Lock()
	defer s.hook.mu.Unlock()
	return s.hook.url, s.hook.secret
}

// Pushed are the statuses that the bot's webhook has answered so far.
func (s *Server) Pushed() []int {
	s.hook.mu.Lock()
	defer s.hook.mu.Unlock()
	return append([]int(nil), s.hook.status...)
}

func (h *webhook) active() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.url != ""
}

func (h *webhook) set(s *Server, url, secret string) {
	h.stop()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.url, h.secret = url, secret
	if url == "" {
		return
	}
	s.queue.mu.Lock()
	s.queue.interrupt(errTerminated)
	s.queue.mu.Unlock()
	h.news, h.quit = make(chan struct{}, 1), make(chan struct{})
	go h.run(s, url, secret, h.news, h.quit)
}

func (h *webhook) stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.quit != nil {
		close(h.quit)
		h.quit = nil
	}
	h.url = ""
}

func (h *webhook) wake() {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case h.news <- struct{}{}:
	default: // also when no webhook is set: a nil channel
	}
}

// run pushes the oldest update until the bot takes it, then the next.
func (h *webhook) run(s *Server, url, secret string, news, quit chan struct{}) {
	client := &http.Client{Timeout: 10 * time.Second}
	for {
		select {
		case <-quit:
			return
		default:
		}
		next, some := s.queue.oldest()
		if some && h.post(client, url, secret, next.json) {
			s.queue.mu.Lock()
			s.queue.confirm(next.id + 1)
			s.queue.mu.Unlock()
			continue
		}
		heard := news
		var again <-chan time.Time
		if some {
			heard, again = nil, time.After(20*time.Millisecond)
		}
		select {
		case <-quit:
			return
		case <-heard:
		case <-again:
		}
	}
}

func (h *webhook) post(client *http.Client, url, secret string, body []byte) bool {
	req, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return false
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	resp, err := client.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body) //nolint:errcheck // only the status counts
	h.mu.Lock()
	h.status = append(h.status, resp.StatusCode)
	h.mu.Unlock()
	return resp.StatusCode/100 == 2
}
