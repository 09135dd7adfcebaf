// Command sapa is the chat service of a Dinas Sosial: one binary, one verb for each thing that people do with it.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/redis/go-redis/v9"

	_ "time/tzdata" // a static binary brings its own time zones
)

// cli is the command line. Every setting is a flag and an environment variable of the same name.
type cli struct {
	Config

	Serve      serveCmd      `cmd:"" help:"Run everything: the channels, the web chat and the health pages."`
	Talk       talkCmd       `cmd:"" help:"Talk with the bot in the terminal, or from a pipe of lines."`
	Pair       pairCmd       `cmd:"" help:"Link the office's WhatsApp number, by QR code or by a code typed on the phone."`
	Understand understandCmd `cmd:"" help:"A line in, its intent and confidence out; with --as the value of an answer."`
	Flow       flowCmd       `cmd:"" help:"Flows as files and revisions."`
	Case       caseCmd       `cmd:"" help:"Cases: list, show, decide. Works beside a running serve."`
	Programme  programmeCmd  `cmd:"" help:"Programmes: windows and quotas of a year and region."`
	Import     importCmd     `cmd:"" help:"Take in tables from Excel or CSV: earlier recipients, DTSEN, desa and kelurahan."`
	Region     regionCmd     `cmd:"" help:"Regions: load the list of desa and kelurahan."`
	Broadcast  broadcastCmd  `cmd:"" help:"Broadcasts: one message to many people, approved by a second person."`
	Ticket     ticketCmd     `cmd:"" help:"Those who asked for an officer: list, take, say, close."`
	Complaint  complaintCmd  `cmd:"" help:"Complaints: list, take, answer, forward, close."`
	Data       dataCmd       `cmd:"" help:"Requests of citizens about their data."`
	Promise    promiseCmd    `cmd:"" help:"When the next word on a case is promised."`
	Holiday    holidayCmd    `cmd:"" help:"Days on which the office is closed."`
	Officer    officerCmd    `cmd:"" help:"People of the office."`
	Doctor     doctorCmd     `cmd:"" help:"Tell what is wrong with this installation."`
}

// streams are where a verb reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}); err != nil {
		fmt.Fprintln(os.Stderr, "sapa:", err)
		os.Exit(1)
	}
}

// quiet keeps the Redis library from writing past our log: what it says comes back to us as an error too.
type quiet struct{}

// Printf says nothing.
func (quiet) Printf(context.Context, string, ...any) {}

// run carries out one command line.
func run(ctx context.Context, args []string, io streams) error {
	redis.SetLogger(quiet{})
	var c cli
	parser, err := kong.New(&c, kong.Name("sapa"), kong.Writers(io.out, io.err), kong.UsageOnError(),
		kong.Description("Sapa, the chat service of Dinas Sosial Provinsi Kalimantan Timur."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(io))
	if err != nil {
		return err
	}
	k, err := parser.Parse(args)
	if err != nil {
		return err
	}
	return k.Run(&c.Config)
}
