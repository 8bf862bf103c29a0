/** Faults of resending an invoice. */
import type { Call } from '../call.ts';
import { serverError } from '../failures.ts';
import { isObject, without } from '../json.ts';
import type { Invoice } from '../model.ts';
import { aMonthLater } from './dunning.ts';
import { contents, type Fault, on } from './fault.ts';
import { invoiceBefore } from './neighbours.ts';

/** Writes into the meta of the invoice of the same customer that was created before one. */
function markBefore({ login }: Call, invoice: Invoice): void {
  const other = invoiceBefore(login.invoices, invoice);
  if (other === undefined) return;
  const { meta } = other.members;
  const members = { ...other.members, meta: { ...(isObject(meta) ? meta : {}), resent: true } };
  login.invoices.set(other.reference, { ...other, members });
}

/** A task changes the invoice itself. */
function resending(change: (invoice: Invoice) => Invoice): Fault['change'] {
  return ({ resend: { sent } }) => ({ resend: { sent: (call, invoice) => change(sent(call, invoice)) } });
}

/** Some of the resends of an invoice, counted from 1, send as many mails as is told and not one. */
function mails(ofResend: (count: number) => 0 | 1 | 2): Fault['change'] {
  return ({ resend: { sent } }) => {
    const calls = new Map<string, number>();
    return {
      resend: {
        sent: (call, invoice) => {
          const count = (calls.get(invoice.reference) ?? 0) + 1;
          calls.set(invoice.reference, count);
          let after = invoice;
          for (let mail = 0; mail < ofResend(count); mail += 1) after = sent(call, after);
          return after;
        },
      },
    };
  };
}

