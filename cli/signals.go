package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// untilTold is done when ctx is, or when a signal tells this process to end.
func untilTold(ctx context.Context) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
}
