package console

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"sapa/conversations"
	"sapa/store"
)

// say sends an answer with a photo as a browser does.
func (s *someone) say(path string, photo []byte, pairs ...string) page {
	s.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		s.ok(form.WriteField(pairs[i], pairs[i+1]))
	}
	file, err := form.CreateFormFile("foto", "IMG_0001.jpg")
	s.ok(err)
	_, err = file.Write(photo)
	s.ok(err)
	s.ok(form.Close())
	req, err := http.NewRequestWithContext(s.context(), http.MethodPost, s.server.URL+Root+path, &b)
	s.ok(err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return s.do(req)
}

// withPlace is a photo whose metadata tells where it was taken.
func withPlace() []byte {
	data := photograph()
	exif := append([]byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00"), "GPS 0.5S 117.1E"...)
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...)
	return append(head, data[2:]...)
}

// An officer sends words and a photo; where it was taken goes nowhere. The officer sees the photos of the talk, and nobody
// else's.
func TestAnswerWithPhoto(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("joko", store.RoleOfficer, "64.74")
	c := r.apply("64.72")
	ticket, err := r.db.OpenTicket(r.context(), "tiket.1", c.Contact, "diminta", r.now())
	r.ok(err)
	at := "/percakapan/" + ticket.Number
	s := r.as("rina")
	s.say(at+"/jawab", withPlace(), "kunci", "k0", "pesan", "Ini contohnya").want(t, 409, "Ambil percakapan ini dahulu", "Ini contohnya")
	s.post(at+"/ambil").want(t, 303)
	s.say(at+"/jawab", []byte("%PDF-1.4"), "kunci", "k1", "pesan", "Ini contohnya").want(t, 422, "bukan foto yang dapat dibaca", "Ini contohnya")
	s.say(at+"/jawab", nil, "kunci", "k1", "pesan", " ").want(t, 422, "Tulis pesan")
	s.say(at+"/jawab", make([]byte, answerMost), "kunci", "k1").want(t, 413, "terlalu besar")
	for range 2 { // a double click
		s.say(at+"/jawab", withPlace(), "kunci", "k1", "pesan", "Ini contohnya").want(t, 303)
	}
	s.say(at+"/jawab", nil, "kunci", "k2", "pesan", "Sudah jelas?").want(t, 303)
	s.say(at+"/jawab", withPlace(), "kunci", "k3").want(t, 303)

	talk, err := r.db.Talk(r.context(), c.Contact, 20)
	r.ok(err)
	var sent []conversations.Media
	var words []string
	for _, u := range talk {
		if u.Said != nil && u.Said.Texts == nil || u.Said != nil && u.Said.Texts[0].Key == "handover.words" {
			sent = append(sent, u.Said.Media...)
			for _, w := range u.Said.Texts {
				words = append(words, w.Args["pesan"])
			}
		}
	}
	if len(sent) != 2 || strings.Join(words, "|") != "Ini contohnya|Sudah jelas?" {
		t.Fatalf("sent %d photos, %q", len(sent), words)
	}
	data, mime, err := r.vault.Files().Read(r.context(), sent[0].Ref)
	r.ok(err)
	if mime != "image/jpeg" || bytes.Contains(data, []byte("GPS")) || !bytes.Contains(withPlace(), []byte("GPS")) {
		t.Errorf("the photo goes out as %s with its place", mime)
	}

	src := at + "/foto/" + sent[0].Ref
	s.get(at).want(t, 200, `<img src="`+Root+src)
	if p := s.get(src).want(t, 200); p.header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("the photo comes as %s", p.header.Get("Content-Type"))
	}
	alien, err := r.vault.Files().Put([]byte("milik orang lain"), "image/jpeg")
	r.ok(err)
	s.get(at+"/foto/"+alien).want(t, 404)
	r.as("joko").get(src).want(t, 403)
	if log := strings.Join(r.logged(), "\n"); !strings.Contains(log, "rina talk.file "+ticket.Number) {
		t.Error("the audit log lacks the look at the photo")
	}
}
