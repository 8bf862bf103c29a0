/** Freedoms of tasks: which invoices take them, and where the dunning shows. */
import { notPossible } from '../failures.ts';
import { isObject, without } from '../json.ts';
import type { Freedom } from './freedom.ts';

export const taskFreedoms = [
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
] as const satisfies readonly Freedom[];
