package whatsapptest

import (
	"strconv"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// handleIQ answers a query of the client, or passes on its answer to one of ours.
func (c *conn) handleIQ(node *waBinary.Node) {
	id, kind, space := text(node, "id"), text(node, "type"), text(node, "xmlns")
	if kind == "result" || kind == "error" {
		c.s.mu.Lock()
		waiting := c.answers[id]
		delete(c.answers, id)
		c.s.mu.Unlock()
		if waiting != nil {
			waiting <- node
		}
		return
	}
	c.s.count(func(n *Counts) { n.IQs[space]++ })
	switch space {
	case "encrypt":
		c.result(id, c.s.keysQuery(c, node)...)
	case "usync":
		c.s.usyncQuery(c, id, node)
	case "w:m":
		c.result(id, mediaConn())
	case "privacy":
		c.result(id, privacy(kind)...)
	case "md":
		c.devicesQuery(id, node)
	case "passive":
		c.result(id)
		if _, active := node.GetOptionalChildByTag("active"); active {
			c.s.flush(c)
		}
	default: // w:p (the keepalive) and whatever else wants no more than an answer
		c.result(id)
	}
}

func (c *conn) result(id string, content ...waBinary.Node) {
	node := waBinary.Node{Tag: "iq", Attrs: waBinary.Attrs{"from": types.ServerJID, "type": "result", "id": id}}
	if len(content) > 0 {
		node.Content = content
	}
	c.send(node)
}

func (c *conn) refuse(id string, code int, why string) {
	c.send(waBinary.Node{
		Tag: "iq", Attrs: waBinary.Attrs{"from": types.ServerJID, "type": "error", "id": id},
		Content: []waBinary.Node{{Tag: "error", Attrs: waBinary.Attrs{"code": strconv.Itoa(code), "text": why}}},
	})
}

// privacy answers the settings query with what an account has that nobody touched. Tokens are taken without a word.
func privacy(kind string) []waBinary.Node {
	if kind != "get" {
		return nil
	}
	var categories []waBinary.Node
	for _, name := range []string{"groupadd", "last", "status", "profile", "readreceipts", "calladd"} {
		categories = append(categories, waBinary.Node{Tag: "category", Attrs: waBinary.Attrs{"name": name, "value": "all"}})
	}
	return []waBinary.Node{{Tag: "privacy", Content: categories}}
}

// devicesQuery is the md namespace: pairing by code, and the device that unlinks itself.
func (c *conn) devicesQuery(id string, node *waBinary.Node) {
	if reg, ok := node.GetOptionalChildByTag("link_code_companion_reg"); ok {
		c.linkCode(id, &reg)
		return
	}
	c.result(id)
	if _, ok := node.GetOptionalChildByTag("remove-companion-device"); ok {
		c.s.mu.Lock()
		c.s.forgetLink()
		c.s.mu.Unlock()
		c.s.ring()
	}
}
