/** Faults of taking members that do not have their documented form. */
import type { Call } from '../call.ts';
import { serverError } from '../failures.ts';
import type { Problem } from '../schemas.ts';
import { type Fault, on, type Where } from './fault.ts';

/** Problems that the server does not see. */
function unseen(where: Where, which: (problem: Problem, call: Call) => boolean): Fault['change'] {
  return ({ validation: { problems } }) => ({
    validation: {
      problems: on(where, problems, (call) => problems(call).filter((problem) => !which(problem, call))),
    },
  });
}

function unseenType(operation: Where, member: string): Fault['change'] {
  return unseen(operation, ({ path, rule }) => path.startsWith(member) && rule === 'type');
}

export const memberFaults = [
  {
    id: 'update-takes-any-due',
    breaks: 'validation.wrong-type-refused',
    operation: 'updateInvoice',
    sentence: 'A due date may be of any type.',
    change: unseenType('updateInvoice', 'due'),
  },
  {
    id: 'update-takes-any-netbased',
    breaks: 'validation.wrong-type-refused',
    operation: 'updateInvoice',
    sentence: 'Netbased may be of any type.',
    change: unseenType('updateInvoice', 'netbased'),
  },
  {
    id: 'update-takes-any-items',
    breaks: 'validation.wrong-type-refused',
    operation: 'updateInvoice',
    sentence: 'Items that are no list are taken.',
    change: unseen('updateInvoice', ({ path, rule }) => path === 'items' && rule === 'type'),
  },
  {
    id: 'update-takes-any-number',
    breaks: 'validation.wrong-type-refused',
    operation: 'updateInvoice',
    sentence: 'An invoice number may be of any type.',
    change: unseenType('updateInvoice', 'number'),
  },
  {
    id: 'dunning-takes-any-level',
    breaks: 'validation.wrong-type-refused',
    operation: 'modifyDunning',
    sentence: 'A level that is no number is taken and ignored.',
    change: unseenType('modifyDunning', 'dunninglevel'),
  },
  {
    id: 'dunning-takes-any-start-date',
    breaks: 'validation.wrong-type-refused',
    operation: 'modifyDunning',
    sentence: 'A start date that is no text is taken and ignored.',
    change: unseenType('modifyDunning', 'startDunningDate'),
  },
  {
    id: 'create-takes-any-addresses',
    breaks: 'validation.wrong-type-refused',
    operation: 'createInvoice',
    sentence: 'Addresses of a new invoice may be of any type.',
    change: unseenType('createInvoice', 'addresses'),
  },
  {
    id: 'identity-takes-any-name',
    breaks: 'validation.wrong-type-refused',
    operation: 'createIdentity',
    sentence: 'The name of a new identity may be of any type.',
    change: unseen('createIdentity', ({ path, rule }) => path === 'name' && rule === 'type'),
  },
  {
    id: 'upsert-takes-any-emails',
    breaks: 'validation.wrong-type-refused',
    operation: 'upsertIdentity',
    sentence: 'The emails of an identity may be of any type.',
    change: unseenType('upsertIdentity', 'emails'),
  },
  {
    id: 'commit-takes-any-attachments',
    breaks: 'validation.wrong-type-refused',
    operation: 'commitInvoice',
    sentence: 'Attachments may be of any type.',
    change: unseenType('commitInvoice', 'attachments'),
  },
  {
    id: 'wrong-type-is-422',
    breaks: 'validation.wrong-type-refused',
    operation: 'modifyDunning',
    sentence: 'A level of a wrong type is refused with 422.',
    change: ({ validation: { refusal } }) => ({
      validation: {
        refusal: on('modifyDunning', refusal, (call, problems) => {
          const right = refusal(call, problems);
          return problems.some(({ rule, path }) => rule === 'type' && path === 'dunninglevel')
            ? { ...right, status: 422 }
            : right;
        }),
      },
    }),
  },
  {
    id: 'wrong-type-is-500',
    breaks: 'validation.wrong-type-refused',
    operation: 'createInvoice',
    sentence: 'Meta of a new invoice that is no object crashes the server.',
    change: ({ validation: { refusal } }) => ({
      validation: {
        refusal: on('createInvoice', refusal, (call, problems) =>
          problems.some(({ path }) => path === 'meta') ? serverError : refusal(call, problems),
        ),
      },
    }),
  },
  {
    id: 'dunning-takes-any-date',
    breaks: 'validation.bad-format-refused',
    operation: 'modifyDunning',
    sentence: 'Any text is taken for a start date.',
    change: unseen('modifyDunning', ({ rule }) => rule === 'format'),
  },
  {
    id: 'commit-takes-any-notify-url',
    breaks: 'validation.bad-format-refused',
    operation: 'commitInvoice',
    sentence: 'Any text is taken for an address to notify.',
    change: unseen('commitInvoice', ({ rule }) => rule === 'format'),
  },
  {
    id: 'dunning-takes-impossible-date',
    breaks: 'validation.impossible-date-refused',
    operation: 'modifyDunning',
    sentence: 'The thirtieth of February is taken for a date.',
    change: unseen('modifyDunning', ({ rule }) => rule === 'calendar'),
  },
  {
    id: 'update-takes-any-payment-kind',
    breaks: 'validation.unknown-value-refused',
    operation: 'updateInvoice',
    sentence: 'An update takes any payment kind.',
    change: unseen('updateInvoice', ({ rule }) => rule === 'value'),
  },
  {
    id: 'create-takes-any-payment-kind',
    breaks: 'validation.unknown-value-refused',
    operation: 'createInvoice',
    sentence: 'A new invoice takes any payment kind.',
    change: unseen('createInvoice', ({ rule }) => rule === 'value'),
  },
  {
    id: 'identity-takes-any-kind',
    breaks: 'validation.unknown-value-refused',
    operation: 'createIdentity',
    sentence: 'A new identity takes any kind.',
    change: unseen('createIdentity', ({ rule }) => rule === 'value'),
  },
  {
    id: 'upsert-takes-any-kind',
    breaks: 'validation.unknown-value-refused',
    operation: 'upsertIdentity',
    sentence: 'An upsert takes any kind.',
    change: unseen('upsertIdentity', ({ rule }) => rule === 'value'),
  },
  {
    id: 'create-takes-item-without-label',
    breaks: 'validation.item-without-required-member-refused',
    operation: 'createInvoice',
    sentence: 'An item of a new invoice needs no label.',
    change: unseen('createInvoice', ({ path, rule }) => rule === 'required' && path.endsWith('.label')),
  },
  {
    id: 'create-takes-item-without-price',
    breaks: 'validation.item-without-required-member-refused',
    operation: 'createInvoice',
    sentence: 'An item of a new invoice needs no price.',
    change: unseen('createInvoice', ({ path, rule }) => rule === 'required' && path.endsWith('.unitprice')),
  },
  {
    id: 'create-checks-first-item-only',
    breaks: 'validation.item-without-required-member-refused',
    operation: 'createInvoice',
    sentence: 'Of the items of a new invoice only the first is checked for its members.',
    change: unseen('createInvoice', ({ path, rule }) => rule === 'required' && !path.startsWith('items[0]')),
  },
  {
    id: 'update-takes-item-without-quantity',
    breaks: 'validation.updated-item-without-required-member-refused',
    operation: 'updateInvoice',
    sentence: 'An item of an update needs no quantity.',
    change: unseen('updateInvoice', ({ path, rule }) => rule === 'required' && path.endsWith('.quantity')),
  },
] as const satisfies readonly Fault[];
