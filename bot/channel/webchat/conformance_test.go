package webchat

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sapa/bot/channel"
	"sapa/bot/channel/channeltest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, func(t *testing.T) channeltest.Rig {
		log, read := channeltest.Log()
		files := newShelf()
		o := Options{Words: say, Files: files, Keep: files.keep, Log: log, Limits: Limits{Messages: 1000}}
		a := New(o)
		h := newHouse(t, a)
		rig := channeltest.Rig{Adapter: a, Log: read, Many: true, Bold: true, Files: files.put}
		var cookies []*http.Cookie
		rig.Person = func(t testing.TB) channeltest.Person {
			v := visit(t, h)
			u, _ := url.Parse(h.URL)
			cookies = append(cookies, v.http.Jar.Cookies(u)...)
			t.Cleanup(func() {
				for _, c := range cookies {
					if strings.Contains(read(), c.Value) {
						t.Error("the log shows a cookie")
					}
				}
			})
			return v
		}
		rig.Restart = func(testing.TB) channel.Adapter {
			next := New(o)
			h.move(next)
			return next
		}
		return rig
	})
}
