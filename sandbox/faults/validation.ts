/** Faults of taking what has not its documented form. */
import type { Call } from '../call.ts';
import { invalidValue, serverError } from '../failures.ts';
import { isObject, without } from '../json.ts';
import type { Problem } from '../schemas.ts';
import { type Fault, on, type Where } from './fault.ts';

const bodies = ['updateInvoice', 'modifyDunning', 'createInvoice', 'createIdentity', 'upsertIdentity'] as const;

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

function takenInPart(operation: Where): Fault['change'] {
  return ({ validation: { takenDespiteRefusal } }) => ({
    validation: {
      takenDespiteRefusal: on(operation, takenDespiteRefusal, ({ body }, problems) =>
        without(body, ...problems.map(({ member }) => member)),
      ),
    },
  });
}

function named(operation: Where, field: string): Fault['change'] {
  return ({ validation: { refusal } }) => ({
    validation: {
      refusal: on(operation, refusal, () =>
        invalidValue([{ error: `Value for field '${field}' is of wrong type.`, fields: [field], hint: 'Correct it.' }]),
      ),
    },
  });
}

export const validationFaults = [
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
  {
    id: 'malformed-json-taken',
    breaks: 'validation.malformed-json-refused',
    operation: 'modifyDunning',
    sentence: 'A body that is not JSON counts as empty.',
    change: ({ content: { whenMalformed } }) => ({
      content: { whenMalformed: on('modifyDunning', whenMalformed, () => ({ ok: true, body: {} })) },
    }),
  },
  {
    id: 'malformed-json-is-500',
    breaks: 'validation.malformed-json-refused',
    operation: 'updateInvoice',
    sentence: 'A body that is not JSON crashes the server.',
    change: ({ content: { whenMalformed } }) => ({
      content: { whenMalformed: on('updateInvoice', whenMalformed, () => serverError) },
    }),
  },
  {
    id: 'trailing-comma-taken',
    breaks: 'validation.malformed-json-refused',
    operation: 'createIdentity',
    sentence: 'A comma before a closing bracket is read over.',
    change: ({ content: { whenMalformed } }) => ({
      content: {
        whenMalformed: on('createIdentity', whenMalformed, (request, text) => {
          try {
            const value: unknown = JSON.parse(text.replace(/,(?=\s*[}\]])/g, ''));
            return isObject(value) ? { ok: true, body: value } : whenMalformed(request, text);
          } catch {
            return whenMalformed(request, text);
          }
        }),
      },
    }),
  },
  {
    id: 'text-behind-json-taken',
    breaks: 'validation.malformed-json-refused',
    operation: 'upsertIdentity',
    sentence: 'What follows the first closing JSON object is not read.',
    change: ({ content: { whenMalformed } }) => ({
      content: {
        whenMalformed: on('upsertIdentity', whenMalformed, (request, text) => {
          try {
            const value: unknown = JSON.parse(text.slice(0, text.lastIndexOf('}') + 1));
            return isObject(value) ? { ok: true, body: value } : whenMalformed(request, text);
          } catch {
            return whenMalformed(request, text);
          }
        }),
      },
    }),
  },
  {
    id: 'array-taken-for-object',
    breaks: 'validation.body-not-an-object-refused',
    operation: 'modifyDunning',
    sentence: 'A body that is an array counts as empty.',
    change: ({ content: { whenNotAnObject } }) => ({
      content: {
        whenNotAnObject: on('modifyDunning', whenNotAnObject, (request, value) =>
          Array.isArray(value) ? { ok: true, body: {} } : whenNotAnObject(request, value),
        ),
      },
    }),
  },
  {
    id: 'scalars-taken-for-object',
    breaks: 'validation.body-not-an-object-refused',
    operation: 'updateInvoice',
    sentence: 'A body that is a text, a number or a truth value counts as empty.',
    change: ({ content: { whenNotAnObject } }) => ({
      content: {
        whenNotAnObject: on('updateInvoice', whenNotAnObject, (request, value) =>
          Array.isArray(value) || value === null ? whenNotAnObject(request, value) : { ok: true, body: {} },
        ),
      },
    }),
  },
  {
    id: 'refused-update-taken-in-part',
    breaks: 'validation.refused-call-changes-nothing',
    operation: 'updateInvoice',
    sentence: 'Of a refused update the members that are right are stored.',
    change: takenInPart('updateInvoice'),
  },
  {
    id: 'refused-dunning-taken-in-part',
    breaks: 'validation.refused-call-changes-nothing',
    operation: 'modifyDunning',
    sentence: 'Of a refused change of the dunning the member that is right is stored.',
    change: takenInPart('modifyDunning'),
  },
  {
    id: 'refused-invoice-created',
    breaks: 'validation.refused-call-changes-nothing',
    operation: 'createInvoice',
    sentence: 'A refused invoice is created without the member that was wrong.',
    change: takenInPart('createInvoice'),
  },
  {
    id: 'refused-identity-created',
    breaks: 'validation.refused-call-changes-nothing',
    operation: 'createIdentity',
    sentence: 'A refused identity is created without the member that was wrong.',
    change: takenInPart('createIdentity'),
  },
  {
    id: 'refused-upsert-stored',
    breaks: 'validation.refused-call-changes-nothing',
    operation: 'upsertIdentity',
    sentence: 'A refused upsert is stored without the member that was wrong.',
    change: takenInPart('upsertIdentity'),
  },
  {
    id: 'details-always-name-debtor',
    breaks: 'validation.details-name-the-member',
    sentence: 'The details of every refusal name the debtor, as the published example does.',
    change: named(bodies, 'debtor'),
  },
  {
    id: 'details-name-another-member',
    breaks: 'validation.details-name-the-member',
    operation: 'updateInvoice',
    sentence: 'The details of a refused update always name the currency.',
    change: named('updateInvoice', 'currency'),
  },
  {
    id: 'empty-body-is-500',
    breaks: 'validation.hostile-body-survived',
    operation: 'createIdentity',
    sentence: 'A missing body crashes the server.',
    change: ({ content: { whenAbsent } }) => ({
      content: { whenAbsent: on('createIdentity', whenAbsent, () => serverError) },
    }),
  },
  {
    id: 'null-body-is-500',
    breaks: 'validation.hostile-body-survived',
    operation: 'resendInvoice',
    sentence: 'A body that is null crashes the server.',
    change: ({ content: { whenNotAnObject } }) => ({
      content: {
        whenNotAnObject: on('resendInvoice', whenNotAnObject, (request, value) =>
          value === null ? serverError : whenNotAnObject(request, value),
        ),
      },
    }),
  },
  {
    id: 'deep-body-is-500',
    breaks: 'validation.hostile-body-survived',
    operation: 'updateInvoice',
    sentence: 'A deeply nested body crashes the server.',
    change: ({ content: { read } }) => ({
      content: {
        read: on('updateInvoice', read, (request) =>
          request.content.includes('['.repeat(500)) ? serverError : read(request),
        ),
      },
    }),
  },
  {
    id: 'nul-character-is-500',
    breaks: 'validation.hostile-body-survived',
    operation: 'createInvoice',
    sentence: 'A NUL character in a text crashes the store.',
    change: ({ content: { read } }) => ({
      content: {
        read: on('createInvoice', read, (request) =>
          request.content.includes('\\u0000') ? serverError : read(request),
        ),
      },
    }),
  },
] as const satisfies readonly Fault[];
