package store

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// CaseNumber writes the number of a case: prefix, year and a count with at least six digits, "WRSE-2026-000123".
func CaseNumber(prefix string, year, n int) string {
	return fmt.Sprintf("%s-%04d-%06d", prefix, year, n)
}

// ReceiptNumber writes the number of a complaint, ticket or request about data: "ADU-2026-0045".
func ReceiptNumber(prefix string, year, n int) string {
	return fmt.Sprintf("%s-%04d-%04d", prefix, year, n)
}

// ParseNumber reads a number as people type it ("wrse 2026 123", "ADU/2026/45") and writes it as we do. It answers
// false when the text is no such number; it does not look whether the number exists.
func ParseNumber(text string) (string, bool) {
	parts := regexp.MustCompile(`^([A-Z]{2,6})(\d{4})\D?(\d{1,9})$`).FindStringSubmatch(squeeze(text))
	if parts == nil {
		return "", false
	}
	year, _ := strconv.Atoi(parts[2])
	n, _ := strconv.Atoi(parts[3])
	if n == 0 {
		return "", false
	}
	switch parts[1] {
	case ComplaintPrefix, TicketPrefix, DataPrefix:
		return ReceiptNumber(parts[1], year, n), true
	}
	return CaseNumber(parts[1], year, n), true
}

// squeeze leaves letters, digits and the separator before the count.
func squeeze(text string) string {
	var b strings.Builder
	for _, r := range strings.ToUpper(strings.TrimSpace(text)) {
		switch {
		case r >= 'A' && r <= 'Z':
			b.WriteRune(r)
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && strings.ContainsRune(" -–—/.", r):
			if s := b.String(); isDigit(s[len(s)-1]) {
				b.WriteByte('-')
			}
		default:
			return ""
		}
	}
	return b.String()
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// The prefixes of receipts that are no cases.
const (
	ComplaintPrefix = "ADU"
	TicketPrefix    = "TKT"
	DataPrefix      = "DATA"
)

// IsComplaint tells whether a number, as ParseNumber writes it, is a complaint's.
func IsComplaint(number string) bool { return strings.HasPrefix(number, ComplaintPrefix+"-") }
