package understand

import "testing"

func TestCommandIsTheWholeMessage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Intent{
		"batal": Cancel, "tolong batal": Cancel, "batal aja kak": Cancel, "gak jadi": Cancel, "kada jadi": Cancel, "BATAL!!": Cancel, "cancel": Cancel,
		"kembali": Back, "balik": Back, "mundur": Back, "pertanyaan sebelumnya": Back, "kmbali min": Back,
		"menu": Menu, "MENU!": Menu, "/start": Menu, "start": Menu, "help": Menu, "balik ke menu": Menu, "mulai dari awal": Menu, "mnu": Menu,
		"mulai": Resume, "MULAI": Resume, "mulai lagi": Resume,
		"stop": Stop, "berhenti": Stop, "unreg": Stop, "jangan kirim lagi": Stop, "setop": Stop,
		"petugas": TalkToOfficer, "PETUGAS": TalkToOfficer, "bicara dengan petugas": TalkToOfficer,
		"data saya": MyData, "DATA SAYA": MyData, "hapus data": DeleteData, "hapus data saya": DeleteData,
	} {
		if got, ok := Command(text); !ok || got != want {
			t.Errorf("Command(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"kembalikan uang saya", "stop pungli", "stop kontak rusak", "batalkan bantuan tetangga", "Menur", "Stopan", "Jl. Kembali", "Batalia", "Bali",
		"balik kampung", "menu makan siang", "petugas kasar", "petugas minta uang", "data saya salah", "mulai hujan", "batal nikah", "kembali kasih",
		"", "   ", "2", "iya", "siti", "saya mau daftar wrse",
	} {
		if got, ok := Command(text); ok {
			t.Errorf("Command(%q) = %q, want none", text, got)
		}
	}
}

func TestReadKnowsTheWordMulaiAsMenu(t *testing.T) {
	t.Parallel()
	if g := Read("mulai"); g.Intent != Menu {
		t.Errorf("Read(mulai) = %q, want menu", g.Intent)
	}
}
