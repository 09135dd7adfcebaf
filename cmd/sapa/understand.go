package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"time"

	"sapa/conversations/understand"
	"sapa/conversations/understand/measure"
)

type understandCmd struct {
	As      string `help:"Read each line as a value: nik kk telepon tanggal rupiah umur jumlah status_kawin wilayah nama." enum:",nik,kk,telepon,tanggal,rupiah,umur,jumlah,status_kawin,wilayah,nama" default:""`
	Measure string `help:"Print accuracy and confusion matrix over a file of labelled lines; 'heldout' for the set that is shipped." placeholder:"FILE"`
}

// Run reads lines and writes what they mean.
func (u *understandCmd) Run(cfg *Config, s streams) error {
	if u.Measure != "" {
		return u.measure(s)
	}
	place, err := cfg.place()
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(s.in)
	lines.Buffer(nil, 1<<20)
	out := bufio.NewWriter(s.out)
	for lines.Scan() {
		if u.As == "" {
			g := understand.Read(lines.Text())
			fmt.Fprintf(out, "%s\t%.2f\n", g.Intent, g.Confidence)
		} else {
			value, problem := understand.Value(understand.Kind(u.As), lines.Text(), time.Now().In(place))
			if problem != nil {
				value = ""
			}
			fmt.Fprintln(out, value)
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return lines.Err()
}

func (u *understandCmd) measure(s streams) error {
	in, err := labelled(u.Measure)
	if err != nil {
		return err
	}
	defer in.Close()
	report, err := measure.Intents(in)
	if err != nil {
		return err
	}
	return report.Write(s.out)
}

// labelled opens a file of labelled lines, or the held-out lines that ship with the program.
func labelled(name string) (io.ReadCloser, error) {
	if name == "heldout" {
		return io.NopCloser(measure.HeldOut()), nil
	}
	return os.Open(name)
}
