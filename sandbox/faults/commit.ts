/** Faults of committing an invoice. */
import { notPossible } from '../failures.ts';
import { isObject, type JsonObject, without } from '../json.ts';
import type { Invoice } from '../model.ts';
import { contents, type Fault, on } from './fault.ts';
import { invoiceBefore } from './neighbours.ts';

function committing(change: (invoice: Invoice) => Invoice): Fault['change'] {
  return ({ commit: { committed } }) => ({
    commit: { committed: (call, invoice) => change(committed(call, invoice)) },
  });
}

/** Changes what the merchant is told when a commit is done. */
function notification(change: (payload: JsonObject) => JsonObject, method?: string): Fault['change'] {
  return ({ commit: { notifications } }) => ({
    commit: {
      notifications: (call, job, id) =>
        notifications(call, job, id).map((right) => {
          const payload = isObject(right.payload) ? change(right.payload) : right.payload;
          return { method: method ?? right.method, payload };
        }),
    },
  });
}

export const commitFaults = [
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
    id: 'commit-rounds-quantities',
    breaks: 'commit.keeps-the-invoice',
    operation: 'commitInvoice',
    sentence: 'A commit rounds quantities to whole numbers.',
    change: committing((invoice) => ({
      ...invoice,
      items: invoice.items.map((item) => ({ ...item, quantity: Math.round(Number(item.quantity)) })),
    })),
  },
  {
    id: 'commit-of-all-invoices',
    breaks: 'commit.concerns-that-invoice-alone',
    operation: 'commitInvoice',
    sentence: "A commit locks the customer's invoice before it, too.",
    change: () => ({
      commit: {
        alsoCommits: (_call, owner, invoice) => {
          const other = invoiceBefore(owner.invoices, invoice);
          return other === undefined ? [] : [other];
        },
      },
    }),
  },
  {
    id: 'commit-cancels-another',
    breaks: 'tasks.of-other-invoices-nothing',
    operation: 'commitInvoice',
    sentence: "A commit cancels the customer's invoice before it.",
    change: ({ commit: { committed } }) => ({
      commit: {
        committed: (call, invoice) => {
          const other = invoiceBefore(call.login.invoices, invoice);
          if (other !== undefined) {
            const members = { ...other.members, cancelationdate: '2024-01-02T00:00:00.000Z' };
            call.login.invoices.set(other.reference, { ...other, members });
          }
          return committed(call, invoice);
        },
      },
    }),
  },
  {
    id: 'locked-update-carried-out',
    breaks: 'commit.refused-update-changes-nothing',
    operation: 'updateInvoice',
    sentence: 'An update of a committed invoice is refused and carried out all the same.',
    change: ({ invoices: { editable, updated, store } }) => ({
      invoices: {
        editable: (call, invoice) => {
          const refusal = editable(call, invoice);
          if (refusal !== undefined) store(call, call.login, updated(call, invoice));
          return refusal;
        },
      },
    }),
  },
  {
    id: 'locked-update-writes-meta',
    breaks: 'commit.refused-update-changes-nothing',
    operation: 'updateInvoice',
    sentence: 'A refused update of a committed invoice has written meta before it is refused.',
    change: ({ invoices: { editable, store } }) => ({
      invoices: {
        editable: (call, invoice) => {
          const refusal = editable(call, invoice);
          const { meta = invoice.members.meta ?? null } = call.body;
          if (refusal !== undefined) store(call, call.login, { ...invoice, members: { ...invoice.members, meta } });
          return refusal;
        },
      },
    }),
  },
  {
    id: 'refused-commit-locks',
    breaks: 'commit.refused-changes-nothing',
    operation: 'commitInvoice',
    sentence: 'A commit with wrong attachments is refused and locks the invoice.',
    change: ({ validation: { takenDespiteRefusal } }) => ({
      validation: { takenDespiteRefusal: on('commitInvoice', takenDespiteRefusal, () => ({})) },
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
    id: 'notification-without-resultcode',
    breaks: 'commit.notification-as-documented',
    operation: 'commitInvoice',
    sentence: 'The notification of a commit tells no resultcode.',
    change: notification((payload) => without(payload, 'resultcode')),
  },
  {
    id: 'notification-within-envelope',
    breaks: 'commit.notification-as-documented',
    operation: 'commitInvoice',
    sentence: 'The notification of a commit stands within a member data.',
    change: notification((payload) => ({ data: payload })),
  },
  {
    id: 'notification-contradicts-itself',
    breaks: 'commit.notification-as-documented',
    operation: 'commitInvoice',
    sentence: 'A commit is notified twice, as failed and as done.',
    change: ({ commit: { notifications } }) => ({
      commit: {
        notifications: (call, job, id) => {
          const right = notifications(call, job, id);
          const wrong = right.map(({ method, payload }) => ({
            method,
            payload: isObject(payload) ? { ...payload, result: 'FAILED', resultcode: '17' } : payload,
          }));
          return [...wrong, ...right];
        },
      },
    }),
  },
  {
    id: 'commit-refused',
    breaks: 'operation.valid-request-succeeds',
    operation: 'commitInvoice',
    sentence: 'Every commit is refused with 400.',
    change: () => ({ commit: { allowed: () => notPossible('Nothing can be committed today') } }),
  },
] as const satisfies readonly Fault[];
