package console

import (
	"context"

	"sapa/store"
)

type auditStore interface {
	Audit(ctx context.Context, e store.AuditEntry) error
}
