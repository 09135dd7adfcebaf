package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"sapa/bot/channel"
	"sapa/bot/channel/whatsapp"
	"sapa/store"
)

// pages mounts what operators and their tools read.
func (a *app) pages(mux *http.ServeMux) {
	a.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "sapa_outbox_waiting", Help: "Letters in hand that are not sent yet."},
			func() float64 { return float64(a.outbox.Waiting()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "sapa_lanes_busy", Help: "Contacts with something to answer."},
			func() float64 { return float64(a.lanes.Busy()) }))
	for name, c := range a.adapters {
		a.registry.MustRegister(stateGauge{name: string(name), of: c})
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.registry, promhttp.HandlerOpts{}))
}

// stateGauge tells a channel's state: 1 for the one it is in.
type stateGauge struct {
	name string
	of   channel.Adapter
}

var channelState = prometheus.NewDesc("sapa_channel_state", "1 for the state that a channel is in.", []string{"channel", "state", "reason"}, nil)

// Describe implements prometheus.Collector. The states of all channels share one description, so it is left unchecked.
func (stateGauge) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (g stateGauge) Collect(to chan<- prometheus.Metric) {
	h := g.of.Health()
	to <- prometheus.MustNewConstMetric(channelState, prometheus.GaugeValue, 1, g.name, string(h.State), h.Reason)
}

// readiness is what /readyz answers: each part and what is wrong with it, "ok" when nothing is.
type readiness struct {
	Ready bool              `json:"ready"`
	Parts map[string]string `json:"parts"`
}

// readyz answers 200 as long as citizens are served and 503 when they are not, or when a store is away. One channel that is banned or
// unlinked is told, and no reason to take away the others: to begin anew would mend nothing.
func (a *app) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	out := a.readiness(ctx)
	w.Header().Set("Content-Type", "application/json")
	if !out.Ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(out)
}

func (a *app) readiness(ctx context.Context) readiness {
	out := readiness{Ready: true, Parts: map[string]string{}}
	note := func(part string, err error) {
		out.Parts[part] = "ok"
		if err != nil {
			out.Parts[part], out.Ready = err.Error(), false
		}
	}
	if _, err := a.db.Turn(ctx, "0"); err != nil && !errors.Is(err, store.ErrNotFound) {
		note("sqlite", err)
	} else {
		note("sqlite", nil)
	}
	if a.shared != nil {
		note("redis", a.shared.Ping(ctx))
	}
	serving := len(a.adapters) == 0
	for name, c := range a.adapters {
		h := c.Health()
		out.Parts[string(name)] = "ok"
		if h.State != channel.Normal {
			out.Parts[string(name)] = string(h.State) + until(h, a.place) + ": " + a.words.Key(h.Reason)
		}
		serving = serving || serves(h)
	}
	out.Ready = out.Ready && serving
	return out
}

// serves tells whether people who write to a channel are answered.
func serves(h channel.Health) bool {
	switch h.State {
	case channel.Normal, channel.Careful, channel.Cooling:
		return true
	case channel.Locked:
		return h.Reason != whatsapp.ReasonBanned
	}
	return false
}
