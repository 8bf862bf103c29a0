/** Faults of bodies as a whole, and of what a refused one leaves behind. */
import { invalidValue, serverError } from '../failures.ts';
import { isObject, without } from '../json.ts';
import { type Fault, on, type Where } from './fault.ts';

const bodies = ['updateInvoice', 'modifyDunning', 'createInvoice', 'createIdentity', 'upsertIdentity'] as const;

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

export const bodyFaults = [
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
    id: 'refused-update-takes-numbers',
    breaks: 'validation.refused-call-changes-nothing',
    operation: 'updateInvoice',
    sentence: 'Of a refused update the number of the order and the booking date are stored.',
    change: ({ validation: { takenDespiteRefusal } }) => ({
      validation: {
        takenDespiteRefusal: (call, problems) =>
          call.operation === 'updateInvoice'
            ? Object.fromEntries(
                Object.entries(call.body).filter(
                  ([name, value]) => ['ordernumber', 'accountingdate'].includes(name) && typeof value === 'string',
                ),
              )
            : takenDespiteRefusal(call, problems),
      },
    }),
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
