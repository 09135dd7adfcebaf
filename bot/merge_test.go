package bot

import (
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
)

func spoke(seq int64, text string) task {
	return task{received: store.Received{Seq: seq, Message: conversations.Message{Channel: "telegram", From: "1", Text: text}}}
}

func tasks(texts ...string) []task {
	var out []task
	for i, text := range texts {
		out = append(out, spoke(int64(i+1), text))
	}
	return out
}

func TestMerge(t *testing.T) {
	t.Parallel()
	tap := spoke(2, "")
	tap.received.Message.Tap = &conversations.Tap{Choice: "ya"}
	photo := spoke(2, "ini")
	photo.received.Message.Media = []conversations.Media{{Kind: conversations.Photo}}
	start := spoke(2, "wrse")
	start.received.Message.Start = "wrse"
	edit := spoke(2, "mau tanya bantuan")
	edit.received.Message.Event = conversations.Edited
	elsewhere := spoke(2, "mau tanya bantuan")
	elsewhere.received.Message.Channel = "webchat"
	other := spoke(2, "mau tanya bantuan")
	other.received.Message.From = "2"
	tests := []struct {
		name    string
		waiting []task
		count   int
		text    string
	}{
		{"one", tasks("halo"), 1, "halo"},
		{"greeting and question", tasks("assalamualaikum", "mau tanya bantuan modal"), 2, "assalamualaikum mau tanya bantuan modal"},
		{"greeting in two pieces", tasks("halo", "selamat pagi", "cara daftar wrse"), 3, "halo selamat pagi cara daftar wrse"},
		{"only one question", tasks("halo", "cara daftar wrse", "syaratnya apa"), 2, "halo cara daftar wrse"},
		{"two questions", tasks("cara daftar wrse", "syaratnya apa"), 1, "cara daftar wrse"},
		{"a number counts alone", tasks("halo", "2"), 1, "halo"},
		{"an ordinal counts alone", tasks("halo", "yang kedua"), 1, "halo"},
		{"a NIK counts alone", tasks("halo", "6472034507859901"), 1, "halo"},
		{"a command counts alone", tasks("halo", "menu"), 1, "halo"},
		{"batal counts alone", tasks("halo", "batal"), 1, "halo"},
		{"a yes counts alone", tasks("halo", "ya"), 1, "halo"},
		{"a no counts alone", tasks("halo", "tidak"), 1, "halo"},
		{"button", []task{spoke(1, "halo"), tap}, 1, "halo"},
		{"photo", []task{spoke(1, "halo"), photo}, 1, "halo"},
		{"deep link", []task{spoke(1, "halo"), start}, 1, "halo"},
		{"edit", []task{spoke(1, "halo"), edit}, 1, "halo"},
		{"another channel", []task{spoke(1, "halo"), elsewhere}, 1, "halo"},
		{"another phone", []task{spoke(1, "halo"), other}, 1, "halo"},
		{"alarm", []task{spoke(1, "halo"), {alarm: &store.Alarm{}}}, 1, "halo"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := merge(tt.waiting)
			if m.count != tt.count || m.message.Text != tt.text || len(m.answers) != tt.count {
				t.Errorf("merge took %d (%v): %q", m.count, m.answers, m.message.Text)
			}
			if tt.waiting[0].received.Message.Text != "" && tt.waiting[0].received.Message.Text == m.message.Text && m.count > 1 {
				t.Error("the waiting task was changed")
			}
		})
	}
	if m := merge([]task{{alarm: &store.Alarm{Name: "draft"}}, spoke(1, "halo")}); m.alarm == nil || m.count != 1 || m.message != nil {
		t.Errorf("merge of an alarm = %+v", m)
	}
}

func TestPatience(t *testing.T) {
	t.Parallel()
	talk := &Talk{Pause: 2 * time.Second}
	tried := tasks("halo")
	tried[0].tries = 1
	tests := []struct {
		name    string
		waiting []task
		waits   bool
	}{
		{"greeting", tasks("halo"), true},
		{"greetings", tasks("halo", "selamat pagi"), true},
		{"question", tasks("cara daftar wrse"), false},
		{"greeting and question", tasks("halo", "cara daftar wrse"), false},
		{"greeting and number", tasks("halo", "1"), false},
		{"tried before", tried, false},
		{"alarm", []task{{alarm: &store.Alarm{}}}, false},
		{"many greetings", tasks("halo", "halo", "halo", "halo", "halo", "halo"), false},
	}
	for _, tt := range tests {
		want := time.Duration(0)
		if tt.waits {
			want = talk.Pause
		}
		if got := talk.patience(tt.waiting); got != want {
			t.Errorf("%s: patience %v, want %v", tt.name, got, want)
		}
	}
	if got := (&Talk{}).patience(tasks("halo")); got != 0 {
		t.Errorf("patience %v with none configured", got)
	}
}
