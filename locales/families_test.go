package locales_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sapa/bot/broadcast"
	"sapa/bot/channel/webchat"
	"sapa/conversations/assess"
	"sapa/conversations/flowfile"
	"sapa/conversations/seeds"
	"sapa/store"
)

// family is a set of keys that the program puts together from a beginning and a value.
type family struct {
	keys   []string
	every  []string                   // places that are filled for all of them
	places map[string]map[string]bool // and for some
	joined bool                       // made by lengthening another key, which cannot be seen in the source
}

// notKeys are strings that only look like keys: names of what flow files can lack.
var notKeys = map[string]bool{"ask.choices": true, "ask.give_up": true}

func families(t *testing.T) map[string]family {
	t.Helper()
	complaints := constants(t, "../store/complaint.go", "ComplaintStatus")
	news := []string{"perlu_dilengkapi.note", "perlu_dilengkapi.items", "perlu_dilengkapi.how", "tidak_disetujui.note", "tidak_disetujui.then", "rejected.then", "opened.region", "diajukan.tempat", "given.what"}
	return map[string]family{
		"read.":                   problems(t),
		"heard.":                  {keys: constants(t, "../conversations/message.go", "MediaKind")},
		"intent.":                 {keys: intents(t)},
		"answer.":                 {keys: []string{"ya", "tidak", "belum_kawin", "kawin", "cerai_hidup", "cerai_mati"}},
		"status.":                 {keys: ended(statuses(), "", ".singkat"), every: []string{"kabkota"}},
		"status.pengaduan.":       {keys: complaints},
		"notice.":                 {keys: append(statuses(), news...), every: []string{"kabkota", "nomor", "catatan", "program", "tahun", "daftar", "tanggal", "bentuk", "isi"}},
		"canned.":                 {keys: []string{"salam.title", "tunggu.title", "dokumen.title", "nomor.title", "proses.title", "penutup.title", "salam", "tunggu", "dokumen", "nomor", "proses", "penutup"}},
		"notice.apply.":           {keys: applied()},
		"program.":                {keys: append(programmes(t), "terencana.ringkasan")},
		"office.role.":            {keys: constants(t, "../store/officer.go", "Role")},
		"office.given.":           {keys: append(fewConstants(t, "../store/disbursement.go", "DisbursementForm"), constants(t, "../bot/casework/given.go", "GivenProblem")...)},
		"office.done.":            {keys: done(t)},
		"office.decide.lacks.":    {keys: fewConstants(t, "../bot/casework/desk.go", "Field")},
		"office.event.":           {keys: fewConstants(t, "../store/case_event.go", "EventKind")},
		"office.tile.":            {keys: []string{"mine", "mine_overdue", "objections", "complaints", "talks", "my_talks", "overdue", "diajukan", "diperiksa_kelurahan", "diperiksa_kabkota", "diperiksa_provinsi", "perlu_dilengkapi", "daftar_tunggu", "disetujui"}},
		"office.outcome_of.":      {keys: []string{"done", "forbidden", "no_step", "overtaken", "full", "duplicate", "taken"}},
		"office.supplied.":        {keys: []string{"belum", "foto", "tulisan", "kertas"}},
		"office.action.":          {keys: acts(t)},
		"office.programme.":       {keys: applied()},
		"office.health.":          {keys: checks()},
		"office.remedy.":          {keys: checks(), every: []string{"n"}},
		"office.state.":           {keys: []string{"good", "warn", "bad"}},
		"office.channel.":         {keys: constants(t, "../bot/channel/channel.go", "State")},
		"office.phone.":           {keys: fewConstants(t, "../bot/console/phone.go", "PhoneProblem")},
		"office.news.":            {keys: []string{"now", "later", "over"}},
		"office.delivery.":        {keys: []string{"waiting", "sent", "delivered", "read", "gone", "refused"}},
		"office.media.":           {keys: []string{"photo", "document", "purged"}},
		"office.outcome.":         {keys: []string{string(assess.Holds), string(assess.Fails), string(assess.Unsure), string(assess.Open)}},
		"command.":                {keys: []string{"menu", "kelayakan", "status", "daftar_wrse", "info", "petugas", "batal", "stop", "mulai"}},
		"webchat.":                {keys: page()},
		"notice.form.":            {keys: []string{"barang", "uang"}},
		"notice.complaint.":       {keys: []string{"jawaban", "teruskan", "selesai"}, every: []string{"nomor", "catatan"}},
		"world.complaint.":        {keys: []string{"ambil", "jawaban", "teruskan", "lapor", "selesai"}, every: []string{"tanggal", "isi"}},
		"world.data.":             {keys: []string{"nama", "nik", "kk", "lahir", "telepon", "alamat"}, every: []string{"isi"}},
		"world.next.":             {keys: statuses(), every: []string{"kabkota", "urutan", "jumlah"}},
		"world.next.pengaduan.":   {keys: complaints},
		"world.progress.none.":    {keys: []string{"region"}, every: []string{"tahun", "program", "wilayah"}, joined: true},
		"world.reason.":           {keys: []string{string(assess.Fails), string(assess.Unsure), string(assess.Holds)}},
		"world.slot.":             {keys: []string{"umur", "disabilitas", "hamil_balita", "anak_sekolah", "lansia_serumah", "kegiatan", "veteran"}},
		"office.complaint.state.": {keys: append([]string{"terbuka", "semua"}, complaints...)},
		"office.complaint.do.":    {keys: []string{"jawaban", "teruskan", "selesai"}},
		"office.complaint.lacks.": {keys: []string{"jawaban", "teruskan", "selesai"}},
		"office.complaint.act.":   {keys: constants(t, "../store/complaint_act.go", "ComplaintKind")},
		"office.import.kind.":     {keys: constants(t, "../store/import.go", "ImportKind")},
		"office.import.state.":    {keys: constants(t, "../store/import.go", "ImportState")},
		"office.column.":          {keys: constants(t, "../bot/imports/reason.go", "Column")},
		"office.reason.":          {keys: constants(t, "../bot/imports/reason.go", "Reason"), every: []string{"n"}},
		"siaran.pilihan.":         {keys: broadcast.Calls()},
		"siaran.keadaan.":         {keys: constants(t, "../store/broadcast.go", "BroadcastState")},
		"siaran.kirim.":           {keys: constants(t, "../store/delivery.go", "DeliveryState")},
		"siaran.salah.":           {keys: constants(t, "../bot/broadcast/check.go", "ProblemCode"), every: []string{"apa", "n"}},
		"siaran.langkah.":         {keys: []string{"coba", "submit", "start", "pause", "resume", "retry"}},
		"siaran.luar.":            {keys: constants(t, "../store/audience.go", "Exclusion")},
		"siaran.tunggu.":          {keys: constants(t, "../bot/broadcast/status.go", "WaitReason"), every: []string{"kanal"}},
		"siaran.jeda.":            {keys: fewConstants(t, "../store/broadcast.go", "PauseReason")},
		"siaran.sumber.":          {keys: constants(t, "../store/audience.go", "AudienceSource")},
		"siaran.alasan.":          {keys: []string{"stopped", "cold", "gone", "batal", "gabung", "rusak"}},
		"office.poster.opens.":    {keys: posterCalls(t)},
		"office.poster.door.":     {keys: []string{"whatsapp", "telegram"}},
		"office.poster.hand.":     {keys: []string{"whatsapp", "telegram"}},
		"world.code.":             {keys: []string{"nama", "nomor", "kabkota", "program"}},
		"world.todo.": {keys: ended([]string{string(store.CaseIncomplete), string(store.CaseRefused)}, "", ".note"),
			every: []string{"kabkota", "catatan"}},
		"world.verdict.": {keys: append(constants(t, "../conversations/assess/result.go", "Verdict"), "terbuka", "rujukan")},
		"world.warning.": {keys: warnings(t), every: []string{"nomor"}},
		"world.window.":  {keys: []string{string(assess.National), string(assess.Partner)}},
	}
}

