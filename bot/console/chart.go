package console

import "strconv"

// Charts are drawn here, as SVG within the page: they need no script, and a table with the same figures stands behind each.

// columns is a chart of upright bars: for each of some periods, one bar of each series.
type columns struct {
	ID     string // names it on the page
	Title  string
	Series []string // what the bars are, in their order; each has a colour by its place
	Rows   []columnsRow
	Grid   []gridLine
	Bars   []bar
	Labels []chartLabel
}

// columnsRow is one period with its figures, for the table.
type columnsRow struct {
	Short, Long string // its name below the bars, and in the table
	N           []int
}

// gridLine is a line across the chart, and the figure it stands for.
type gridLine struct {
	Y float64
	N int
}

// bar is one rectangle.
type bar struct {
	X, Y, W, H float64
	Series     int // 1 is the first
}

type chartLabel struct {
	X    float64
	Text string
}

// The measures of a chart, in its own units; a browser draws it as wide as its place.
const (
	chartWidth = 400.0
	chartLeft  = 34.0 // room of the figures
	chartRight = 386.0
	chartTop   = 8.0
	chartFloor = 164.0 // where bars stand
	labelWidth = 42.0  // names below the bars do not touch
)

// draw lays out the chart. Without rows there is nothing to see.
func (c *columns) draw() {
	most := 0
	for _, r := range c.Rows {
		for _, n := range r.N {
			most = max(most, n)
		}
	}
	step := niceStep(most)
	top := max(step, (most+step-1)/step*step)
	height := func(n int) float64 { return (chartFloor - chartTop) * float64(n) / float64(top) }
	for n := 0; n <= top; n += step {
		c.Grid = append(c.Grid, gridLine{Y: chartFloor - height(n), N: n})
	}
	place := (chartRight - chartLeft) / float64(max(1, len(c.Rows)))
	width := place * 0.8 / float64(max(1, len(c.Series)))
	every := 1 + int(labelWidth/place)
	for i, r := range c.Rows {
		x := chartLeft + place*(float64(i)+0.1)
		for s, n := range r.N {
			c.Bars = append(c.Bars, bar{X: x + width*float64(s), Y: chartFloor - height(n), W: width * 0.92, H: height(n), Series: s + 1})
		}
		if (len(c.Rows)-1-i)%every == 0 { // the newest has its name
			c.Labels = append(c.Labels, chartLabel{X: chartLeft + place*(float64(i)+0.5), Text: r.Short})
		}
	}
}

// niceStep is the distance of at most five lines: 1, 2 or 5 with zeros.
func niceStep(most int) int {
	for step := 1; ; step *= 10 {
		for _, s := range []int{step, 2 * step, 5 * step} {
			if most <= 4*s {
				return s
			}
		}
	}
}

// strip is one lying bar beside a name: its parts, in hundredths of the widest.
type strip struct {
	Name  string
	Value string // in words, beside the bar
	Parts []bar
	Mark  float64 // a line across, such as a quota; 0: none
}

// parts lays figures behind each other, in hundredths of a whole; what is left of none is left out.
func parts(whole int, n ...int) []bar {
	var out []bar
	x := 0.0
	for i, n := range n {
		w := 100 * float64(n) / float64(max(1, whole))
		if n > 0 {
			out = append(out, bar{X: x, W: w, H: 10, Series: i + 1})
		}
		x += w
	}
	return out
}

// px writes a measure.
func px(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }
