package understand

// Intent names what a free text wants.
type Intent string

// The base intents, which the outside world knows by these names.
const (
	CheckEligibility Intent = "cek_kelayakan"  // may I get it?
	CheckStatus      Intent = "cek_status"     // where is my application, when is it paid?
	ApplyWRSE        Intent = "daftar_wrse"    // apply for the women's business aid
	ProgrammeInfo    Intent = "info_program"   // what is there, for whom, with which papers?
	Complain         Intent = "pengaduan"      // something went wrong, somebody took money
	TalkToOfficer    Intent = "bicara_petugas" // a human, please
	Cancel           Intent = "batal"
	Back             Intent = "kembali"
	Menu             Intent = "menu"
	Stop             Intent = "stop"
	Greet            Intent = "salam"
	Thank            Intent = "terima_kasih"
	SayYes           Intent = "ya"
	SayNo            Intent = "tidak"
	Unknown          Intent = "tidak_dikenal"
)

// Further intents, told apart because the bot has its own answer to them.
const (
	Resume       Intent = "mulai"            // receive news again; only Command gives it, Read says Menu for the word "mulai"
	Help         Intent = "bantuan"          // how does this service work?
	News         Intent = "pengumuman"       // what was announced
	Why          Intent = "kenapa"           // why this verdict, why refused
	Advice       Intent = "saran"            // what can I do now?
	ApplyKUBE    Intent = "daftar_kube"      // apply as a business group
	ApplyLKS     Intent = "daftar_lks"       // apply as a welfare organisation
	ApplyPlanned Intent = "daftar_terencana" // apply for the planned aid to one person
	MyData       Intent = "data_saya"        // show what you keep about me
	DeleteData   Intent = "hapus_data"       // delete what you keep about me
	Emergency    Intent = "darurat"          // hunger, violence, suicide, disaster: a human and an emergency line
	Privacy      Intent = "privasi"          // is my data safe, why do you ask for it, is this real?
	OfficeHours  Intent = "jam_kerja"        // when and where is the office open
	Change       Intent = "ubah"             // correct an earlier answer: "ubah 4"
)

// Guess is what Read made of a text.
type Guess struct {
	Intent     Intent   // Unknown when nothing, or more than one thing, was meant
	Confidence float64  // 0 to 1; 0 when Unknown and nothing came near
	Between    []Intent // what to ask back between when the text could mean several ("bantuan", "daftar", "cek" alone); else nil
	Programme  string   // kube wrse lks terencana pkh sembako beasiswa gizi kerja produk rumah when one is named, else ""
}

// Answer is a reading of a reply to a yes-or-no question.
type Answer int

// The three readings.
const (
	Unclear Answer = iota
	Yes
	No
)

// String gives "ya", "tidak" or "".
func (a Answer) String() string {
	switch a {
	case Yes:
		return string(SayYes)
	case No:
		return string(SayNo)
	}
	return ""
}
