package conversations

// Verb is something a flow may ask of the world: the contract between flow files and whoever carries requests out.
// A verb that gives slots is a request, one that gives none an order. Every verb may be carried out twice under the same
// effect ID and then gives the same.
type Verb struct {
	Name  string
	Args  []string // that the flow must hand over; nil with All
	All   bool     // every answer goes along
	Gives []Slot   // what may be found
}

// Verbs lists all that the world can do.
func Verbs() []Verb {
	return []Verb{
		// eligibility
		{Name: "assess", Args: []string{"siapa"}, All: true, Gives: []Slot{"tanya", "hasil", "daftar_hasil", "ada_layak", "saran_daftar"}},
		{Name: "explain", Args: []string{"program"}, All: true, Gives: []Slot{"nama_program", "putusan", "alasan", "saran", "bisa_daftar"}},
		{Name: "list_programmes", Gives: []Slot{"daftar_program"}},
		{Name: "describe_programme", Args: []string{"program"}, Gives: []Slot{"nama_program", "ringkasan", "untuk_siapa", "dokumen", "cara", "kantor", "pendaftaran", "bisa_daftar"}},
		// applications
		{Name: "check_window", Args: []string{"program", "wilayah"}, Gives: []Slot{"jendela", "tahun", "nama_program"}},
		{Name: "check_duplicate", Args: []string{"program", "nik"}, Gives: []Slot{"ganda", "nomor_lama"}},
		{Name: "list_villages", Args: []string{"kecamatan"}, Gives: []Slot{"daftar_desa"}},
		{Name: "open_case", Args: []string{"program"}, All: true, Gives: []Slot{"hasil_kirim", "nomor", "waktu", "kabar_berikut", "nomor_lama"}},
		{Name: "record_consent", Args: []string{"jawaban"}},
		{Name: "subscribe", Args: []string{"program", "wilayah"}},
		// status
		{Name: "list_cases", Gives: []Slot{"jumlah_kasus", "daftar_kasus", "nomor"}},
		{Name: "show_case", Args: []string{"nomor"}, Gives: []Slot{"kasus", "status", "riwayat", "berikutnya", "tindakan"}},
		{Name: "prove_case", Args: []string{"nomor", "jenis_bukti", "bukti"}, Gives: []Slot{"kasus", "status", "riwayat", "berikutnya", "tindakan"}},
		{Name: "show_progress", Args: []string{"program", "wilayah"}, Gives: []Slot{"kemajuan"}},
		// news, complaints, people
		{Name: "list_announcements", Args: []string{"wilayah"}, Gives: []Slot{"jumlah_pengumuman", "daftar_pengumuman"}},
		{Name: "show_announcement", Args: []string{"kode"}, Gives: []Slot{"judul", "isi", "tanggal_pengumuman"}},
		{Name: "open_complaint", All: true, Gives: []Slot{"nomor_aduan"}},
		{Name: "open_ticket", Args: []string{"alasan"}, Gives: []Slot{"nomor_tiket", "kantor_buka"}},
		{Name: "office_hours", Gives: []Slot{"kantor_buka", "jam_kerja"}},
		{Name: "show_my_data", Gives: []Slot{"data_saya"}},
		{Name: "request_erasure", Gives: []Slot{"nomor_permintaan"}},
		{Name: "stop_news"},
		{Name: "resume_news"},
	}
}
