package whatsapptest

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/coder/websocket"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/socket"
	"google.golang.org/protobuf/proto"
)

// readFrame returns the next frame: after the connection's header, three bytes of length and the data, whatever websocket messages they
// came in.
func (c *conn) readFrame() ([]byte, error) {
	for {
		if c.headed {
			if frame, rest, ok := cutFrame(c.incoming); ok {
				c.incoming = rest
				return frame, nil
			}
		} else if len(c.incoming) >= len(socket.WAConnHeader) {
			if !bytes.HasPrefix(c.incoming, socket.WAConnHeader) {
				return nil, fmt.Errorf("header %x, want %x", c.incoming[:len(socket.WAConnHeader)], socket.WAConnHeader)
			}
			c.incoming, c.headed = c.incoming[len(socket.WAConnHeader):], true
			continue
		}
		kind, data, err := c.ws.Read(c.ctx)
		if err != nil {
			return nil, err
		}
		if kind != websocket.MessageBinary {
			return nil, errors.New("a text message on the websocket")
		}
		if len(c.incoming) == 0 {
			c.incoming = data
		} else {
			c.incoming = append(c.incoming, data...)
		}
	}
}

func cutFrame(data []byte) (frame, rest []byte, ok bool) {
	if len(data) < socket.FrameLengthSize {
		return nil, data, false
	}
	size := int(data[0])<<16 | int(data[1])<<8 | int(data[2])
	if len(data) < socket.FrameLengthSize+size {
		return nil, data, false
	}
	return data[socket.FrameLengthSize : socket.FrameLengthSize+size], data[socket.FrameLengthSize+size:], true
}

func (c *conn) writeFrame(data []byte) error {
	frame := make([]byte, socket.FrameLengthSize, socket.FrameLengthSize+len(data))
	frame[0], frame[1], frame[2] = byte(len(data)>>16), byte(len(data)>>8), byte(len(data))
	return c.ws.Write(c.ctx, websocket.MessageBinary, append(frame, data...))
}

func (c *conn) readProto(into proto.Message) error {
	frame, err := c.readFrame()
	if err != nil {
		return err
	}
	return proto.Unmarshal(frame, into)
}

// readNode returns the next stanza of the client.
func (c *conn) readNode() (*waBinary.Node, error) {
	frame, err := c.readFrame()
	if err != nil {
		return nil, err
	}
	plain, err := c.opener.Open(nil, nonce(c.opened), frame, nil)
	if err != nil {
		return nil, fmt.Errorf("decrypt frame %d: %w", c.opened, err)
	}
	c.opened++
	if plain, err = waBinary.Unpack(plain); err != nil {
		return nil, err
	}
	return waBinary.Unmarshal(plain)
}

// How long a client has to act on a goodbye before its socket is closed. whatsmeow forgets a goodbye that comes with the end of the socket.
const goodbyeTime = 300 * time.Millisecond

// letter is one stanza on its way out.
type letter struct {
	node waBinary.Node
	last bool // the connection ends after it
}

// send queues a stanza; it never blocks, and keeps the order of its callers.
func (c *conn) send(node waBinary.Node) { c.post(letter{node: node}) }

// sendLast queues a goodbye; a little later the connection ends.
func (c *conn) sendLast(node waBinary.Node) { c.post(letter{node: node, last: true}) }

func (c *conn) post(l letter) {
	c.outMu.Lock()
	c.out = append(c.out, l)
	c.outMu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// write is the one goroutine that seals and writes.
func (c *conn) write() {
	for {
		select {
		case <-c.wake:
		case <-c.ctx.Done():
			return
		}
		c.outMu.Lock()
		batch := c.out
		c.out = nil
		c.outMu.Unlock()
		for _, l := range batch {
			if c.silent.Load() {
				continue
			}
			if c.writeNode(l.node) != nil {
				c.cut()
				return
			}
			if l.last {
				c.silent.Store(true)
				time.AfterFunc(goodbyeTime, c.cut)
				return
			}
		}
	}
}

func (c *conn) writeNode(node waBinary.Node) error {
	plain, err := waBinary.Marshal(node)
	if err != nil {
		return err
	}
	sealed := c.sealer.Seal(nil, nonce(c.sealed), plain, nil)
	c.sealed++
	return c.writeFrame(sealed)
}
