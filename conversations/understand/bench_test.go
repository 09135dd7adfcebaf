package understand

import "testing"

func BenchmarkRead(b *testing.B) {
	texts := []string{
		"iya", "MENU!", "assalamualaikum min mau tanya apakah saya bisa dapat bantuan wrse",
		"setatus pngajuan sy gmn ya kok blm cair2", "cekstatus permohonan",
		"petugasnya minta uang 100rb untuk daftar bantuan padahal katanya gratis",
		"cuaca samarinda besok gimana ya semoga tidak hujan lagi", "asdfghjkl qwrtyp",
	}
	Read(texts[0])
	b.ReportAllocs()
	for b.Loop() {
		for _, t := range texts {
			Read(t)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(texts)), "ns/text")
}

func BenchmarkBuild(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		buildLexicon()
	}
}

func BenchmarkRegions(b *testing.B) {
	Regions("samarinda", "")
	b.ReportAllocs()
	for b.Loop() {
		Regions("kel air putih kec samarinda ulu", "")
	}
}