func statuses() []string {
	var out []string
	for _, s := range store.Statuses() {
		out = append(out, string(s))
	}
	return out
}

func ended(keys []string, ends ...string) []string {
	var out []string
	for _, k := range keys {
		for _, e := range ends {
			out = append(out, k+e)
		}
	}
	return out
}

// applied are the programmes that one can apply for here.
func applied() []string {
	var out []string
	for _, p := range store.Programmes() {
		out = append(out, p.ID)
	}
	return out
}

// programmes are those with rules, and those with cases.
func programmes(t *testing.T) []string {
	t.Helper()
	all, err := flowfile.Programmes(seeds.Files)
	if err != nil {
		t.Fatal(err)
	}
	out := applied()
	for _, p := range all {
		out = append(out, p.ID())
	}
	return out
}

// page are the words of the web chat, without their beginning.
func page() []string {
	var out []string
	for _, k := range webchat.Keys() {
		out = append(out, strings.TrimPrefix(k, "webchat."))
	}
	return out
}

// intents are those that a person can be asked back about.
func intents(t *testing.T) []string {
	t.Helper()
	never := []string{"kembali", "salam", "terima_kasih", "ya", "tidak", "tidak_dikenal", "kenapa", "saran", "darurat", "ubah"}
	return slices.DeleteFunc(constants(t, "../conversations/understand/intent.go", "Intent"), func(i string) bool {
		return slices.Contains(never, i)
	})
}

