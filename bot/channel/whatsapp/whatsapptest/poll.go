package whatsapptest

import (
	"crypto/rand"
	"fmt"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/util/gcmutil"
	"go.mau.fi/whatsmeow/util/hkdfutil"
	"google.golang.org/protobuf/proto"
)

// VotePoll votes in a poll of the bot that was shown to this person, for the options named; none takes the vote back. A poll that nobody
// showed is answered with nothing, and the empty ID.
func (c *Citizen) VotePoll(pollID string, options ...string) string {
	c.mu.Lock()
	secret := c.screen.polls[pollID]
	c.mu.Unlock()
	if secret == nil {
		return ""
	}
	vote, err := proto.Marshal(&waE2E.PollVoteMessage{SelectedOptions: whatsmeow.HashPollOptions(options)})
	if err != nil {
		panic(fmt.Sprintf("marshal a vote: %v", err))
	}
	author, voter := c.s.phone.lid.String(), c.Chat().String()
	key := hkdfutil.SHA256(secret, nil, []byte(pollID+author+voter+string(whatsmeow.EncSecretPollVote)), 32)
	iv := make([]byte, 12)
	_, _ = rand.Read(iv)
	sealed, err := gcmutil.Encrypt(key, iv, vote, fmt.Appendf(nil, "%s\x00%s", pollID, voter))
	if err != nil {
		panic(fmt.Sprintf("encrypt a vote: %v", err))
	}
	return c.Send(&waE2E.Message{PollUpdateMessage: &waE2E.PollUpdateMessage{
		PollCreationMessageKey: c.key(pollID, false), Vote: &waE2E.PollEncValue{EncPayload: sealed, EncIV: iv},
		SenderTimestampMS: proto.Int64(time.Now().UnixMilli()),
	}})
}
