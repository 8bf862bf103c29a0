/** Faults of references in paths, and of methods beside the documented ones. */
import { serverError } from '../failures.ts';
import { mediaTypeOf } from '../rules/http.ts';
import { type Fault, on } from './fault.ts';

export const pathFaults = [
  {
    id: 'long-reference-fails',
    breaks: 'http.strange-reference-survived',
    operation: 'getInvoice',
    sentence: 'A reference of more than 255 characters is a server error.',
    change: ({ lookups: { refusal } }) => ({
      lookups: {
        refusal: on('getInvoice', refusal, (call, kind, reference) =>
          reference.length > 255 ? serverError : refusal(call, kind, reference),
        ),
      },
    }),
  },
  {
    id: 'references-decoded-twice',
    breaks: 'http.reference-decoded-once',
    sentence: 'References in paths are decoded twice.',
    change: ({ routing: { reference } }) => ({
      routing: {
        reference: (parameter) => {
          const once = reference(parameter);
          return once === undefined ? undefined : reference(once);
        },
      },
    }),
  },
  {
    id: 'references-in-latin-1',
    breaks: 'http.reference-decoded-once',
    sentence: 'The bytes of references in paths are read as Latin-1.',
    change: () => ({
      routing: {
        reference: (parameter) =>
          parameter.replace(/%([0-9a-f]{2})/gi, (_match, digits: string) =>
            String.fromCharCode(Number.parseInt(digits, 16)),
          ),
      },
    }),
  },
  {
    id: 'options-fails',
    breaks: 'http.head-and-options-survived',
    operation: 'getInvoice',
    sentence: 'OPTIONS is a server error.',
    change: () => ({ routing: { options: () => serverError } }),
  },
  {
    id: 'patch-updates',
    breaks: 'http.wrong-method-refused',
    operation: 'updateInvoice',
    sentence: 'PATCH on an invoice is taken for PUT.',
    change: ({ routing: { operationOf } }) => ({
      routing: {
        operationOf: (request) =>
          request.method === 'PATCH' && request.route?.operations.get('PUT') === 'updateInvoice'
            ? 'updateInvoice'
            : operationOf(request),
      },
    }),
  },
  {
    id: 'forms-taken-for-nothing',
    breaks: 'http.other-media-type-refused',
    operation: 'updateInvoice',
    sentence: 'A body that is a form is taken for an empty object.',
    change: ({ content: { acceptsMediaType, read } }) => {
      const isForm = (header: string | undefined) => header !== undefined && mediaTypeOf(header).endsWith('urlencoded');
      return {
        content: {
          acceptsMediaType: on('updateInvoice', acceptsMediaType, (request, header) =>
            isForm(header) ? true : acceptsMediaType(request, header),
          ),
          read: on('updateInvoice', read, (request) =>
            isForm(request.headers['content-type']) ? { ok: true, body: {} } : read(request),
          ),
        },
      };
    },
  },
] as const satisfies readonly Fault[];
