/** Freedoms of a commit: what it locks, how long it takes, and how late effects show. */
import { notPossible } from '../failures.ts';
import type { Invoice } from '../model.ts';
import { documentsOf, newCommunication } from '../rules/tasks.ts';
import type { Freedom } from './freedom.ts';

const uncommitted = (_call: unknown, invoice: Invoice) =>
  invoice.committed === null ? notPossible('The invoice has not been committed yet') : undefined;
const committed = (_call: unknown, invoice: Invoice) =>
  invoice.committed === null ? undefined : notPossible('The invoice has been committed');

export const commitFreedoms = [
  {
    id: 'editable-after-commit',
    sentence: 'A committed invoice may still be updated and committed again.',
    change: () => ({ invoices: { editable: () => undefined }, commit: { allowed: () => undefined } }),
  },
  {
    id: 'locked-is-409',
    sentence: 'An update of a committed invoice is refused with 409.',
    change: ({ invoices: { editable } }) => ({
      invoices: {
        editable: (call, invoice) => {
          const refusal = editable(call, invoice);
          return refusal === undefined ? undefined : { ...refusal, status: 409, type: 'ERR_LOCKED' };
        },
      },
    }),
  },
  {
    id: 'locked-is-403',
    sentence: 'An update of a committed invoice is refused with 403.',
    change: ({ invoices: { editable } }) => ({
      invoices: {
        editable: (call, invoice) => {
          const refusal = editable(call, invoice);
          return refusal === undefined ? undefined : { ...refusal, status: 403, type: 'ERR_FORBIDDEN' };
        },
      },
    }),
  },
  {
    id: 'tasks-after-commit-only',
    sentence: 'Only a committed invoice can be resent or dunned.',
    change: () => ({ resend: { allowed: uncommitted }, dunning: { allowed: uncommitted } }),
  },
  {
    id: 'dunning-before-commit-only',
    sentence: 'The dunning of a committed invoice is fixed.',
    change: () => ({ dunning: { allowed: committed } }),
  },
  {
    id: 'resend-before-slow-commit-only',
    sentence: 'A committed invoice is not resent any more, and a commit takes 200 milliseconds.',
    change: () => ({ resend: { allowed: committed }, commit: { lagMs: () => 200 } }),
  },
  {
    id: 'committed-slowly',
    sentence: 'A commit takes 300 milliseconds.',
    change: () => ({ commit: { lagMs: () => 300 } }),
  },
  {
    id: 'committed-at-once',
    sentence: 'A commit is done before it is answered.',
    change: () => ({ commit: { lagMs: () => 0 } }),
  },
  {
    id: 'committed-and-sent',
    sentence: 'A commit mails the invoice, which shows among its communications.',
    change: ({ commit: { committed: lock } }) => ({
      commit: {
        committed: (call, invoice) => {
          const locked = lock(call, invoice);
          const [document, ...others] = documentsOf(call, locked);
          const communications = [...document.communications, newCommunication(call.world, locked)];
          return { ...locked, documents: [{ ...document, communications }, ...others] };
        },
      },
    }),
  },
  {
    id: 'effects-lag',
    sentence: 'Updates, resends and changes of the dunning show 60 milliseconds after their answer.',
    change: () => ({
      effects: {
        happen: (call, effect) => {
          if (call.operation === 'upsertIdentity') effect();
          else call.world.clock.schedule(60, effect);
        },
      },
    }),
  },
  {
    id: 'updates-late-and-no-nulls',
    sentence: 'Updates show 150 milliseconds after their answer, and members without a value are left out.',
    change: ({ effects: { happen }, invoices: { view } }) => ({
      effects: {
        happen: (call, effect) => {
          if (call.operation === 'updateInvoice') call.world.clock.schedule(150, effect);
          else happen(call, effect);
        },
      },
      invoices: {
        view: (call, record) =>
          Object.fromEntries(Object.entries(view(call, record)).filter(([, value]) => value !== null)),
      },
    }),
  },
] as const satisfies readonly Freedom[];
