package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sapa/bot/channel/telegram"
	"sapa/bot/channel/telegram/telegramtest"
	"sapa/store/redis/redistest"
)

// startEcho runs the least a bot can do: repeat what it hears.
func startEcho(b *testing.B, api, _ string) {
	startLibrary(b, api, func(ctx context.Context, lib *bot.Bot, u *models.Update) {
		if u.Message != nil {
			say(ctx, lib, u.Message.Chat.ID, u.Message.Text, nil)
		}
	})
}

func say(ctx context.Context, lib *bot.Bot, chat int64, text string, keyboard models.ReplyMarkup) {
	lib.SendMessage(ctx, &bot.SendMessageParams{ChatID: chat, Text: text, ParseMode: models.ParseModeHTML, ReplyMarkup: keyboard}) //nolint:errcheck // the turn then never ends
}

func startLibrary(b *testing.B, api string, handle bot.HandlerFunc) {
	lib, err := bot.New(telegramtest.Token, bot.WithServerURL(api), bot.WithHTTPClient(30*time.Second, telegram.Client()),
		bot.WithDefaultHandler(handle), bot.WithErrorsHandler(func(error) {}))
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	b.Cleanup(cancel)
	go lib.Start(ctx)
}

// state is the session of the hard-coded machine.
type state struct {
	Step                      string
	Name, Kind, Count, Agreed string
}

// startHardCoded runs what somebody writes in an afternoon: a switch over steps, the state in Redis, one GET and one SET a
// turn, nothing durable, nothing in order, nothing sent twice when it fails.
func startHardCoded(b *testing.B, api, redisURL string) {
	client := redistest.Open(b, redisURL)
	startLibrary(b, api, func(ctx context.Context, lib *bot.Bot, u *models.Update) {
		if u.Message == nil {
			return
		}
		key := "hard:" + strconv.FormatInt(u.Message.Chat.ID, 10)
		var s state
		if data, err := client.Get(ctx, key).Bytes(); err == nil {
			_ = json.Unmarshal(data, &s) // an unreadable state begins anew
		}
		text, keyboard := s.answer(u.Message.Text)
		data, _ := json.Marshal(s)
		client.Set(ctx, key, data, 30*time.Minute)
		say(ctx, lib, u.Message.Chat.ID, text, keyboard)
	})
}

var hardKinds = []string{"Jalan rusak", "Air bersih", "Lain-lain"}

// answer moves the state on and gives the next question.
func (s *state) answer(text string) (string, models.ReplyMarkup) {
	switch s.Step {
	case "nama":
		s.Name, s.Step = text, "jenis"
		return "Terima kasih, " + s.Name + ". Apa yang ingin dilaporkan?", buttons(hardKinds...)
	case "jenis":
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > len(hardKinds) {
			return "Silakan pilih salah satu:", buttons(hardKinds...)
		}
		s.Kind, s.Step = hardKinds[n-1], "jumlah"
		return "Berapa keluarga yang terkena? Contoh: <b>10</b>.", nil
	case "jumlah":
		if _, err := strconv.Atoi(text); err != nil {
			return "Silakan tulis angka.", nil
		}
		s.Count, s.Step = text, "setuju"
		return fmt.Sprintf("Laporan %s dari %s untuk %s keluarga. Sudah benar? Balas <b>YA</b> atau <b>TIDAK</b>.", s.Kind, s.Name, s.Count), buttons("Ya", "Tidak")
	}
	s.Agreed, s.Step = text, "nama"
	return "Silakan tulis nama Anda. Contoh: Siti Aminah.", nil
}

func buttons(labels ...string) models.ReplyMarkup {
	var rows [][]models.InlineKeyboardButton
	for i, l := range labels {
		rows = append(rows, []models.InlineKeyboardButton{{Text: l, CallbackData: "p|" + strconv.Itoa(i)}})
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: rows}
}
