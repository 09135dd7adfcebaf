package whatsapp

import (
	"log/slog"

	waLog "go.mau.fi/whatsmeow/util/log"
)

// libraryLog passes the library's warnings and errors on, without what it fills them with: numbers and words of people.
// What it says at other levels is of use to its authors only.
type libraryLog struct{ to *slog.Logger }

var _ waLog.Logger = libraryLog{}

func (l libraryLog) Warnf(format string, _ ...any)  { l.to.Warn("library", "says", format) }
func (l libraryLog) Errorf(format string, _ ...any) { l.to.Error("library", "says", format) }
func (libraryLog) Infof(string, ...any)             {}
func (libraryLog) Debugf(string, ...any)            {}
func (l libraryLog) Sub(string) waLog.Logger        { return l }

// silentSignal is the logger of the library's Signal part. What goes wrong there comes back as errors too.
type silentSignal struct{}

func (silentSignal) Debug(_, _ string)   {}
func (silentSignal) Info(_, _ string)    {}
func (silentSignal) Warning(_, _ string) {}
func (silentSignal) Error(_, _ string)   {}
func (silentSignal) Configure(string)    {}
