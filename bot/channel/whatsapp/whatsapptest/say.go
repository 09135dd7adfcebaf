package whatsapptest

import (
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"
)

// Say writes a text.
func (c *Citizen) Say(words string) string {
	return c.Send(&waE2E.Message{Conversation: proto.String(words)})
}

// SayAt writes a text that carries an earlier time, as one does that waited on the road.
func (c *Citizen) SayAt(words string, at time.Time) string {
	return c.sendAt(&waE2E.Message{Conversation: proto.String(words)}, at)
}

// Reply writes a text that quotes a message of the bot.
func (c *Citizen) Reply(toID, words string) string {
	return c.Send(&waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{
		Text: proto.String(words),
		ContextInfo: &waE2E.ContextInfo{
			StanzaID: proto.String(toID), Participant: proto.String(c.s.phone.lid.String()),
			QuotedMessage: &waE2E.Message{Conversation: proto.String("...")},
		},
	}})
}

// SendPhoto sends a JPEG.
func (c *Citizen) SendPhoto(data []byte, caption string) string {
	u := c.s.upload(data, whatsmeow.MediaImage)
	return c.Send(&waE2E.Message{ImageMessage: &waE2E.ImageMessage{
		Mimetype: proto.String("image/jpeg"), Caption: ifAny(caption), URL: &u.url, DirectPath: &u.path, MediaKey: u.key,
		FileSHA256: u.sum, FileEncSHA256: u.sealedSum, FileLength: &u.size,
	}})
}

// SendDocument sends a file; with a caption it comes wrapped, as from real phones.
func (c *Citizen) SendDocument(data []byte, name, mime, caption string) string {
	u := c.s.upload(data, whatsmeow.MediaDocument)
	message := &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{
		Mimetype: &mime, FileName: &name, Title: &name, Caption: ifAny(caption), URL: &u.url, DirectPath: &u.path, MediaKey: u.key,
		FileSHA256: u.sum, FileEncSHA256: u.sealedSum, FileLength: &u.size,
	}}
	if caption != "" {
		message = &waE2E.Message{DocumentWithCaptionMessage: &waE2E.FutureProofMessage{Message: message}}
	}
	return c.Send(message)
}

// SendVideo sends an MP4.
func (c *Citizen) SendVideo(data []byte, caption string) string {
	u := c.s.upload(data, whatsmeow.MediaVideo)
	return c.Send(&waE2E.Message{VideoMessage: &waE2E.VideoMessage{
		Mimetype: proto.String("video/mp4"), Caption: ifAny(caption), URL: &u.url, DirectPath: &u.path, MediaKey: u.key,
		FileSHA256: u.sum, FileEncSHA256: u.sealedSum, FileLength: &u.size,
	}})
}

// SendVoice sends a voice note.
func (c *Citizen) SendVoice(data []byte) string {
	u := c.s.upload(data, whatsmeow.MediaAudio)
	return c.Send(&waE2E.Message{AudioMessage: &waE2E.AudioMessage{
		Mimetype: proto.String("audio/ogg; codecs=opus"), PTT: proto.Bool(true), Seconds: proto.Uint32(3), URL: &u.url, DirectPath: &u.path,
		MediaKey: u.key, FileSHA256: u.sum, FileEncSHA256: u.sealedSum, FileLength: &u.size,
	}})
}

// SendSticker sends a WebP sticker.
func (c *Citizen) SendSticker(data []byte) string {
	u := c.s.upload(data, whatsmeow.MediaImage)
	return c.Send(&waE2E.Message{StickerMessage: &waE2E.StickerMessage{
		Mimetype: proto.String("image/webp"), URL: &u.url, DirectPath: &u.path, MediaKey: u.key,
		FileSHA256: u.sum, FileEncSHA256: u.sealedSum, FileLength: &u.size,
	}})
}

// SendLocation sends a place.
func (c *Citizen) SendLocation(latitude, longitude float64) string {
	return c.Send(&waE2E.Message{LocationMessage: &waE2E.LocationMessage{DegreesLatitude: &latitude, DegreesLongitude: &longitude}})
}

// SendContact sends a visiting card.
func (c *Citizen) SendContact(name, phone string) string {
	return c.Send(&waE2E.Message{ContactMessage: &waE2E.ContactMessage{
		DisplayName: &name, Vcard: proto.String("BEGIN:VCARD\nVERSION:3.0\nFN:" + name + "\nTEL:" + phone + "\nEND:VCARD"),
	}})
}

// React puts an emoji on a message of the bot; an empty one takes it off.
func (c *Citizen) React(toID, emoji string) string {
	return c.Send(&waE2E.Message{ReactionMessage: &waE2E.ReactionMessage{
		Key: c.key(toID, false), Text: &emoji, SenderTimestampMS: proto.Int64(time.Now().UnixMilli()),
	}})
}

// Edit changes the text of a message that this person wrote. The edit has an ID of its own.
func (c *Citizen) Edit(id, words string) string {
	edit := &waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{
		Type: waE2E.ProtocolMessage_MESSAGE_EDIT.Enum(), Key: c.key(id, true),
		EditedMessage: &waE2E.Message{Conversation: &words}, TimestampMS: proto.Int64(time.Now().UnixMilli()),
	}}
	return c.Send(&waE2E.Message{EditedMessage: &waE2E.FutureProofMessage{Message: edit}})
}

// Revoke deletes a message that this person wrote, for everybody.
func (c *Citizen) Revoke(id string) string {
	return c.Send(&waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{Type: waE2E.ProtocolMessage_REVOKE.Enum(), Key: c.key(id, true)}})
}

// key names a message from this person's side.
func (c *Citizen) key(id string, own bool) *waCommon.MessageKey {
	return &waCommon.MessageKey{RemoteJID: proto.String(c.s.phone.lid.String()), FromMe: &own, ID: &id}
}

func ifAny(words string) *string {
	if words == "" {
		return nil
	}
	return &words
}
