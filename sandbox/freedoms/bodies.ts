/** Freedoms of what a body may hold. */
import { failure, unreadable } from '../failures.ts';
import { mediaTypeOf } from '../rules/http.ts';
import { formOf } from '../rules/validation.ts';
import type { Problem } from '../schemas.ts';
import type { Freedom } from './freedom.ts';

const publishedUnknown = new Set(['data', 'state', 'cancelationdate', 'filname', 'cancellationdate']);

function problem(member: string, rule: Problem['rule'], hint: string): Problem {
  return { path: member, member, rule, expected: 'another value', hint };
}

export const bodyFreedoms = [
  {
    id: 'unknown-members-refused',
    sentence: 'Members that no page documents are refused, except those of published samples.',
    change: () => ({
      validation: {
        unknownMember: (_call, name) =>
          publishedUnknown.has(name) ? undefined : problem(name, 'unknown', 'Send documented members only.'),
      },
    }),
  },
  {
    id: 'state-refused',
    sentence: 'The member state, which samples of the sibling pages send, is refused in an update of an invoice.',
    change: ({ validation: { unknownMember } }) => ({
      validation: {
        unknownMember: (call, name) =>
          name === 'state' && call.operation === 'updateInvoice'
            ? problem(name, 'unknown', 'Send documented members only.')
            : unknownMember(call, name),
      },
    }),
  },
  {
    id: 'unknown-members-kept',
    sentence: 'Members that no page documents are kept and shown.',
    change: ({ invoices: { merged, made } }) => {
      const unknown = (call: Parameters<typeof made>[0]) =>
        Object.fromEntries(Object.entries(call.body).filter(([name]) => !Object.hasOwn(formOf(call.operation), name)));
      return {
        invoices: {
          merged: (call, old, sent) => ({ ...unknown(call), ...merged(call, old, sent) }),
          made: (call, invoice) => {
            const full = made(call, invoice);
            return { ...full, members: { ...unknown(call), ...full.members } };
          },
        },
      };
    },
  },
  {
    id: 'null-refused',
    sentence: 'Null is refused for every member.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) => [
          ...problems(call),
          ...Object.keys(call.body)
            .filter((name) => call.body[name] === null && Object.hasOwn(formOf(call.operation), name))
            .map((name) => problem(name, 'type', 'Leave the member out.')),
        ],
      },
    }),
  },
  {
    id: 'null-ignored',
    sentence: 'Null counts as not sent.',
    change: ({ content: { read } }) => ({
      content: {
        read: (request) => {
          const done = read(request);
          if (!done.ok) return done;
          return {
            ok: true,
            body: Object.fromEntries(Object.entries(done.body).filter(([, value]) => value !== null)),
          };
        },
      },
    }),
  },
  {
    id: 'empty-items-refused',
    sentence: 'An empty list of items is refused.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) => {
          const { items } = call.body;
          const empty = Array.isArray(items) && items.length === 0;
          return empty ? [...problems(call), problem('items', 'value', 'Send one item or more.')] : problems(call);
        },
      },
    }),
  },
  {
    id: 'empty-items-ignored',
    sentence: 'An empty list of items counts as not sent.',
    change: ({ items: { replaced } }) => ({
      items: { replaced: (call, old, sent) => (sent.length === 0 ? old : replaced(call, old, sent)) },
    }),
  },
  {
    id: 'upsert-needs-reference',
    sentence: 'An upsert without its reference is refused, as the published schema says.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) => {
          const absent = call.operation === 'upsertIdentity' && call.body.reference === undefined;
          return absent ? [...problems(call), problem('reference', 'required', 'Send it.')] : problems(call);
        },
      },
    }),
  },
  {
    id: 'upsert-path-counts',
    sentence: 'An upsert takes the reference of its path, whatever its body says.',
    change: ({ content: { read } }) => ({
      content: {
        read: (request) => {
          const done = read(request);
          if (!done.ok || request.operation !== 'upsertIdentity') return done;
          if (typeof done.body.reference !== 'string') return done;
          return { ok: true, body: { ...done.body, reference: request.reference } };
        },
      },
    }),
  },
  {
    id: 'no-body-refused',
    sentence: 'A call without any body is refused.',
    change: () => ({ content: { whenAbsent: () => unreadable('Send a JSON object') } }),
  },
  {
    id: 'empty-dunning-refused',
    sentence: 'A change of the dunning that changes nothing is refused.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) => {
          const nothing = call.operation === 'modifyDunning' && Object.keys(call.body).length === 0;
          return nothing ? [problem('dunninglevel', 'required', 'Send a level or a date.')] : problems(call);
        },
      },
    }),
  },
  {
    id: 'text-content-accepted',
    sentence: 'JSON announced as text/plain is taken, as the published fetch samples send it.',
    change: ({ content: { acceptsMediaType } }) => ({
      content: {
        acceptsMediaType: (request, header) =>
          header === undefined ||
          mediaTypeOf(header).toLowerCase() === 'text/plain' ||
          acceptsMediaType(request, header),
      },
    }),
  },
  {
    id: 'wrong-media-type-is-400',
    sentence: 'A media type that is not supported is refused with 400.',
    keeps: 'MUST',
    change: () => ({
      content: { unsupportedMediaType: () => failure(400, 'ERR_INVALID_VALUE', 'The body has to be JSON') },
    }),
  },
  {
    id: 'larger-bodies',
    sentence: 'Bodies of up to eight million bytes are taken.',
    change: () => ({ content: { limit: 8_000_000 } }),
  },
] as const satisfies readonly Freedom[];
