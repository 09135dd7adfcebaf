// Package whatsapptest is a WhatsApp server for tests: it stands on loopback where WhatsApp stands and drives the real, unmodified
// whatsmeow client through pairing, login, Signal-encrypted talk, media and everything that goes wrong on a bad day.
//
// It plays three parts: the server (Noise, binary XML, queues, media), the office's own phone (which pairs and types now and then), and
// any number of citizens with Signal sessions of their own. What the bot has not confirmed is delivered again at its next login; the
// state lives in the Server and survives the bot's process.
//
// A whatsmeow client is pointed at it by HTTPClient (in the same process), or by HTTPS_PROXY=ProxyURL and SSL_CERT_FILE=CertFile (a
// child process); either way the process must have called TrustRoot.
package whatsapptest
