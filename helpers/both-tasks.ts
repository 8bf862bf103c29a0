/** Invoices of which both tasks are taken: no page says which invoices may be resent, and which may be dunned. */
import type { ArrangedInvoice } from './arrange.ts';
import { isSuccess } from './http/answer.ts';
import { type CheckContext, notApplicable } from './spec.ts';

/**
 * An invoice of which both tasks are known to be accepted. The check is not applicable where one is taken before the
 * commit alone and the other after it alone.
 */
export async function invoiceReadyForBoth({ api, arrange, knowledge }: CheckContext): Promise<ArrangedInvoice> {
  const resendIsEarly = await knowledge.onlyBeforeCommit('resendInvoice');
  const dunningIsEarly = await knowledge.onlyBeforeCommit('modifyDunning');
  const invoice = await arrange.invoice();
  if (resendIsEarly === dunningIsEarly) {
    await arrange.makeReadyFor('modifyDunning', invoice);
    await arrange.makeReadyFor('resendInvoice', invoice);
    return invoice;
  }
  await arrange.makeReadyFor(resendIsEarly ? 'resendInvoice' : 'modifyDunning', invoice);
  const other = resendIsEarly
    ? ({ operation: 'modifyDunning', reference: invoice.reference, body: { dunninglevel: 0 } } as const)
    : ({ operation: 'resendInvoice', reference: invoice.reference, body: {} } as const);
  const answer = await api.call(other, { note: `is ${other.operation} taken before the commit as well` });
  if (!isSuccess(answer.status)) notApplicable('no invoice can be both resent and dunned on this server');
  return invoice;
}
