/** Faults of steering the dunning. */
import { notPossible } from '../failures.ts';
import type { JsonObject } from '../json.ts';
import type { Invoice } from '../model.ts';
import { type Fault, finishedAnswers } from './fault.ts';
import { invoiceBefore } from './neighbours.ts';

/** The invoice with another due date. */
export function aMonthLater(invoice: Invoice): Invoice {
  const { due } = invoice.members;
  const instant = typeof due === 'string' ? Date.parse(due) : Number.NaN;
  if (Number.isNaN(instant)) return invoice;
  const later = new Date(instant + 30 * 24 * 60 * 60 * 1000).toISOString();
  return { ...invoice, members: { ...invoice.members, due: later } };
}

function dunning(change: (invoice: Invoice, body: JsonObject, old: Invoice) => Invoice): Fault['change'] {
  return ({ dunning: { changed } }) => ({
    dunning: { changed: (call, invoice) => change(changed(call, invoice), call.body, invoice) },
  });
}

export const dunningFaults = [
  {
    id: 'level-zero-refused',
    breaks: 'dunning.documented-members-accepted',
    operation: 'modifyDunning',
    sentence: 'Level 0 is refused as if none were sent.',
    change: ({ dunning: { allowed } }) => ({
      dunning: {
        allowed: (call, invoice) =>
          call.body.dunninglevel === 0 ? notPossible('Send a level') : allowed(call, invoice),
      },
    }),
  },
  {
    id: 'start-date-refused',
    breaks: 'dunning.documented-members-accepted',
    operation: 'modifyDunning',
    sentence: 'A start date together with a level is refused.',
    change: ({ dunning: { allowed } }) => ({
      dunning: {
        allowed: (call, invoice) =>
          call.body.startDunningDate !== undefined && call.body.dunninglevel !== undefined
            ? notPossible('Send one of them')
            : allowed(call, invoice),
      },
    }),
  },
  {
    id: 'level-not-stored',
    breaks: 'dunning.level-applied',
    operation: 'modifyDunning',
    sentence: 'A level is answered and not stored.',
    change: dunning((invoice, _body, old) => ({ ...invoice, dunninglevel: old.dunninglevel })),
  },
  {
    id: 'level-one-ahead',
    breaks: 'dunning.level-applied',
    operation: 'modifyDunning',
    sentence: 'The level stored is the one after the level sent.',
    change: dunning((invoice, { dunninglevel }) =>
      typeof dunninglevel === 'number' ? { ...invoice, dunninglevel: dunninglevel + 1 } : invoice,
    ),
  },
  {
    id: 'level-zero-ignored',
    breaks: 'dunning.level-applied',
    operation: 'modifyDunning',
    sentence: 'Level 0 counts as not sent.',
    change: dunning((invoice, { dunninglevel }, old) =>
      dunninglevel === 0 ? { ...invoice, dunninglevel: old.dunninglevel } : invoice,
    ),
  },
  {
    id: 'absent-level-resets',
    breaks: 'dunning.absent-level-unchanged',
    operation: 'modifyDunning',
    sentence: 'A call without a level sets it to 0.',
    change: dunning((invoice, { dunninglevel }) =>
      dunninglevel === undefined ? { ...invoice, dunninglevel: 0 } : invoice,
    ),
  },
  {
    id: 'empty-dunning-resets',
    breaks: 'dunning.absent-level-unchanged',
    operation: 'modifyDunning',
    sentence: 'A call with an empty body sets the level to 0.',
    change: dunning((invoice, body) => (Object.keys(body).length === 0 ? { ...invoice, dunninglevel: 0 } : invoice)),
  },
  {
    id: 'level-beside-date-ignored',
    breaks: 'dunning.level-applied',
    operation: 'modifyDunning',
    sentence: 'A level that comes with a start date is not stored.',
    change: dunning((invoice, { startDunningDate }, old) =>
      startDunningDate === undefined ? invoice : { ...invoice, dunninglevel: old.dunninglevel },
    ),
  },
  {
    id: 'refused-dunning-resets',
    breaks: 'validation.refused-call-changes-nothing',
    operation: 'modifyDunning',
    sentence: 'A refused change of the dunning sets the level to 0.',
    change: finishedAnswers('modifyDunning', (answer, { world, reference }) => {
      if (answer.status !== 400) return answer;
      for (const { invoices } of world.accounts) {
        const invoice = invoices.get(reference);
        if (invoice !== undefined) invoices.set(reference, { ...invoice, dunninglevel: 0 });
      }
      return answer;
    }),
  },
  {
    id: 'absent-level-counts-up',
    breaks: 'dunning.absent-level-unchanged',
    operation: 'modifyDunning',
    sentence: 'A call without a level raises it by one.',
    change: dunning((invoice, { dunninglevel }) =>
      dunninglevel === undefined ? { ...invoice, dunninglevel: invoice.dunninglevel + 1 } : invoice,
    ),
  },
  {
    id: 'start-date-not-stored',
    breaks: 'dunning.start-date-applied',
    operation: 'modifyDunning',
    sentence: 'A start date is answered and not stored.',
    change: dunning((invoice, _body, old) => ({ ...invoice, startDunningDate: old.startDunningDate })),
  },
  {
    id: 'start-date-needs-level',
    breaks: 'dunning.start-date-applied',
    operation: 'modifyDunning',
    sentence: 'A start date without a level is answered and not stored.',
    change: dunning((invoice, { dunninglevel }, old) =>
      dunninglevel === undefined ? { ...invoice, startDunningDate: old.startDunningDate } : invoice,
    ),
  },
  {
    id: 'start-date-a-day-early',
    breaks: 'dunning.start-date-applied',
    operation: 'modifyDunning',
    sentence: 'A start date is stored a day early, as if midnight were in another time zone.',
    change: dunning((invoice, { startDunningDate }) => {
      if (typeof startDunningDate !== 'string') return invoice;
      const early = new Date(Date.parse(startDunningDate) - 24 * 60 * 60 * 1000);
      return { ...invoice, startDunningDate: early.toISOString().slice(0, 10) };
    }),
  },
  {
    id: 'start-date-month-first',
    breaks: 'dunning.start-date-applied',
    operation: 'modifyDunning',
    sentence: 'A start date is stored with day and month exchanged, where that makes a date.',
    change: dunning((invoice, { startDunningDate }) => {
      if (typeof startDunningDate !== 'string') return invoice;
      const [year = '', month = '', day = ''] = startDunningDate.split('-');
      return Number(day) > 12 ? invoice : { ...invoice, startDunningDate: `${year}-${day}-${month}` };
    }),
  },
  {
    id: 'absent-start-date-is-today',
    breaks: 'dunning.absent-start-date-is-due-date',
    operation: 'modifyDunning',
    sentence: 'Without a start date dunning counts from the day of the call.',
    change: ({ dunning: { changed } }) => ({
      dunning: {
        changed: (call, invoice) => {
          const next = changed(call, invoice);
          const today = new Date(call.world.clock.now()).toISOString().slice(0, 10);
          return { ...next, startDunningDate: next.startDunningDate ?? today };
        },
      },
    }),
  },
  {
    id: 'absent-start-date-is-issue-date',
    breaks: 'dunning.absent-start-date-is-due-date',
    operation: 'modifyDunning',
    sentence: 'Without a start date dunning counts from the date of issue.',
    change: dunning((invoice) => {
      const { issued } = invoice.members;
      const date = typeof issued === 'string' ? issued.slice(0, 10) : null;
      return { ...invoice, startDunningDate: invoice.startDunningDate ?? date };
    }),
  },
  {
    id: 'dunning-of-another-invoice',
    breaks: 'dunning.concerns-that-invoice-alone',
    operation: 'modifyDunning',
    sentence: "A level set on one invoice is set on the customer's invoice before it.",
    change: () => ({
      dunning: {
        alsoChanges: (_call, owner, invoice) => {
          const other = invoiceBefore(owner.invoices, invoice);
          return other === undefined ? [] : [other];
        },
      },
    }),
  },
  {
    id: 'dunning-moves-due-date',
    breaks: 'dunning.leaves-the-invoice',
    operation: 'modifyDunning',
    sentence: 'A change of the dunning moves the due date by a month.',
    change: dunning((invoice) => ({
      ...aMonthLater(invoice),
      startDunningDate: invoice.startDunningDate ?? String(invoice.members.due).slice(0, 10),
    })),
  },
  {
    id: 'dunning-adds-a-fee',
    breaks: 'dunning.leaves-the-invoice',
    operation: 'modifyDunning',
    sentence: 'A change of the dunning adds a fee to the items.',
    change: dunning((invoice) => ({
      ...invoice,
      items: [...invoice.items, { label: 'Fee', quantity: 1, unit: 'piece', unitprice: 5, detail: {} }],
    })),
  },
  {
    id: 'dunning-cancels',
    breaks: 'dunning.leaves-the-invoice',
    operation: 'modifyDunning',
    sentence: 'A change of the dunning cancels the invoice.',
    change: dunning((invoice) => ({
      ...invoice,
      members: { ...invoice.members, cancelationdate: '2024-01-02T00:00:00.000Z' },
    })),
  },
  {
    id: 'dunning-moves-due-date-of-another',
    breaks: 'tasks.of-other-invoices-nothing',
    operation: 'modifyDunning',
    sentence: "A change of the dunning moves the due date of the customer's invoice before it.",
    change: ({ dunning: { changed } }) => ({
      dunning: {
        changed: (call, invoice) => {
          const other = invoiceBefore(call.login.invoices, invoice);
          if (other !== undefined) call.login.invoices.set(other.reference, aMonthLater(other));
          return changed(call, invoice);
        },
      },
    }),
  },
  {
    id: 'dunning-commits',
    breaks: 'dunning.locks-nothing',
    operation: 'modifyDunning',
    sentence: 'A change of the dunning commits the invoice.',
    change: ({ dunning: { changed }, commit: { committed } }) => ({
      dunning: { changed: (call, invoice) => committed(call, changed(call, invoice)) },
    }),
  },
] as const satisfies readonly Fault[];
