/** Freedoms of what operations do where the documents leave it open. */
import { notPossible, taken } from '../failures.ts';
import { isObject, without } from '../json.ts';
import type { Invoice } from '../model.ts';
import { documentsOf, newCommunication } from '../rules/tasks.ts';
import type { Freedom } from './freedom.ts';

const uncommitted = (_call: unknown, invoice: Invoice) =>
  invoice.committed === null ? notPossible('The invoice has not been committed yet') : undefined;
const committed = (_call: unknown, invoice: Invoice) =>
  invoice.committed === null ? undefined : notPossible('The invoice has been committed');

export const behaviourFreedoms = [
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
  {
    id: 'omitted-members-reset',
    sentence: 'An update resets the members that it does not send, items excepted.',
    change: ({ invoices: { merged } }) => ({
      invoices: {
        merged: (call, old, sent) => {
          const { addresses = [], currency = 'EUR', issued = null, number = null } = old.members;
          return merged(call, { ...old, members: { addresses, currency, issued, number } }, sent);
        },
      },
    }),
  },
  {
    id: 'upsert-replaces',
    sentence: 'An upsert resets the members that it does not send.',
    change: ({ identities: { merged } }) => ({
      identities: {
        merged: (call, old, sent) => {
          const { debtor = null, number = null, currency = 'EUR', kind = 'individual' } = old.members;
          return merged(call, { ...old, members: { debtor, number, currency, kind } }, sent);
        },
      },
    }),
  },
  {
    id: 'meta-merged',
    sentence: 'Meta and detail are merged with what is sent, member by member.',
    change: ({ invoices: { merged } }) => ({
      invoices: {
        merged: (call, old, sent) => {
          const members = merged(call, old, sent);
          for (const name of ['meta', 'detail']) {
            const [before, after] = [old.members[name], sent[name]];
            if (isObject(before) && isObject(after)) members[name] = { ...before, ...after };
          }
          return members;
        },
      },
    }),
  },
  {
    id: 'put-creates',
    sentence: 'An update of an unknown invoice creates it.',
    keeps: 'MUST',
    change: () => ({ invoices: { whenUnknown: () => 'create' } }),
  },
  {
    id: 'reference-fixed',
    sentence: 'The reference of an invoice cannot be changed; another one in an update is ignored.',
    change: ({ invoices: { updated } }) => ({
      invoices: { updated: (call, old) => ({ ...updated(call, old), reference: old.reference }) },
    }),
  },
  {
    id: 'numbers-unique',
    sentence: 'An invoice number that another invoice has is refused with 409.',
    change: ({ invoices: { editable } }) => ({
      invoices: {
        editable: (call, invoice) => {
          const { number } = call.body;
          if (typeof number === 'string') {
            for (const other of call.login.invoices.values()) {
              if (other.reference !== invoice.reference && other.members.number === number)
                return taken('number', number);
            }
          }
          return editable(call, invoice);
        },
      },
    }),
  },
  {
    id: 'dunning-hidden',
    sentence: 'An invoice shows neither its dunning level nor its base date.',
    change: ({ invoices: { view } }) => ({
      invoices: {
        view: (call, invoice) => without(view(call, invoice), 'dunninglevel', 'dunningstate', 'startdunningdate'),
      },
    }),
  },
  {
    id: 'dunning-in-detail',
    sentence: 'An invoice shows its dunning level and base date within its detail.',
    change: ({ invoices: { view } }) => ({
      invoices: {
        view: (call, invoice) => {
          const shown = view(call, invoice);
          const { dunninglevel = 0, startdunningdate = null } = shown;
          const detail = isObject(shown.detail) ? shown.detail : {};
          const dunning = isObject(detail.dunning) ? detail.dunning : {};
          return {
            ...without(shown, 'dunninglevel', 'startdunningdate'),
            detail: { ...detail, dunning: { ...dunning, dunninglevel, startDunningDate: startdunningdate } },
          };
        },
      },
    }),
  },
  {
    id: 'start-date-reset',
    sentence: 'A change of the dunning without a start date takes the due date again.',
    change: ({ dunning: { changed } }) => ({
      dunning: {
        changed: (call, invoice) =>
          changed(call, call.body.startDunningDate === undefined ? { ...invoice, startDunningDate: null } : invoice),
      },
    }),
  },
  {
    id: 'levels-never-lowered',
    sentence: 'A dunning level below the one there is is refused.',
    change: ({ dunning: { allowed } }) => ({
      dunning: {
        allowed: (call, invoice) => {
          const { dunninglevel } = call.body;
          const lower = typeof dunninglevel === 'number' && dunninglevel < invoice.dunninglevel;
          return lower ? notPossible('The dunning level cannot be lowered') : allowed(call, invoice);
        },
      },
    }),
  },
  {
    id: 'levels-one-by-one',
    sentence: 'A dunning level more than one above the one there is is refused.',
    change: ({ dunning: { allowed } }) => ({
      dunning: {
        allowed: (call, invoice) => {
          const { dunninglevel } = call.body;
          const ahead = typeof dunninglevel === 'number' && dunninglevel > invoice.dunninglevel + 1;
          return ahead ? notPossible('No dunning level can be skipped') : allowed(call, invoice);
        },
      },
    }),
  },
  {
    id: 'start-dates-checked',
    sentence: 'A start date of the dunning in the future, or before the date of issue, is refused.',
    change: ({ dunning: { allowed } }) => ({
      dunning: {
        allowed: (call, invoice) => {
          const { startDunningDate: date } = call.body;
          const now = new Date(call.world.clock.now()).toISOString();
          const issued = String(invoice.members.issued).slice(0, 10);
          const odd = typeof date === 'string' && (date > now || date < issued);
          return odd ? notPossible('Send a day between the issue and today') : allowed(call, invoice);
        },
      },
    }),
  },
  {
    id: 'disabled-dunning-fixed',
    sentence: 'The dunning of an invoice that disables it cannot be changed.',
    change: ({ dunning: { allowed } }) => ({
      dunning: {
        allowed: (call, invoice) => {
          const { detail } = invoice.members;
          const disabled = isObject(detail) && isObject(detail.dunning) && detail.dunning.disabled === true;
          return disabled ? notPossible('The dunning of this invoice is disabled') : allowed(call, invoice);
        },
      },
    }),
  },
  {
    id: 'cancelled-is-final',
    sentence: 'An invoice with a cancelation date takes no call that changes it.',
    change: ({ invoices: { editable }, resend, dunning, commit }) => {
      const final =
        (allowed: typeof editable): typeof editable =>
        (call, invoice) =>
          typeof invoice.members.cancelationdate === 'string'
            ? notPossible('The invoice is cancelled')
            : allowed(call, invoice);
      return {
        invoices: { editable: final(editable) },
        resend: { allowed: final(resend.allowed) },
        dunning: { allowed: final(dunning.allowed) },
        commit: { allowed: final(commit.allowed) },
      };
    },
  },
  {
    id: 'resend-needs-address',
    sentence: 'An invoice of a customer without an e-mail address cannot be resent.',
    change: ({ resend: { allowed } }) => ({
      resend: {
        allowed: (call, invoice) => {
          const emails = call.login.identities.get(invoice.identityReference)?.members.emails;
          const known = Array.isArray(emails) && emails.length > 0;
          return known ? allowed(call, invoice) : notPossible('The customer has no e-mail address');
        },
      },
    }),
  },
  {
    id: 'currency-fixed',
    sentence: 'The currency of an invoice stays; another one in an update is ignored.',
    change: ({ invoices: { merged } }) => ({
      invoices: {
        merged: (call, old, sent) => ({ ...merged(call, old, sent), currency: old.members.currency ?? 'EUR' }),
      },
    }),
  },
  {
    id: 'totals-hidden',
    sentence: 'An invoice shows neither its total nor what is unpaid.',
    change: ({ invoices: { view } }) => ({
      invoices: { view: (call, invoice) => without(view(call, invoice), 'total', 'unpaid') },
    }),
  },
  {
    id: 'resends-hidden',
    sentence: 'A resend does not show among the documents.',
    change: () => ({ resend: { sent: (_call, invoice) => invoice } }),
  },
  {
    id: 'items-numbered',
    sentence: 'Items get ids and positions that change with each update, and account and cost center by default.',
    change: ({ items: { stored }, invoices: { view } }) => ({
      items: { stored: (call, item) => ({ id: call.world.random.uuid(), account: '8400', ...stored(call, item) }) },
      invoices: {
        view: (call, invoice) => {
          const shown = view(call, invoice);
          return { ...shown, items: invoice.items.map((item, index) => ({ position: index + 1, ...item })) };
        },
      },
    }),
  },
  {
    id: 'references-as-uuids',
    sentence: 'Generated references are UUIDs.',
    change: () => ({
      identities: { referenceWhenAbsent: ({ world }) => world.random.uuid() },
      invoices: { referenceWhenAbsent: ({ world }) => world.random.uuid() },
    }),
  },
  {
    id: 'references-with-signs',
    sentence: 'Generated references hold a slash and a space.',
    change: () => ({
      identities: { referenceWhenAbsent: ({ world }) => `C/${world.nextNumber()} a` },
      invoices: { referenceWhenAbsent: ({ world }) => `R/${world.nextNumber()} b` },
    }),
  },
  {
    id: 'debtor-hidden',
    sentence: 'An identity shows no debtor number.',
    change: ({ identities: { view } }) => ({
      identities: { view: (call, identity) => without(view(call, identity), 'debtor') },
    }),
  },
  {
    id: 'addresses-hidden',
    sentence: 'An invoice shows no addresses.',
    change: ({ invoices: { view } }) => ({
      invoices: { view: (call, invoice) => without(view(call, invoice), 'addresses') },
    }),
  },
] as const satisfies readonly Freedom[];
