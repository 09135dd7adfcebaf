package console

import "sapa/store"

// roles is a set of roles.
type roles uint8

const (
	petugas roles = 1 << iota
	penyelia
	admin
	auditor

	nobody roles = 0 // in particular: whoever is not signed in
	anyone       = petugas | penyelia | admin | auditor
)

// of gives the set of one role.
func of(r store.Role) roles {
	switch r {
	case store.RoleOfficer:
		return petugas
	case store.RoleSupervisor:
		return penyelia
	case store.RoleAdmin:
		return admin
	case store.RoleAuditor:
		return auditor
	}
	return nobody
}

// route is one thing that can be asked of the console.
type route struct {
	method, path string
	// roles are those it is for. Of everybody else it is refused, whatever the page shows.
	roles roles
	// about loads what the route is about and gives its kab/kota: an officer of another one is refused, an officer of the
	// whole province is not. Nil, or an empty region: it is about no kab/kota.
	about func(*visit) (region string, err error)
	do    func(*visit) error
	nav   string // key of its name in the menu; empty: it is not in the menu
	open  bool   // also for whoever is not signed in
	body  int64  // bytes that a form may bring; 0: bodyMost
	early bool   // also while a second factor is still to be set up
}

// routes is the whole of what may be asked, and by whom.
func routes() []route {
	return []route{
		{method: "GET", path: "/masuk", open: true, do: (*visit).signInPage},
		{method: "POST", path: "/masuk", open: true, do: (*visit).signInWithPassword},
		{method: "GET", path: "/masuk/kode", open: true, do: (*visit).codePage},
		{method: "POST", path: "/masuk/kode", open: true, do: (*visit).signInWithCode},
		{method: "GET", path: "/tautan/{secret}", open: true, do: (*visit).linkPage},
		{method: "POST", path: "/tautan/{secret}", open: true, do: (*visit).spendLink},
		{method: "POST", path: "/keluar", roles: anyone, early: true, do: (*visit).signOut},

		{method: "GET", path: "/{$}", roles: anyone, nav: "office.nav.start", do: (*visit).start},
		{method: "GET", path: "/permohonan", roles: petugas | penyelia | auditor, nav: "office.nav.queue", about: (*visit).chosenRegion, do: (*visit).queue},
		{method: "POST", path: "/permohonan/massal", roles: petugas | penyelia, about: (*visit).theCases, do: (*visit).bulk},
		{method: "GET", path: "/permohonan/ekspor", roles: petugas | penyelia | auditor, about: (*visit).chosenRegion, do: (*visit).exportPage},
		{method: "POST", path: "/permohonan/ekspor", roles: petugas | penyelia | auditor, about: (*visit).chosenRegion, do: (*visit).exportMasked},
		{method: "POST", path: "/permohonan/ekspor/lengkap", roles: penyelia, about: (*visit).chosenRegion, do: (*visit).exportFull},
		{method: "GET", path: "/permohonan/{number}", roles: petugas | penyelia | auditor, about: (*visit).theCase, do: (*visit).casePage},
		{method: "POST", path: "/permohonan/{number}/buka", roles: petugas | penyelia, about: (*visit).theCase, do: (*visit).unmask},
		{method: "POST", path: "/permohonan/{number}/tutup", roles: petugas | penyelia, about: (*visit).theCase, do: (*visit).mask},
		{method: "GET", path: "/permohonan/{number}/berkas/{place}", roles: petugas | penyelia, about: (*visit).theCase, do: (*visit).file},
		{method: "POST", path: "/permohonan/{number}/putusan", roles: petugas | penyelia, about: (*visit).theCase, do: (*visit).decide},
		{method: "POST", path: "/permohonan/{number}/tugas", roles: petugas | penyelia, about: (*visit).theCase, do: (*visit).assign},
		{method: "POST", path: "/permohonan/{number}/catatan", roles: petugas | penyelia, about: (*visit).theCase, do: (*visit).note},
		{method: "POST", path: "/permohonan/{number}/lengkapi", roles: petugas | penyelia, about: (*visit).theCase, do: (*visit).supply},
		{method: "POST", path: "/permohonan/{number}/sanggah", roles: penyelia, about: (*visit).theCase, do: (*visit).answerObjection},
		{method: "GET", path: "/sanggah", roles: petugas | penyelia | auditor, do: (*visit).objections},
		{method: "GET", path: "/permohonan/{number}/cetak", roles: petugas | penyelia | auditor, about: (*visit).theCase, do: (*visit).receipt},

		{method: "POST", path: "/cari", roles: petugas | penyelia | auditor, do: (*visit).search},

		{method: "GET", path: "/percakapan", roles: petugas | penyelia, nav: "office.nav.handover", do: (*visit).handover},
		{method: "GET", path: "/percakapan/{number}", roles: petugas | penyelia, about: (*visit).theTicket, do: (*visit).ticket},
		{method: "POST", path: "/percakapan/{number}/ambil", roles: petugas | penyelia, about: (*visit).theTicket, do: (*visit).takeTicket},
		{method: "POST", path: "/percakapan/{number}/jawab", roles: petugas | penyelia, about: (*visit).theTicket, body: answerMost, do: (*visit).sayTicket},
		{method: "GET", path: "/percakapan/{number}/foto/{photo}", roles: petugas | penyelia, about: (*visit).theTicket, do: (*visit).ticketPhoto},
		{method: "POST", path: "/percakapan/{number}/lepas", roles: petugas | penyelia, about: (*visit).theTicket, do: (*visit).releaseTicket},
		{method: "POST", path: "/percakapan/{number}/selesai", roles: petugas | penyelia, about: (*visit).theTicket, do: (*visit).closeTicket},

		{method: "GET", path: "/pengaduan", roles: petugas | penyelia | auditor, nav: "office.nav.complaints", about: (*visit).chosenRegion, do: (*visit).complaints},
		{method: "GET", path: "/pengaduan/{number}", roles: petugas | penyelia | auditor, about: (*visit).theComplaint, do: (*visit).complaint},
		{method: "POST", path: "/pengaduan/{number}/buka", roles: petugas | penyelia, about: (*visit).theComplaint, do: (*visit).openComplaint},
		{method: "POST", path: "/pengaduan/{number}/tutup", roles: petugas | penyelia, about: (*visit).theComplaint, do: (*visit).closeComplaint},
		{method: "GET", path: "/pengaduan/{number}/berkas/{place}", roles: petugas | penyelia, about: (*visit).theComplaint, do: (*visit).complaintFile},
		{method: "POST", path: "/pengaduan/{number}/tindakan", roles: petugas | penyelia, about: (*visit).theComplaint, do: (*visit).actOnComplaint},

		{method: "GET", path: "/program", roles: anyone, nav: "office.nav.programmes", do: (*visit).programmes},
		{method: "GET", path: "/program/{program}/{region}", roles: anyone, about: (*visit).theWindow, do: (*visit).window},
		{method: "POST", path: "/program/{program}/{region}/jendela", roles: admin, about: (*visit).theWindow, do: (*visit).setWindow},
		{method: "POST", path: "/program/{program}/{region}/kuota", roles: admin, about: (*visit).theWindow, do: (*visit).setQuota},
		{method: "POST", path: "/program/{program}/{region}/tahap", roles: penyelia | admin, about: (*visit).theWindow, do: (*visit).setStage},

		{method: "GET", path: "/program/{program}/{region}/tunggu", roles: petugas | penyelia | auditor, about: (*visit).theWindow, do: (*visit).waiting},
		{method: "POST", path: "/program/{program}/{region}/tunggu/urutan", roles: penyelia, about: (*visit).theWindow, do: (*visit).setPriority},
		{method: "POST", path: "/program/{program}/{region}/tunggu/panggil", roles: penyelia, about: (*visit).theWindow, do: (*visit).promote},

		{method: "GET", path: "/laporan", roles: anyone, nav: "office.nav.report", about: (*visit).chosenRegion, do: (*visit).report},

		{method: "GET", path: "/janji", roles: anyone, nav: "office.nav.promises", do: (*visit).promises},
		{method: "POST", path: "/janji", roles: admin, do: (*visit).setPromise},
		{method: "POST", path: "/janji/libur", roles: admin, do: (*visit).setHoliday},

		{method: "GET", path: "/pengumuman", roles: anyone, nav: "office.nav.news", do: (*visit).announcements},
		{method: "POST", path: "/pengumuman", roles: penyelia | admin, about: (*visit).newsRegion, do: (*visit).putAnnouncement},
		{method: "POST", path: "/pengumuman/{code}/turun", roles: penyelia | admin, about: (*visit).newsRegion, do: (*visit).endAnnouncement},

		{method: "GET", path: "/impor", roles: penyelia | admin, nav: "office.nav.imports", do: (*visit).imports},
		{method: "POST", path: "/impor", roles: penyelia | admin, body: tableMost, do: (*visit).upload},
		{method: "GET", path: "/impor/{id}", roles: penyelia | admin, about: (*visit).theImport, do: (*visit).importPage},
		{method: "POST", path: "/impor/{id}/simpan", roles: penyelia | admin, about: (*visit).theImport, do: (*visit).confirmImport},
		{method: "POST", path: "/impor/{id}/buang", roles: penyelia | admin, about: (*visit).theImport, do: (*visit).dropImport},

		{method: "GET", path: "/siaran", roles: penyelia | auditor, nav: "office.nav.broadcasts", do: (*visit).broadcasts},
		{method: "POST", path: "/siaran", roles: penyelia, about: (*visit).writtenRegion, body: uploadMost, do: (*visit).saveBroadcast},
		{method: "GET", path: "/siaran/tulis", roles: penyelia, do: (*visit).newBroadcast},
		{method: "POST", path: "/siaran/pratinjau", roles: penyelia, about: (*visit).writtenRegion, do: (*visit).tryBroadcast},
		{method: "GET", path: "/siaran/{broadcast}", roles: penyelia | auditor, about: (*visit).theBroadcast, do: (*visit).broadcastPage},
		{method: "GET", path: "/siaran/{broadcast}/tulis", roles: penyelia, about: (*visit).theBroadcast, do: (*visit).editBroadcast},
		{method: "POST", path: "/siaran/{broadcast}/tulis", roles: penyelia, about: (*visit).theBroadcast, body: uploadMost, do: (*visit).saveBroadcast},
		{method: "GET", path: "/siaran/{broadcast}/berkas", roles: penyelia | auditor, about: (*visit).theBroadcast, do: (*visit).attachment},
		{method: "POST", path: "/siaran/{broadcast}/langkah", roles: penyelia, about: (*visit).theBroadcast, do: (*visit).actOnBroadcast},
		{method: "GET", path: "/siaran/{broadcast}/kemajuan", roles: penyelia | auditor, about: (*visit).theBroadcast, do: (*visit).broadcastProgress},
		{method: "GET", path: "/siaran/{broadcast}/penerima", roles: penyelia | auditor, about: (*visit).theBroadcast, do: (*visit).broadcastPeople},
		{method: "GET", path: "/siaran/{broadcast}/penerima.csv", roles: penyelia | auditor, about: (*visit).theBroadcast, do: (*visit).exportBroadcast},

		{method: "GET", path: "/poster", roles: anyone, nav: "office.nav.posters", do: (*visit).posters},
		{method: "POST", path: "/poster", roles: penyelia | admin, about: (*visit).posterRegion, do: (*visit).putPoster},
		{method: "GET", path: "/poster/{tag}", roles: anyone, about: (*visit).posterRegion, do: (*visit).poster},

		{method: "GET", path: "/alur", roles: admin, nav: "office.nav.flows", do: (*visit).flows},
		{method: "GET", path: "/alur/{flow}", roles: admin, do: (*visit).flow},
		{method: "POST", path: "/alur/{flow}", roles: admin, do: (*visit).editFlow},
		{method: "POST", path: "/alur/{flow}/kembali", roles: admin, do: (*visit).rollback},

		{method: "GET", path: "/petugas", roles: admin, nav: "office.nav.people", do: (*visit).people},
		{method: "POST", path: "/petugas", roles: admin, do: (*visit).addOfficer},
		{method: "GET", path: "/petugas/{login}", roles: admin, do: (*visit).person},
		{method: "POST", path: "/petugas/{login}", roles: admin, do: (*visit).changeOfficer},
		{method: "POST", path: "/petugas/{login}/tautan", roles: admin, do: (*visit).resetOfficer},
		{method: "POST", path: "/petugas/{login}/nonaktif", roles: admin, do: (*visit).disableOfficer},
		{method: "POST", path: "/petugas/{login}/sesi", roles: admin, do: (*visit).endSignIn},

		{method: "GET", path: "/jejak", roles: admin | auditor, nav: "office.nav.audit", do: (*visit).auditLog},
		{method: "POST", path: "/jejak/periksa", roles: admin | auditor, do: (*visit).verifyAudit},
		{method: "GET", path: "/kesehatan", roles: admin, nav: "office.nav.health", do: (*visit).health},

		{method: "GET", path: "/whatsapp", roles: admin, nav: "office.nav.phone", do: (*visit).phone},
		{method: "POST", path: "/whatsapp/kode", roles: admin, do: (*visit).linkByCode},
		{method: "POST", path: "/whatsapp/qr", roles: admin, do: (*visit).linkByQR},
		{method: "POST", path: "/whatsapp/lepas", roles: admin, do: (*visit).unlink},

		{method: "GET", path: "/akun", roles: anyone, do: (*visit).account},
		{method: "POST", path: "/akun/sandi", roles: anyone, do: (*visit).changePassword},
		{method: "POST", path: "/akun/chat", roles: petugas | penyelia, do: (*visit).linkOwnChat},
		{method: "GET", path: "/akun/kode", roles: anyone, early: true, do: (*visit).factorPage},
		{method: "POST", path: "/akun/kode", roles: anyone, early: true, do: (*visit).setFactor},
		{method: "POST", path: "/akun/sesi", roles: anyone, do: (*visit).endOwnSignIn},
	}
}
