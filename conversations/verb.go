package conversations

// Verb is something a flow may ask of the world: the contract between flow files and whoever carries requests out.
// A verb that gives slots is a request, one that gives none an order. Every verb may be carried out twice under the same
// effect ID and then gives the same. A request may take fewer slots than the verb gives. What is empty is not filled.
type Verb struct {
	Name  string
	Args  []string // that the flow must hand over; with All an answer of that name will do
	All   bool     // every answer goes along
	Gives []Slot   // what may be found
}

// Verbs lists all that the world can do. Programmes are named wrse, kube, lks, terencana (all its kinds) or
// terencana_lansia and the like, pkh, sembako, beasiswa, gizi, kerja, produk, rumah. A list is for Ask.From.
func Verbs() []Verb {
	var all []Verb
	for _, some := range [][]Verb{eligibilityVerbs(), applicationVerbs(), statusVerbs(), completionVerbs(), officeVerbs(), dataVerbs(), officerVerbs()} {
		all = append(all, some...)
	}
	return all
}

func eligibilityVerbs() []Verb {
	return []Verb{
		// siapa: sendiri, keluarga or perorangan; kelompok; lembaga. An answer program narrows it to that programme.
		// tanya: the slot to ask now (see questions.yaml), or "selesai"; the rest is given only then.
		// hasil: lines with a verdict for each programme. daftar_hasil: list of programmes, the best first, for explain.
		// ada_layak: ya, dicek (none fits, some need an officer), tidak.
		// saran_daftar: daftar_wrse, daftar_kube, daftar_lks, daftar_terencana, or empty.
		{Name: "assess", Args: []string{"siapa"}, All: true, Gives: []Slot{"tanya", "hasil", "daftar_hasil", "ada_layak", "saran_daftar"}},
		// program may be empty: the best of all for siapa. putusan: in words. alasan: a line for every criterion that does not
		// hold or is not sure, with the answer used and the source, and the names of those that hold. alasan_lengkap: such a
		// line for every criterion. saran: what can be done, as lines. bisa_daftar: ya or tidak. saran_daftar: as in assess, for this programme. kurang: the reasons of
		// the hard criteria that fail on the answers given, as lines; empty when none does, whatever is still open.
		{Name: "explain", Args: []string{"program"}, All: true, Gives: []Slot{"nama_program", "putusan", "alasan", "alasan_lengkap", "kurang", "saran", "bisa_daftar", "saran_daftar"}},
		// with jenis (provinsi, nasional, mitra): only those.
		{Name: "list_programmes", Gives: []Slot{"daftar_program"}},
		// ringkasan, untuk_siapa, kantor: sentences; dokumen, cara: lines; pendaftaran: a sentence about the window.
		// daftar_bagian: list of the kinds of terencana, else empty. bisa_daftar: ya or tidak.
		{Name: "describe_programme", Args: []string{"program"}, Gives: []Slot{"nama_program", "ringkasan", "untuk_siapa", "dokumen", "cara", "kantor", "pendaftaran", "bisa_daftar", "saran_daftar", "daftar_bagian"}},
	}
}

