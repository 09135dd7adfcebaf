package whatsapptest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/proto/waWeb"
	"google.golang.org/protobuf/proto"
)

// SendHistory is what a phone does after it linked a device: it tells it what was said before, here by one citizen. It comes as a message
// of the account to itself and is nothing to answer.
func (p *Phone) SendHistory(with *Citizen, texts ...string) string {
	conversation := &waHistorySync.Conversation{ID: proto.String(with.Chat().String())}
	for i, words := range texts {
		conversation.Messages = append(conversation.Messages, &waHistorySync.HistorySyncMsg{Message: &waWeb.WebMessageInfo{
			Key:     &waCommon.MessageKey{RemoteJID: conversation.ID, FromMe: proto.Bool(false), ID: proto.String(newMessageID())},
			Message: &waE2E.Message{Conversation: &words}, MessageTimestamp: proto.Uint64(uint64(time.Now().Unix()) - 3600 + uint64(i)),
		}})
	}
	kind := waHistorySync.HistorySync_RECENT
	raw, err := proto.Marshal(&waHistorySync.HistorySync{SyncType: &kind, Conversations: []*waHistorySync.Conversation{conversation}})
	if err != nil {
		panic(fmt.Sprintf("marshal the history: %v", err))
	}
	var packed bytes.Buffer
	writer := zlib.NewWriter(&packed)
	_, _ = writer.Write(raw)
	_ = writer.Close()
	id := newMessageID()
	p.copyToDevice(waBinary.Attrs{"id": id, "t": time.Now().Unix(), "type": "text", "category": "peer"}, &waE2E.Message{
		ProtocolMessage: &waE2E.ProtocolMessage{
			Type: waE2E.ProtocolMessage_HISTORY_SYNC_NOTIFICATION.Enum(),
			HistorySyncNotification: &waE2E.HistorySyncNotification{
				SyncType: waE2E.HistorySyncType_RECENT.Enum(), InitialHistBootstrapInlinePayload: packed.Bytes(),
			},
		},
	})
	return id
}
