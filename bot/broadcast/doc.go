// Package broadcast tells many people the same thing: nobody twice, nobody lost, and no number banned.
//
// A Broadcast is drafted, submitted, approved by a second person, started, and runs until every Delivery has an end. Two
// parts share the store and nothing else:
//
//   - Service is what officers do, from the console and the command line alike. It decides who may, writes the change and
//     its audit entry in one transaction, and returns. It never sends: `sapa broadcast pause` works beside a running serve.
//   - Runner lives in serve. It freezes audiences, feeds the outbox in small batches at low priority, obeys the plan, quiet
//     hours and budgets, holds what is paused, withdraws what is cancelled, and pauses by itself when sending goes wrong.
//
// The way of a broadcast (see store.BroadcastState), and what moves it:
//
//	draf --Submit--> menunggu --Approve--> disetujui --Start--> berjalan --(all have an end)--> selesai
//	  ^---Edit, Reject---/  ^----Edit--------/                   | ^                                |
//	                                                       Pause v | Resume                         v RetryFailed
//	                                                           dijeda                            berjalan
//	                                   Cancel from any but selesai: dibatalkan
//
// The Service:
//
//	Draft(ctx, by, store.BroadcastDraft) (store.Broadcast, error)        a new one, with its short code
//	Edit(ctx, by, code, version, store.BroadcastDraft) (store.Broadcast, error)   voids an approval; version is what the officer saw
//	Import(ctx, by, code, lines io.Reader) (store.Matched, error)        NIKs or phones, one a line, become the audience
//	Reach(ctx, by, store.Broadcast) (store.Reach, error)                 live count per channel, and who is left out and why
//	Forecast(ctx, store.Broadcast, store.Reach) (Forecast, error)        when it would be done, and what is over the budget
//	Preview(ctx, by, code, n) ([]Preview, error)                         n real recipients, as each channel will show it
//	Test(ctx, by, code) error                                            to the officer's own linked chat
//	Submit(ctx, by, code) / Approve(ctx, by, code, hash) / Reject(ctx, by, code, note)
//	Start(ctx, by, code) / Pause(ctx, by, code) / Resume(ctx, by, code)
//	Cancel(ctx, by, code) (unsent int, err error)
//	RetryFailed(ctx, by, code) (again int, err error)
//	Find(ctx, by, code) (store.Broadcast, error) / List(ctx, by) ([]store.Broadcast, error)
//	Status(ctx, by, code) (Status, error)                                totals per channel and state, pace, end, why it waits
//	Deliveries(ctx, by, code, store.DeliveryFilter) ([]store.Delivery, error)   page by page, for the list and its export
//
// Errors to switch on: *store.ForbiddenError (who), *store.BroadcastStateError (not in this state), store.ErrOwnApproval
// (two-person rule), store.ErrVoid (the text, audience or time is not what was approved), store.ErrConflict (edited by
// somebody else meanwhile), *DraftError (what is wrong with the draft), store.ErrNotFound.
package broadcast
