package whatsapptest_test

import (
	"testing"

	"sapa/bot/channel/whatsapp/whatsapptest"
)

func TestPairsByQRAndTalks(t *testing.T) {
	t.Parallel()
	srv := whatsapptest.Start(t)
	b := linked(t, srv)
	if srv.Device() != *b.Store.ID {
		t.Fatalf("the server linked %s, the client is %s", srv.Device(), b.Store.ID)
	}
	ibu := srv.Citizen(whatsapptest.Named("Ibu Sari"))
	id := ibu.Say("assalamualaikum")
	heard := b.hear()
	if got := heard.Message.GetConversation(); got != "assalamualaikum" || heard.Info.ID != id {
		t.Fatalf("heard %q as %s, want %s", got, heard.Info.ID, id)
	}
	if heard.Info.Chat != ibu.LID() || heard.Info.SenderAlt.ToNonAD() != ibu.JID() || heard.Info.PushName != "Ibu Sari" {
		t.Fatalf("heard from %s (%s), %q", heard.Info.Chat, heard.Info.SenderAlt, heard.Info.PushName)
	}
	reply := b.answer(heard, "waalaikumsalam")
	if shown := sees(t, ibu); shown.Text != "waalaikumsalam" || shown.ID != reply {
		t.Fatalf("shown %+v", shown)
	}
}
