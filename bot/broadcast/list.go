package broadcast

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"sapa/store"
)

// mostLines bounds an imported list.
const mostLines = 200_000

type list struct {
	store.Matched
	niks, phones []string
}

// readList reads NIKs and phones, the first cell of each line; a heading and empty lines are passed over. Twice is once.
func readList(in io.Reader) (list, error) {
	var l list
	seen := map[string]bool{}
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		cell, _, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff")), ";")
		cell, _, _ = strings.Cut(cell, ",")
		cell, _, _ = strings.Cut(cell, "\t")
		cell = strings.Trim(cell, `"' `)
		found := store.ReadSearch(cell)
		switch {
		case cell == "":
			continue
		case found.NIK != "":
			l.niks = once(seen, found.NIK, l.niks)
		case found.Phone != "":
			l.phones = once(seen, found.Phone, l.phones)
		case n == 1:
			continue // a heading
		default:
			if l.Bad++; l.Example == "" {
				l.Example = strconv.Itoa(n)
			}
			continue
		}
		if l.Lines = len(l.niks) + len(l.phones); l.Lines > mostLines {
			return l, &DraftError{Problems: []Problem{{Code: ProblemListLong, N: mostLines}}}
		}
	}
	if err := lines.Err(); err != nil {
		return l, fmt.Errorf("read the list: %w", err)
	}
	if l.Lines == 0 {
		return l, &DraftError{Problems: []Problem{{Code: ProblemListEmpty}}}
	}
	return l, nil
}

func once(seen map[string]bool, value string, all []string) []string {
	if seen[value] {
		return all
	}
	seen[value] = true
	return append(all, value)
}
