package casework

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// DigestStore is what telling officers needs kept.
type DigestStore interface {
	Calendar(ctx context.Context) (store.Calendar, error)
	OfficerChats(ctx context.Context) ([]store.OfficerChat, error)
	LoadOf(ctx context.Context, region string, now time.Time) (store.Load, error)
	Post(ctx context.Context, now time.Time, letters ...store.Letter) ([]store.Letter, error)
}

// digestHour is when officers are told in their chats what waits, once on an office day.
const digestHour = 8

// Digest tells officers with a linked chat what waits in their kab/kota, once on each office day in the hour after eight,
// when something does. It tells how many it told.
func Digest(ctx context.Context, s DigestStore, now time.Time) (int, error) {
	if now.Hour() != digestHour {
		return 0, nil
	}
	days, err := s.Calendar(ctx)
	if err != nil || !days.Works(now) {
		return 0, err
	}
	chats, err := s.OfficerChats(ctx)
	if err != nil {
		return 0, err
	}
	told := 0
	for _, c := range chats {
		l, err := s.LoadOf(ctx, c.Region, now)
		if err != nil {
			return told, err
		}
		if l == (store.Load{}) {
			continue
		}
		fresh, err := s.Post(ctx, now, store.Letter{ID: "tugas." + c.Login + "." + now.Format(time.DateOnly), Contact: c.Contact,
			Reply: digest(l, c.Region), Due: now, Priority: store.PriorityUpdate})
		if err != nil {
			return told, fmt.Errorf("tell an officer what waits: %w", err)
		}
		told += len(fresh)
	}
	return told, nil
}

func digest(l store.Load, region string) conversations.Reply {
	fresh, late, waiting := strconv.Itoa(l.New), strconv.Itoa(l.Overdue), strconv.Itoa(l.Tickets)
	t := conversations.Text{Key: "notice.digest.province", Args: map[string]string{"baru": fresh, "lewat": late, "pesan": waiting}}
	if r, ok := understand.RegionNamed(region); ok {
		t = conversations.Text{Key: "notice.digest", Args: map[string]string{"wilayah": r.Name, "baru": fresh, "lewat": late, "pesan": waiting}}
	}
	return conversations.Reply{Texts: []conversations.Text{t}}
}