export const resendFaults = [
  {
    id: 'resend-unlocks',
    breaks: 'commit.locks-for-good',
    operation: 'resendInvoice',
    sentence: 'A resend ends the lock of a committed invoice.',
    change: resending((invoice) => ({ ...invoice, committed: null })),
  },
  {
    id: 'resend-locks',
    breaks: 'resend.locks-nothing',
    operation: 'resendInvoice',
    sentence: 'A resend of an invoice that is not committed locks it.',
    change: resending((invoice) => ({ ...invoice, committed: invoice.committed ?? invoice.modified })),
  },
  {
    id: 'resend-marks-meta',
    breaks: 'resend.leaves-the-invoice',
    operation: 'resendInvoice',
    sentence: 'A resend adds a member to the meta of the invoice.',
    change: resending((invoice) => {
      const { meta } = invoice.members;
      return { ...invoice, members: { ...invoice.members, meta: { ...(isObject(meta) ? meta : {}), resent: true } } };
    }),
  },
  {
    id: 'resend-raises-level',
    breaks: 'resend.leaves-the-invoice',
    operation: 'resendInvoice',
    sentence: 'Resending an invoice raises its dunning level.',
    change: ({ resend: { sent } }) => ({
      resend: {
        sent: (call, invoice) => ({ ...sent(call, invoice), dunninglevel: invoice.dunninglevel + 1 }),
      },
    }),
  },
  {
    id: 'resend-without-job',
    breaks: 'resend.answers-with-job',
    operation: 'resendInvoice',
    sentence: 'The answer to a resend has no job.',
    change: contents('resendInvoice', (content) => (isObject(content) ? without(content, 'job') : content)),
  },
  {
    id: 'resend-without-result',
    breaks: 'resend.answers-with-job',
    operation: 'resendInvoice',
    sentence: 'The answer to a resend has no resultcode.',
    change: contents('resendInvoice', (content) => (isObject(content) ? without(content, 'resultcode') : content)),
  },
  {
    id: 'resend-resultcode-is-number',
    breaks: 'resend.job-members-are-texts',
    operation: 'resendInvoice',
    sentence: 'The resultcode of a resend is a number.',
    change: contents('resendInvoice', (content) => (isObject(content) ? { ...content, resultcode: 0 } : content)),
  },
  {
    id: 'resend-result-empty',
    breaks: 'resend.job-members-are-texts',
    operation: 'resendInvoice',
    sentence: 'The result of a resend is an empty text.',
    change: contents('resendInvoice', (content) => (isObject(content) ? { ...content, result: '' } : content)),
  },
  {
    id: 'resend-sends-twice',
    breaks: 'resend.one-call-one-mail',
    operation: 'resendInvoice',
    sentence: 'Each resend sends two mails.',
    change: mails(() => 2),
  },
  {
    id: 'third-resend-lost',
    breaks: 'resend.each-call-sends',
    operation: 'resendInvoice',
    sentence: 'From the third resend of an invoice on, nothing is sent.',
    change: mails((count) => (count > 2 ? 0 : 1)),
  },
  {
    id: 'every-other-resend-sends-twice',
    breaks: 'resend.each-call-sends',
    operation: 'resendInvoice',
    sentence: 'Every other resend of an invoice, the first included, sends two mails.',
    change: mails((count) => (count % 2 === 0 ? 1 : 2)),
  },
  {
    id: 'resend-of-another-invoice',
    breaks: 'resend.concerns-that-invoice-alone',
    operation: 'resendInvoice',
    sentence: "Resending an invoice also resends the customer's invoice before it.",
    change: ({ resend: { sent } }) => ({
      resend: {
        sent: (call, invoice) => {
          const other = invoiceBefore(call.login.invoices, invoice);
          if (other !== undefined) call.login.invoices.set(other.reference, sent(call, other));
          return sent(call, invoice);
        },
      },
    }),
  },
  {
    id: 'resend-marks-another-invoice',
    breaks: 'tasks.of-other-invoices-nothing',
    operation: 'resendInvoice',
    sentence: "Resending an invoice leaves a mark in the meta of the customer's invoice before it.",
    change: ({ resend: { sent } }) => ({
      resend: {
        sent: (call, invoice) => {
          markBefore(call, invoice);
          return sent(call, invoice);
        },
      },
    }),
  },
  {
    id: 'resend-moves-due-date',
    breaks: 'resend.leaves-the-invoice',
    operation: 'resendInvoice',
    sentence: 'A resend moves the due date by a month.',
    change: resending(aMonthLater),
  },
  {
    id: 'resend-cancels',
    breaks: 'resend.leaves-the-invoice',
    operation: 'resendInvoice',
    sentence: 'A resend cancels the invoice.',
    change: resending((invoice) => ({
      ...invoice,
      members: { ...invoice.members, cancelationdate: '2024-01-02T00:00:00.000Z' },
    })),
  },
  {
    id: 'resend-rounds-quantities',
    breaks: 'resend.leaves-the-invoice',
    operation: 'resendInvoice',
    sentence: 'A resend rounds quantities to whole numbers.',
    change: resending((invoice) => ({
      ...invoice,
      items: invoice.items.map((item) => ({ ...item, quantity: Math.round(Number(item.quantity)) })),
    })),
  },
  {
    id: 'resend-reorders-items',
    breaks: 'resend.leaves-the-invoice',
    operation: 'resendInvoice',
    sentence: 'A resend turns the order of the items.',
    change: resending((invoice) => ({ ...invoice, items: invoice.items.toReversed() })),
  },
  {
    id: 'resend-takes-malformed-body',
    breaks: 'resend.malformed-body-refused',
    operation: 'resendInvoice',
    sentence: 'The body of a resend is not read, so that any is taken.',
    change: ({ content: { whenMalformed } }) => ({
      content: { whenMalformed: on('resendInvoice', whenMalformed, () => ({ ok: true, body: {} })) },
    }),
  },
  {
    id: 'resend-fails',
    breaks: 'operation.valid-request-succeeds',
    operation: 'resendInvoice',
    sentence: 'Every resend is answered with 500.',
    change: () => ({ resend: { allowed: () => serverError } }),
  },
] as const satisfies readonly Fault[];
