package telegram

import "github.com/go-telegram/bot/models"

// The parts of an update that are read. The library's types have room for everything that Telegram knows, and read it all:
// here, what is new on the platform cannot make an update unreadable, and what nobody looks at costs nothing.
type (
	update struct {
		ID            int64       `json:"update_id"`
		Message       *message    `json:"message"`
		EditedMessage *message    `json:"edited_message"`
		CallbackQuery *callback   `json:"callback_query"`
		MyChatMember  *membership `json:"my_chat_member"`
	}
	chat struct {
		ID   int64           `json:"id"`
		Type models.ChatType `json:"type"`
	}
	sender struct {
		ID int64 `json:"id"`
	}
	message struct {
		ID        int                `json:"message_id"`
		From      *sender            `json:"from"`
		Date      int                `json:"date"`
		EditDate  int                `json:"edit_date"`
		Chat      chat               `json:"chat"`
		Text      string             `json:"text"`
		Caption   string             `json:"caption"`
		Photo     []models.PhotoSize `json:"photo"`
		Document  *file              `json:"document"`
		Animation *file              `json:"animation"`
		Voice     *file              `json:"voice"`
		Audio     *file              `json:"audio"`
		Sticker   *file              `json:"sticker"`
		Video     *file              `json:"video"`
		VideoNote *file              `json:"video_note"`
		Contact   *models.Contact    `json:"contact"`
		Location  *present           `json:"location"`
		Venue     *present           `json:"venue"`
		Story     *present           `json:"story"`
		Poll      *present           `json:"poll"`
		Dice      *present           `json:"dice"`
		Game      *present           `json:"game"`
		Checklist *present           `json:"checklist"`
		PaidMedia *present           `json:"paid_media"`
		Invoice   *present           `json:"invoice"`
	}
	file struct {
		FileID   string `json:"file_id"`
		MimeType string `json:"mime_type"`
		FileSize int64  `json:"file_size"`
	}
	callback struct {
		ID      string `json:"id"`
		From    sender `json:"from"`
		Data    string `json:"data"`
		Message *struct {
			Chat chat `json:"chat"`
		} `json:"message"` // also when it is too old to be shown
	}
	membership struct {
		Chat          chat `json:"chat"`
		Date          int  `json:"date"`
		NewChatMember struct {
			Type models.ChatMemberType `json:"status"`
		} `json:"new_chat_member"`
	}
	// present is something that only has to be there.
	present struct{}
)
