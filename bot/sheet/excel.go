package sheet

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"io"
	"unicode/utf8"
)

// excel writes a workbook of one sheet straight into its zip. A library would first put all rows, with whatever personal
// data is in them, into a temporary file in clear; what we need of the format (ECMA-376, part 1) is small.
type excel struct {
	zip   *zip.Writer
	sheet *bufio.Writer
	rows  int
}

// longestCell is how many characters a cell of Excel holds.
const longestCell = 32767

// frame is all of a workbook but its sheet.
var frame = []struct{ name, text string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheets><sheet name="Sapa" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
	// Style 0 is text ("@"), style 1 the same in bold, for the heading.
	{"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`},
}

const (
	sheetBegin = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">` +
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="50" width="22" customWidth="1"/></cols><sheetData>`
	sheetEnd = `</sheetData></worksheet>`
)

func newExcel(w io.Writer) (Writer, error) {
	e := &excel{zip: zip.NewWriter(w)}
	for _, part := range frame {
		p, err := e.zip.Create(part.name)
		if err == nil {
			_, err = io.WriteString(p, xml.Header+part.text)
		}
		if err != nil {
			return nil, err
		}
	}
	p, err := e.zip.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, err
	}
	e.sheet = bufio.NewWriterSize(p, 16<<10)
	_, err = e.sheet.WriteString(xml.Header + sheetBegin)
	return e, err
}

func (e *excel) Write(cells []string) error {
	style := ""
	if e.rows++; e.rows == 1 {
		style = ` s="1"`
	}
	e.put(`<row>`)
	for _, c := range cells {
		e.put(`<c t="inlineStr"` + style + `><is><t xml:space="preserve">`)
		if err := xml.EscapeText(e.sheet, []byte(cut(c))); err != nil {
			return err
		}
		e.put(`</t></is></c>`)
	}
	e.put(`</row>`)
	_, err := e.sheet.WriteString("\n") // the buffer gives the first error there was
	return err
}

func (e *excel) put(s string) { _, _ = e.sheet.WriteString(s) }

// cut shortens a text to what a cell holds.
func cut(s string) string {
	if len(s) <= longestCell {
		return s
	}
	s = s[:longestCell]
	for !utf8.ValidString(s[max(0, len(s)-utf8.UTFMax):]) && len(s) > longestCell-utf8.UTFMax {
		s = s[:len(s)-1]
	}
	return s
}

func (e *excel) Close() error {
	e.put(sheetEnd)
	if err := e.sheet.Flush(); err != nil {
		return err
	}
	return e.zip.Close()
}
