/** Tasks on an invoice: resend, dunning, commit. */
import { type Call, type Outcome, success } from '../call.ts';
import type { Invoice } from '../model.ts';
import { notify } from '../notify.ts';
import type { Found } from '../rules.ts';
import { type AccountData, timestamp } from '../world.ts';
import { changeInvoice } from './invoices.ts';

export function resendInvoice(call: Call, { owner, record }: Found<Invoice>): Outcome {
  const { resend, effects } = call.rules;
  const refusal = resend.allowed(call, record);
  if (refusal !== undefined) return refusal;
  effects.happen(call, () => {
    const target = resend.target(call, owner, record);
    call.world.mails.push({
      account: owner.account.username,
      invoiceReference: target.reference,
      to: recipientOf(owner, target),
      at: timestamp(call.world),
    });
    changeInvoice(owner, target.reference, (invoice) => resend.sent(call, invoice));
  });
  return success(resend.answer(call, newJob(call)));
}

export function modifyDunning(call: Call, { owner, record }: Found<Invoice>): Outcome {
  const { dunning, effects } = call.rules;
  const refusal = dunning.allowed(call, record);
  if (refusal !== undefined) return refusal;
  effects.happen(call, () => {
    for (const { reference } of [record, ...dunning.alsoChanges(call, owner, record)]) {
      changeInvoice(owner, reference, (invoice) => dunning.changed(call, invoice));
    }
  });
  return success(dunning.answer(call, newJob(call)));
}

export function commitInvoice(call: Call, { owner, record }: Found<Invoice>): Outcome {
  const { commit } = call.rules;
  const refusal = commit.allowed(call, record);
  if (refusal !== undefined) return refusal;
  const job = newJob(call);
  call.world.clock.schedule(commit.lagMs(call), () => {
    for (const { reference } of [record, ...commit.alsoCommits(call, owner, record)]) {
      changeInvoice(owner, reference, (invoice) => commit.committed(call, invoice));
    }
    const { notifyUrl } = call.body;
    if (typeof notifyUrl === 'string') notify(call, notifyUrl, job);
  });
  return success(commit.answer(call, job));
}

function newJob(call: Call): string {
  return String(call.world.nextNumber());
}

function recipientOf(owner: AccountData, invoice: Invoice): string | null {
  const emails = owner.identities.get(invoice.identityReference)?.members.emails;
  const first = Array.isArray(emails) ? emails[0] : undefined;
  if (typeof first !== 'object' || first === null || Array.isArray(first)) return null;
  return typeof first.email === 'string' ? first.email : null;
}
