package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"sapa/bot/imports"
	"sapa/bot/sheet"
	"sapa/conversations"
	"sapa/store"
)

type importCmd struct {
	Recipients importRecipientsCmd `cmd:"" help:"Who received aid in earlier years: NIK, Nama, Program, Tahun, Kabupaten/kota."`
	DTSEN      importDTSENCmd      `cmd:"" name:"dtsen" help:"An extract of DTSEN: NIK, Kabupaten/kota, Desil."`
	Regions    importRegionsCmd    `cmd:"" help:"Desa and kelurahan: Kode, Nama."`
}

// importing is what the verbs have in common.
type importing struct {
	File    string `arg:"" type:"path" help:"Excel (.xlsx) or CSV."`
	Confirm bool   `help:"Save the good rows. Without it the table is only checked. Begun again after a stop, it goes on."`
	acting
}

type importRecipientsCmd struct{ importing }

type importDTSENCmd struct {
	importing
	AsOf string `name:"as-of" required:"" placeholder:"DAY" help:"The day for which the extract was made, as in 2026-09-30."`
}

type importRegionsCmd struct{ importing }

// Run takes in who received aid.
func (c *importRecipientsCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.run(ctx, cfg, s, imports.Upload{Kind: store.ImportRecipients})
}

// Run takes in an extract of DTSEN.
func (c *importDTSENCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.run(ctx, cfg, s, imports.Upload{Kind: store.ImportDTSEN, AsOf: c.AsOf})
}

// Run takes in desa and kelurahan.
func (c *importRegionsCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.run(ctx, cfg, s, imports.Upload{Kind: store.ImportVillages})
}

func (c importing) run(ctx context.Context, cfg *Config, s streams, u imports.Upload) error {
	info, err := os.Stat(c.File)
	if err == nil && info.Size() > imports.FileMost {
		return fmt.Errorf("%s is larger than %d MB; divide it", c.File, imports.FileMost>>20)
	}
	if err == nil {
		u.Data, err = os.ReadFile(c.File)
	}
	if err != nil {
		return unread(c.File, err)
	}
	u.Name, u.By = info.Name(), c.As
	return inHouse(ctx, cfg, func(h *house) error {
		if u.Region, err = h.importedRegion(ctx, c.As, u.Kind); err != nil {
			return bare(err)
		}
		i := h.importer()
		defer i.Close()
		im, err := i.Check(ctx, u)
		if err != nil {
			return notTaken(c.File, err)
		}
		h.tellIssues(s, im)
		if !c.Confirm {
			fmt.Fprintf(s.out, "%d rows are good and %d are not; nothing is saved yet: add --confirm\n", im.Good(), im.Bad)
			return nil
		}
		return h.saveImport(ctx, s, i, im, c.As)
	})
}

func (h *house) saveImport(ctx context.Context, s streams, i *imports.Importer, im store.Import, by string) error {
	if err := h.db.ConfirmImport(ctx, im.ID, by, h.now()); err != nil {
		return err
	}
	told := time.Now()
	err := i.Save(ctx, im.ID, func(now store.Import) {
		if time.Since(told) > time.Second {
			told = time.Now()
			fmt.Fprintf(s.err, "row %d of %d\n", now.Position, now.Last)
		}
	})
	if err != nil {
		return err
	}
	done, err := h.db.Import(ctx, im.ID)
	if err == nil {
		fmt.Fprintf(s.out, "%d rows are saved: %d new, %d there before; %d were not good\n", done.Good(), done.Added, done.Good()-done.Added, done.Bad)
	}
	return err
}

// tellIssues names what is wrong, cell by cell, in the words that the console uses.
func (h *house) tellIssues(s streams, im store.Import) {
	for _, x := range im.Issues {
		why := h.words.Words(conversations.Text{Key: "office.reason." + x.Reason, Args: map[string]string{"n": x.Arg}})
		fmt.Fprintf(s.out, "row %d, %s: %s\n", x.Row, h.words.Key("office.column."+x.Name), why)
	}
	if len(im.Issues) >= store.IssuesMost {
		fmt.Fprintf(s.out, "(only the first %d are told)\n", store.IssuesMost)
	}
}

// importedRegion is the kab/kota whose rows somebody may take in; "" for all.
func (h *house) importedRegion(ctx context.Context, by string, kind store.ImportKind) (string, error) {
	if by == store.Operator {
		return "", nil
	}
	o, err := h.officer(ctx, by)
	if err != nil {
		return "", err
	}
	return o.Region, o.Imports(kind)
}

// officer finds somebody of the office who acts at the command line.
func (h *house) officer(ctx context.Context, login string) (store.Officer, error) {
	o, err := h.db.OfficerByLogin(ctx, login)
	if errors.Is(err, store.ErrNotFound) {
		err = &store.ForbiddenError{By: login, Why: store.RefusedUnknown}
	}
	return o, err
}

func (h *house) importer() *imports.Importer {
	return imports.New(h.db, h.vault.Files(), h.now, h.log)
}

// notTaken says in plain words why a table cannot be read.
func notTaken(file string, err error) error {
	var heading *imports.HeadingError
	switch {
	case errors.As(err, &heading):
		var missing []string
		for _, c := range heading.Missing {
			missing = append(missing, string(c))
		}
		return fmt.Errorf("%s has no row of headings with %s", file, strings.Join(missing, ", "))
	case errors.Is(err, imports.ErrNoRows):
		return fmt.Errorf("%s has no rows below its headings", file)
	case errors.Is(err, sheet.ErrNotTable):
		return fmt.Errorf("%s is neither an Excel workbook (.xlsx) nor CSV", file)
	case errors.Is(err, sheet.ErrTooLong):
		return fmt.Errorf("%s is too long; at most %d rows", file, sheet.RowsMost)
	case errors.Is(err, imports.ErrDay):
		return errors.New("--as-of is the day for which the extract was made, as in 2026-09-30, and not one to come")
	}
	return err
}
