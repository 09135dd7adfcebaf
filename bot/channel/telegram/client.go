package telegram

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/go-telegram/bot"
)

// Client is the HTTP client that makes go-telegram/bot fast: connections are kept for many sends at a time, and a request's
// body stands in memory before it goes out. (The library writes it through a pipe, which the standard client can only send in
// chunks, field by field.) Proxies are taken from the environment. It sets no timeout of its own; contexts do.
func Client() bot.HttpClient {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns = 1024
	t.MaxIdleConnsPerHost = 128
	t.MaxConnsPerHost = 128 // more would only cost memory: the platform takes about 30 messages a second
	t.DisableCompression = true
	// A connection that died without a word (mobile uplinks, NAT) is noticed by asking.
	t.HTTP2 = &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 15 * time.Second}
	t.DialContext = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext
	return client{t}
}

type client struct{ transport *http.Transport }

// Do sends one request. It does not follow redirects: the Bot API has none, and the URL carries the token.
func (c client) Do(req *http.Request) (*http.Response, error) {
	if req.Body != nil && req.ContentLength <= 0 {
		body := bytes.NewBuffer(make([]byte, 0, 2048))
		_, err := body.ReadFrom(req.Body)
		req.Body.Close()
		if err != nil {
			return nil, fmt.Errorf("write the request: %w", err)
		}
		data := body.Bytes()
		req.ContentLength = int64(len(data))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
		req.Body, _ = req.GetBody()
	}
	return c.transport.RoundTrip(req)
}

// guard stands between the library and whichever client is used: a failed server becomes an error that can be told from a
// refusal, and no answer is larger than memory.
type guard struct{ inner bot.HttpClient }

// answerLimit bounds an answer of the API: a hundred updates, or one file and a byte more.
const answerLimit = 32 << 20

func (g guard) Do(req *http.Request) (*http.Response, error) {
	resp, err := g.inner.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 500 {
		io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<16)) //nolint:errcheck // only to use the connection again
		resp.Body.Close()
		return nil, &serverError{resp.StatusCode}
	}
	resp.Body = limited{io.LimitReader(resp.Body, answerLimit), resp.Body}
	return resp, nil
}

type limited struct {
	io.Reader
	io.Closer
}

// serverError is an answer of 500 and above: the platform, or a gateway before it, has failed.
type serverError struct{ status int }

func (e *serverError) Error() string { return fmt.Sprintf("server answered %d", e.status) }
