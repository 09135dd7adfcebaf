// Package seeds holds what Sapa ships: the flows with their written talks, the programmes, and the questions they share.
package seeds

import "embed"

// Files is the folder as shipped: questions.yaml, *.programme.yaml and, beside each other, *.flow.yaml and *.talk.txt (with *.telegram.txt, the same script in the shape of buttons).
//
//go:embed *.yaml *.txt
var Files embed.FS
