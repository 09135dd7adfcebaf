package locales_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// mention is one place in the program that names a key of the catalogue.
type mention struct {
	where  string
	key    string
	places map[string]bool // that the caller fills; nil when that cannot be read from the source
}

// source is what the program says about keys.
type source struct {
	mentions []mention
	families map[string]string // beginnings of keys that are put together, and where
}

var keyLike = regexp.MustCompile(`^[a-z]+(\.[a-z_]+)+$`)

// read goes through all Go files of the program. A string counts as a key when it begins as one of the catalogue's
// dotted keys do, or stands where only keys stand.
func read(t *testing.T, heads map[string]bool) source {
	t.Helper()
	s := source{families: map[string]string{}}
	files := token.NewFileSet()
	for _, room := range []string{"conversations", "bot", "cmd"} {
		err := filepath.WalkDir(filepath.Join("..", room), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err == nil {
				s.file(files, f, heads)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	views, err := filepath.Glob(filepath.Join("..", "bot", "console", "views", "*.html"))
	if err != nil || len(views) == 0 {
		t.Fatal("no views", err)
	}
	for _, path := range views {
		s.view(path, readFile(t, path))
	}
	return s
}

var (
	spoken = regexp.MustCompile(`\bw "([a-z_.]+)"((?: "[a-z]+" (?:\([^()]*\)|[^\s()}]+))*)`)
	joined = regexp.MustCompile(`\bprint "([a-z]+\.[a-z_.]*\.)"`)
	named  = regexp.MustCompile(` "([a-z]+)" `)
)

// view goes through a template: w says a key with pairs of place and value, print puts one together.
func (s *source) view(path, text string) {
	for _, m := range spoken.FindAllStringSubmatch(text, -1) {
		places := map[string]bool{}
		for _, p := range named.FindAllStringSubmatch(m[2]+" ", -1) {
			places[p[1]] = true
		}
		s.mentions = append(s.mentions, mention{path, m[1], places})
	}
	for _, m := range joined.FindAllStringSubmatch(text, -1) {
		s.families[m[1]] = path
	}
}

func (s *source) file(files *token.FileSet, f *ast.File, heads map[string]bool) {
	seen := map[*ast.BasicLit]bool{}
	note := func(lit *ast.BasicLit, places map[string]bool) {
		seen[lit] = true
		s.mentions = append(s.mentions, mention{files.Position(lit.Pos()).String(), value(lit), places})
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if lit := text(n.Args, 0); lit != nil && speaks(n) && keyLike.MatchString(value(lit)+".x") {
				note(lit, pairs(n))
			}
		case *ast.CompositeLit:
			if key, filled := textLiteral(n); key != nil {
				note(key, filled)
			}
		case *ast.BasicLit:
			head, _, dotted := strings.Cut(value(n), ".")
			switch v := value(n); {
			case seen[n] || n.Kind != token.STRING || !dotted || !heads[head]:
			case strings.HasSuffix(v, ".") && keyLike.MatchString(v+"x"):
				s.families[v] = files.Position(n.Pos()).String()
			case keyLike.MatchString(v):
				note(n, nil)
			}
		}
		return true
	})
}

// speaks tells whether a call takes a key and pairs of place and value.
func speaks(c *ast.CallExpr) bool {
	sel, ok := c.Fun.(*ast.SelectorExpr)
	return ok && (sel.Sel.Name == "tell" || sel.Sel.Name == "say")
}

// pairs gives the places of a call; nil when they are not written out.
func pairs(c *ast.CallExpr) map[string]bool {
	out := map[string]bool{}
	if c.Ellipsis != token.NoPos {
		return nil
	}
	for i := 1; i < len(c.Args); i += 2 {
		lit := text(c.Args, i)
		if lit == nil {
			return nil
		}
		out[value(lit)] = true
	}
	return out
}

// textLiteral finds the key of a conversations.Text that is written out, and the places it fills.
func textLiteral(c *ast.CompositeLit) (key *ast.BasicLit, filled map[string]bool) {
	if c.Type != nil && !strings.HasSuffix(typeName(c.Type), "Text") {
		return nil, nil
	}
	filled = map[string]bool{}
	for _, e := range c.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		switch name, _ := kv.Key.(*ast.Ident); {
		case name == nil:
		case name.Name == "Key":
			key, _ = kv.Value.(*ast.BasicLit)
		case name.Name == "Args" || name.Name == "Words":
			m, ok := kv.Value.(*ast.CompositeLit)
			if !ok {
				filled = nil
			}
			for i := 0; ok && filled != nil && i < len(m.Elts); i++ {
				if kv, ok := m.Elts[i].(*ast.KeyValueExpr); ok {
					if lit, ok := kv.Key.(*ast.BasicLit); ok {
						filled[value(lit)] = true
					}
				}
			}
		}
	}
	return key, filled
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func text(args []ast.Expr, i int) *ast.BasicLit {
	if i >= len(args) {
		return nil
	}
	lit, ok := args[i].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	return lit
}

func value(lit *ast.BasicLit) string {
	v, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return v
}