func applicationVerbs() []Verb {
	return []Verb{
		// wilayah: a region code, of which the kab/kota counts; empty: anywhere. jendela: buka, tutup, penuh.
		{Name: "check_window", Args: []string{"program", "wilayah"}, Gives: []Slot{"jendela", "tahun", "nama_program"}},
		// ganda: empty, sendiri (filed by this contact, nomor_lama tells which), lain (filed by another).
		{Name: "check_duplicate", Args: []string{"program", "nik"}, Gives: []Slot{"ganda", "nomor_lama"}},
		// daftar_desa: list of names; empty when the office loaded none for the kecamatan: ask for text then.
		{Name: "list_villages", Args: []string{"kecamatan"}, Gives: []Slot{"daftar_desa"}},
		// Reads the answers nik kk nama tanggal_lahir telepon alamat jenis_kelamin status_kawin of the person (of a group
		// its chair, of an institution its head), kabkota kecamatan desa, nama_kelompok or nama_lembaga,
		// jenis_bantuan (lansia, disabilitas, anak, veteran, gelandangan) of terencana, pemohon_nama pemohon_nik
		// pemohon_telepon of somebody who asks for another, tunggu (ya: take the waiting list when it is full), and photos
		// in slots beginning with foto or dokumen. All other answers are kept with the case.
		// hasil_kirim: diterima, daftar_tunggu, tutup, penuh, ganda (nomor_lama only when filed by this contact), gagal (the
		// flow left out what a case needs: programme or kab/kota).
		// waktu: "2 Agustus 2026 pukul 10.15 WITA". kabar_berikut: a sentence. urutan: place on the waiting list.
		{Name: "open_case", Args: []string{"program"}, All: true, Gives: []Slot{"hasil_kirim", "nomor", "waktu", "kabar_berikut", "nomor_lama", "nama_program", "urutan"}},
		// A request, so that the flow is pinned while the words are looked up. jawaban: ya or tidak. The words kept are
		// those of the flow's consent question, or of the node named by the argument node. tercatat: ya.
		{Name: "record_consent", Args: []string{"jawaban"}, Gives: []Slot{"tercatat"}},
		// wilayah: empty for any.
		{Name: "subscribe", Args: []string{"program", "wilayah"}},
	}
}

func statusVerbs() []Verb {
	return []Verb{
		// jumlah_kasus: digits. daftar_kasus: list of numbers, cases and complaints. nomor: the one that was named before,
		// or the only one.
		{Name: "list_cases", Gives: []Slot{"jumlah_kasus", "daftar_kasus", "nomor"}},
		// kasus: ada, perlu_bukti (another contact's, or unknown), tidak_ada (no number of ours).
		// nomor_kasus: the number as we write it. status: in words. riwayat: lines. berikutnya, tindakan: sentences.
		// bisa_lengkapi: ya when the contact can send what lacks. bisa_sanggah: ya when it can object to a refusal.
		{Name: "show_case", Args: []string{"nomor"}, Gives: []Slot{"kasus", "status", "riwayat", "berikutnya", "tindakan", "nama_program", "nomor_kasus", "bisa_lengkapi", "bisa_sanggah"}},
		// jenis_bukti: lahir (bukti: a date) or nik4 (bukti: the last four digits). kasus: ada, bukti_salah, terlalu_sering.
		{Name: "prove_case", Args: []string{"nomor", "jenis_bukti", "bukti"}, Gives: []Slot{"kasus", "status", "riwayat", "berikutnya", "tindakan", "nama_program", "nomor_kasus", "bisa_lengkapi", "bisa_sanggah"}},
		// program and wilayah may be empty: all. kemajuan: lines, or that nothing is recorded.
		{Name: "show_progress", Args: []string{"program", "wilayah"}, Gives: []Slot{"kemajuan"}},
	}
}

func completionVerbs() []Verb {
	return []Verb{
		// The contact's own cases that lack something. nomor may be empty. nomor_lengkap: the case of that number, or the only
		// one; empty when there is a choice, or none. daftar_lengkap: list of numbers, empty when there is none.
		{Name: "list_missing", Args: []string{"nomor"}, Gives: []Slot{"nomor_lengkap", "daftar_lengkap"}},
		// What lacks of a case of the contact. barang may be empty: the first; or the ID of the one to ask for now.
		// lengkap: ya when nothing lacks (any more). barang, nama_barang, tanya_barang: ID, name and question of the one to ask
		// for. nomor_kasus as in show_case. jenis_barang: foto, tulisan, bebas (either). daftar_barang: list of all that lacks; kurang: the same as lines;
		// banyak: ya when it is more than one.
		{Name: "next_missing", Args: []string{"nomor", "barang"}, Gives: []Slot{"lengkap", "nomor_kasus", "barang", "nama_barang", "tanya_barang", "jenis_barang", "daftar_barang", "kurang", "banyak"}},
		// One of isi (words), berkas (a stored file) and kertas (ya: handed over on paper). hasil_lengkap: diterima (more lacks),
		// selesai (nothing lacks, and the case went back to where it was), berubah (the office moved it on meanwhile).
		// kabar_berikut as in open_case.
		{Name: "supply_missing", Args: []string{"nomor", "barang", "isi", "berkas", "kertas"}, Gives: []Slot{"hasil_lengkap", "nama_barang", "kabar_berikut"}},
		// The contact's own cases that were refused and may be objected to, as in list_missing.
		{Name: "list_refused", Args: []string{"nomor"}, Gives: []Slot{"nomor_sanggah", "daftar_sanggah"}},
		// foto_sanggah may be empty, or a way out of its question. hasil_sanggah: diterima, sudah_ada (this refusal was objected
		// to before), berubah (the case is refused no more). waktu, kabar_berikut as in open_case.
		{Name: "object_case", Args: []string{"nomor", "alasan", "foto_sanggah"}, Gives: []Slot{"hasil_sanggah", "nomor_kasus", "waktu", "kabar_berikut"}},
	}
}

