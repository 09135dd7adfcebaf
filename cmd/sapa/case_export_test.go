package main

import (
	"strings"
	"testing"
)

func TestCaseExport(t *testing.T) {
	t.Parallel()
	data := worked(t)
	reason := "--reason=Laporan bulanan kepada kepala bidang"
	for _, tt := range []struct{ line, want, never string }{
		{"--as rina", "WRSE-2026-000001,Bantuan usaha WRSE,2026,Kota Samarinda,", "6472035505829911"},
		{"", "6472********9911,*********", "aminah"},
		{"--as sari --full", "'6472035505829911,'+62", "*"},
		{"--full", "'6472035505829911", "*"},
		{"--as rina --full", "it takes the role penyelia", "WRSE-"},
		{"--as joko", "0 cases", "WRSE-"},
		{"--as joko --region Samarinda", "the case belongs to 64.72", "WRSE-"},
		{"--as hantu", "hantu is nobody who works here", "WRSE-"},
		{"--status disetujui", "0 cases", "WRSE-"},
		{"--format xlsx", "PK\x03\x04", "aminah"},
	} {
		out, err := sapa(t, data, "", append(strings.Fields("case export "+tt.line), reason)...)
		if err != nil {
			out += err.Error()
		}
		if !strings.Contains(out, tt.want) || strings.Contains(strings.ToLower(out), tt.never) {
			t.Errorf("sapa case export %s: %q lacks %q or has %q", tt.line, out, tt.want, tt.never)
		}
	}
	if _, err := sapa(t, data, "", "case", "export", "--reason", "NIK 6472035505829911 diminta"); err == nil || !strings.Contains(err.Error(), "no NIK or phone number") {
		t.Errorf("a NIK as a reason: %v", err)
	}
}
