package webchat

// Keys are the entries of the message catalogue that the page shows. Two are lists, their items parted by "|":
// webchat.months (twelve names) and webchat.starters (what a first-time visitor may press, sent as if typed).
func Keys() []string {
	return []string{
		"webchat.title", "webchat.name", "webchat.office", "webchat.description", "webchat.demo", "webchat.noscript",
		"webchat.skip", "webchat.log", "webchat.input", "webchat.placeholder", "webchat.send",
		"webchat.attach", "webchat.attach_remove", "webchat.photo", "webchat.photo_open", "webchat.document",
		"webchat.online", "webchat.connecting", "webchat.offline_short", "webchat.offline", "webchat.typing",
		"webchat.you", "webchat.bot", "webchat.today", "webchat.yesterday", "webchat.wita", "webchat.months",
		"webchat.waiting", "webchat.sent", "webchat.read", "webchat.failed", "webchat.newer",
		"webchat.welcome_title", "webchat.welcome", "webchat.starters", "webchat.start", "webchat.choices",
		"webchat.leave", "webchat.leave_ask",
		"webchat.error.busy", "webchat.error.too_fast", "webchat.error.unknown", "webchat.error.too_long",
		"webchat.error.bad", "webchat.error.not_a_photo", "webchat.error.photo_too_large", "webchat.error.no_file",
		"webchat.error.too_many_tabs", "webchat.health.down",
	}
}
