package bot

import "github.com/prometheus/client_golang/prometheus"

// Metrics are what the operator can watch. No label ever names a person.
type Metrics struct {
	heard    *prometheus.CounterVec
	repeated prometheus.Counter
	said     *prometheus.CounterVec
	turns    prometheus.Histogram
	faults   prometheus.Counter
	aside    prometheus.Counter
}

// NewMetrics makes the metrics and registers them.
func NewMetrics(r prometheus.Registerer) *Metrics {
	m := &Metrics{
		heard: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "sapa_messages_heard_total",
			Help: "Messages accepted, by channel."}, []string{"channel"}),
		repeated: prometheus.NewCounter(prometheus.CounterOpts{Name: "sapa_messages_repeated_total",
			Help: "Messages that a platform brought again and that were already accepted."}),
		said: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "sapa_letters_total",
			Help: "Attempts to send, by channel and outcome."}, []string{"channel", "outcome"}),
		turns: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "sapa_turn_seconds",
			Help: "From a message being accepted to its answer being committed.", Buckets: prometheus.ExponentialBuckets(0.001, 2, 14)}),
		faults: prometheus.NewCounter(prometheus.CounterOpts{Name: "sapa_faults_total",
			Help: "Defects that talks ran into."}),
		aside: prometheus.NewCounter(prometheus.CounterOpts{Name: "sapa_messages_set_aside_total",
			Help: "Messages that could not be answered and wait for the operator."}),
	}
	r.MustRegister(m.heard, m.repeated, m.said, m.turns, m.faults, m.aside)
	return m
}
