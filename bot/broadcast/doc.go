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
// What is fed to the outbox but not sent is held there by the outbox's gate, which asks the Runner before every send: that is
// how a pause takes hold at once and a cancelled letter is never sent. A broadcast that the Runner does not know yet is held,
// so after a restart nothing goes out that should not.
//
// Errors to switch on: *store.ForbiddenError (who), *store.BroadcastStateError (not in this state), store.ErrOwnApproval
// (two-person rule), store.ErrVoid (the text, audience or time is not what was approved), store.ErrConflict (edited by
// somebody else meanwhile), *DraftError (what is wrong with the draft), store.ErrNotFound.
package broadcast