// checks are the things whose health the console shows.
func checks() []string {
	return []string{"database", "audit", "windows", "quotas", "tickets", "faults", "outbox", "channels"}
}

// acts are those that the audit log can be narrowed to.
func acts(t *testing.T) []string {
	t.Helper()
	_, list, _ := strings.Cut(readFile(t, "../bot/console/audit.go"), "func auditActions()")
	list, _, _ = strings.Cut(list, "\n}")
	var out []string
	for _, m := range regexp.MustCompile(`"([a-z._]+)"`).FindAllStringSubmatch(list, -1) {
		out = append(out, m[1])
	}
	return out
}

// posterCalls are what a poster may open.
func posterCalls(t *testing.T) []string {
	t.Helper()
	_, list, _ := strings.Cut(readFile(t, "../bot/console/posters.go"), "func posterCalls()")
	list, _, _ = strings.Cut(list, "\n}")
	var out []string
	for _, m := range regexp.MustCompile(`"([a-z]+)"`).FindAllStringSubmatch(list, -1) {
		out = append(out, m[1])
	}
	return out
}

// done are the things that the console says were done.
func done(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../bot/console/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, file := range files {
		for _, m := range regexp.MustCompile(`\.done\(.*, "(\w+)"\)|kabar=(\w+)`).FindAllStringSubmatch(readFile(t, file), -1) {
			out = append(out, m[1]+m[2])
		}
	}
	return out
}

func readFile(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// fewConstants gives the values of all constants of a type in a file, of which there may be one.
func fewConstants(t *testing.T, file, kind string) []string {
	t.Helper()
	var out []string
	for _, m := range regexp.MustCompile(`(?m)^\t\w+ +`+kind+` += "(\w+)"`).FindAllStringSubmatch(readFile(t, file), -1) {
		out = append(out, m[1])
	}
	if len(out) == 0 {
		t.Fatalf("%s has no constants of type %s", file, kind)
	}
	return out
}

// constants gives the values of all constants of a type in a file.
func constants(t *testing.T, file, kind string) []string {
	t.Helper()
	out := fewConstants(t, file, kind)
	if len(out) < 3 {
		t.Fatalf("%s has %d constants of type %s", file, len(out), kind)
	}
	return out
}

func warnings(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, m := range regexp.MustCompile(`(?m)^\twarn\w+ += "(\w+)"`).FindAllStringSubmatch(readFile(t, "../bot/world/warnings.go"), -1) {
		out = append(out, m[1])
	}
	return out
}

// problems reads the codes of package understand with the places that their comments promise.
func problems(t *testing.T) family {
	t.Helper()
	f := family{places: map[string]map[string]bool{}}
	code := regexp.MustCompile(`(?m)^\tCode\w+ += "(\w+)" *(?://(.*))?$`)
	for _, m := range code.FindAllStringSubmatch(readFile(t, "../conversations/understand/problem.go"), -1) {
		f.keys = append(f.keys, m[1])
		f.places[m[1]] = map[string]bool{}
		for _, p := range place.FindAllStringSubmatch(m[2], -1) {
			f.places[m[1]][p[1]] = true
		}
	}
	return f
}