func officeVerbs() []Verb {
	return []Verb{
		// wilayah: a region code, of which the kab/kota counts, "semua" for all; empty: the kab/kota of the contact's last
		// application or wish, or all when it has none. daftar_pengumuman: list of codes and titles, of that kab/kota and of
		// those that hold everywhere. tempat_pengumuman: name of the kab/kota; empty when it is all.
		{Name: "list_announcements", Args: []string{"wilayah"}, Gives: []Slot{"jumlah_pengumuman", "daftar_pengumuman", "tempat_pengumuman"}},
		// judul is empty when there is no such code.
		{Name: "show_announcement", Args: []string{"kode"}, Gives: []Slot{"judul", "isi", "tanggal_pengumuman"}},
		// kode: of a message, as somebody typed it. hasil_cek: asli, asing (no message of ours has it), terlalu_sering.
		// tanggal_pesan: when it was sent. kantor_pesan: which office sent it. isi_pesan: its words, when they were written to
		// the one who asks or to many; empty otherwise, and once they are kept no longer. kode_pesan: the code as we write it.
		{Name: "check_code", Args: []string{"kode"}, Gives: []Slot{"hasil_cek", "kode_pesan", "tanggal_pesan", "kantor_pesan", "isi_pesan"}},
		// Reads aduan (what happened), terlapor (whom or which office it is about), kapan, kabkota kecamatan desa or
		// tempat, anonim (ya: the name is not kept), nama, and photos in slots beginning with foto or dokumen.
		{Name: "open_complaint", All: true, Gives: []Slot{"nomor_aduan", "waktu"}},
		// kantor_buka: ya or tidak. jam_kerja: a phrase such as "Senin sampai Jumat pada jam kerja".
		{Name: "open_ticket", Args: []string{"alasan"}, Gives: []Slot{"nomor_tiket", "kantor_buka", "jam_kerja"}},
		{Name: "office_hours", Gives: []Slot{"kantor_buka", "jam_kerja"}},
	}
}

func dataVerbs() []Verb {
	return []Verb{
		// data_saya: lines, masked; says so when nothing is kept.
		{Name: "show_my_data", Gives: []Slot{"data_saya"}},
		// paling_lambat: when the office must have acted, as in waktu.
		{Name: "request_erasure", Gives: []Slot{"nomor_permintaan", "paling_lambat"}},
		{Name: "withdraw_consent"},
		{Name: "stop_news"},
		{Name: "resume_news"},
	}
}

// officerVerbs are for people of the office in a chat that a code has linked. To everybody else they give nothing.
func officerVerbs() []Verb {
	return []Verb{
		// hasil_kode: terhubung (petugas: the login), salah, terlalu_sering.
		{Name: "link_officer", Args: []string{"kode"}, Gives: []Slot{"hasil_kode", "petugas"}},
		// petugas is empty when the chat is no officer's. beban: a sentence. daftar_tugas: list of numbers.
		{Name: "list_tasks", Gives: []Slot{"petugas", "beban", "daftar_tugas"}},
		// tugas: lines, masked; empty when the officer may not see that case. bisa_ambil: ya or tidak.
		{Name: "show_task", Args: []string{"nomor"}, Gives: []Slot{"tugas", "bisa_ambil"}},
		// hasil_ambil: diambil, sudah (diambil_oleh: who has it), tidak_ada.
		{Name: "take_task", Args: []string{"nomor"}, Gives: []Slot{"hasil_ambil", "diambil_oleh"}},
		{Name: "unlink_officer"},
	}
}
