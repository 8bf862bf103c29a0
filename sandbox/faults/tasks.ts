/** Faults of resending, dunning and committing. */
import { notPossible, serverError } from '../failures.ts';
import { isObject, type JsonObject, without } from '../json.ts';
import type { Invoice } from '../model.ts';
import { contents, type Fault, on } from './fault.ts';

/** The invoice of the same customer that was created before one. */
function before(invoices: ReadonlyMap<string, Invoice>, invoice: Invoice): Invoice | undefined {
  const all = [...invoices.values()].filter(({ identityReference }) => identityReference === invoice.identityReference);
  return all[all.findIndex(({ id }) => id === invoice.id) - 1];
}

/** The invoice with another due date. */
function aMonthLater(invoice: Invoice): Invoice {
  const { due } = invoice.members;
  const instant = typeof due === 'string' ? Date.parse(due) : Number.NaN;
  if (Number.isNaN(instant)) return invoice;
  const later = new Date(instant + 30 * 24 * 60 * 60 * 1000).toISOString();
  return { ...invoice, members: { ...invoice.members, due: later } };
}

/** A task changes the invoice itself. */
function resending(change: (invoice: Invoice) => Invoice): Fault['change'] {
  return ({ resend: { sent } }) => ({ resend: { sent: (call, invoice) => change(sent(call, invoice)) } });
}

function dunning(change: (invoice: Invoice, body: JsonObject, old: Invoice) => Invoice): Fault['change'] {
  return ({ dunning: { changed } }) => ({
    dunning: { changed: (call, invoice) => change(changed(call, invoice), call.body, invoice) },
  });
}

function committing(change: (invoice: Invoice) => Invoice): Fault['change'] {
  return ({ commit: { committed } }) => ({
    commit: { committed: (call, invoice) => change(committed(call, invoice)) },
  });
}

/** Changes what the merchant is told when a commit is done. */
function notification(change: (payload: JsonObject) => JsonObject, method?: string): Fault['change'] {
  return ({ commit: { notification } }) => ({
    commit: {
      notification: (call, job, id) => {
        const right = notification(call, job, id);
        const payload = isObject(right.payload) ? change(right.payload) : right.payload;
        return { method: method ?? right.method, payload };
      },
    },
  });
}

export const taskFaults = [
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
    breaks: 'resend.each-call-sends',
    operation: 'resendInvoice',
    sentence: 'Each resend sends two mails.',
    change: ({ resend: { sent } }) => ({ resend: { sent: (call, invoice) => sent(call, sent(call, invoice)) } }),
  },
  {
    id: 'quick-resend-sends-twice',
    breaks: 'resend.each-call-sends',
    operation: 'resendInvoice',
    sentence: 'A resend within a tenth of a second after another sends two mails.',
    change: ({ resend: { sent } }) => ({
      resend: {
        sent: (call, invoice) => {
          const last = invoice.documents[0]?.communications.at(-1);
          const recent = last !== undefined && call.world.clock.now() - Date.parse(last.created) < 100;
          return recent ? sent(call, sent(call, invoice)) : sent(call, invoice);
        },
      },
    }),
  },
  {
    id: 'resend-of-another-invoice',
    breaks: 'resend.concerns-that-invoice-alone',
    operation: 'resendInvoice',
    sentence: "Resending an invoice also resends the customer's invoice before it.",
    change: ({ resend: { sent } }) => ({
      resend: {
        sent: (call, invoice) => {
          const other = before(call.login.invoices, invoice);
          if (other !== undefined) call.login.invoices.set(other.reference, sent(call, other));
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
          const other = before(owner.invoices, invoice);
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
    id: 'commit-without-job',
    breaks: 'commit.answers-with-job',
    operation: 'commitInvoice',
    sentence: 'The answer to a commit names no job.',
    change: contents('commitInvoice', (content) => (isObject(content) ? without(content, 'job') : content)),
  },
  {
    id: 'commit-drops-last-item',
    breaks: 'commit.keeps-the-invoice',
    operation: 'commitInvoice',
    sentence: 'A commit drops the last item.',
    change: committing((invoice) => ({ ...invoice, items: invoice.items.slice(0, -1) })),
  },
  {
    id: 'commit-clears-meta',
    breaks: 'commit.keeps-the-invoice',
    operation: 'commitInvoice',
    sentence: 'A commit empties meta.',
    change: committing((invoice) => ({ ...invoice, members: { ...invoice.members, meta: { locked: true } } })),
  },
  {
    id: 'commit-of-all-invoices',
    breaks: 'commit.concerns-that-invoice-alone',
    operation: 'commitInvoice',
    sentence: "A commit locks the customer's invoice before it, too.",
    change: () => ({
      commit: {
        alsoCommits: (_call, owner, invoice) => {
          const other = before(owner.invoices, invoice);
          return other === undefined ? [] : [other];
        },
      },
    }),
  },
  {
    id: 'notification-without-job',
    breaks: 'commit.notification-as-documented',
    operation: 'commitInvoice',
    sentence: 'The notification of a commit does not name its job.',
    change: notification((payload) => without(payload, 'job')),
  },
  {
    id: 'notification-of-another-job',
    breaks: 'commit.notification-as-documented',
    operation: 'commitInvoice',
    sentence: 'The notification of a commit names another job.',
    change: notification((payload) => ({ ...payload, job: `${String(payload.job)}0` })),
  },
  {
    id: 'notification-by-put',
    breaks: 'commit.notification-as-documented',
    operation: 'commitInvoice',
    sentence: 'A commit is notified by PUT.',
    change: notification((payload) => payload, 'PUT'),
  },
  {
    id: 'resend-fails',
    breaks: 'operation.valid-request-succeeds',
    operation: 'resendInvoice',
    sentence: 'Every resend is answered with 500.',
    change: () => ({ resend: { allowed: () => serverError } }),
  },
  {
    id: 'commit-refused',
    breaks: 'operation.valid-request-succeeds',
    operation: 'commitInvoice',
    sentence: 'Every commit is refused with 400.',
    change: () => ({ commit: { allowed: () => notPossible('Nothing can be committed today') } }),
  },
] as const satisfies readonly Fault[];
