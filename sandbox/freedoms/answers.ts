/** Freedoms of how a success is answered. */
import type { ApiRequest } from '../call.ts';
import { isObject, mapJson } from '../json.ts';
import type { Freedom } from './freedom.ts';

const creating: readonly string[] = ['createInvoice', 'createIdentity', 'upsertIdentity'];
const tasks: readonly string[] = ['resendInvoice', 'modifyDunning', 'commitInvoice'];
const updating: readonly string[] = ['updateInvoice', 'upsertIdentity'];
const amounts = new Set(['quantity', 'unitprice', 'total', 'unpaid']);
const isoInstant = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})\.\d{3}Z$/;

function reads(request: ApiRequest): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

export const answerFreedoms = [
  {
    id: 'created-is-201',
    sentence: 'Creations are answered with 201.',
    change: ({ answers: { status } }) => ({
      answers: {
        status: (request, success) => (creating.includes(request.operation) ? 201 : status(request, success)),
      },
    }),
  },
  {
    id: 'upsert-always-200',
    sentence: 'An upsert is answered with 200, also where it created.',
    change: ({ answers: { status } }) => ({
      answers: {
        status: (request, success) => (request.operation === 'upsertIdentity' ? 200 : status(request, success)),
      },
    }),
  },
  {
    id: 'tasks-are-202',
    sentence: 'Tasks are answered with 202.',
    change: ({ answers: { status } }) => ({
      answers: { status: (request, success) => (tasks.includes(request.operation) ? 202 : status(request, success)) },
    }),
  },
  {
    id: 'updates-without-content',
    sentence: 'Updates are answered with 204 and nothing.',
    change: ({ answers: { status, content } }) => ({
      answers: {
        status: (request, success) => (updating.includes(request.operation) ? 204 : status(request, success)),
        content: (request, success) => (updating.includes(request.operation) ? undefined : content(request, success)),
      },
    }),
  },
  {
    id: 'changes-answer-empty-object',
    sentence: 'Updates and changes of the dunning are answered with an empty object.',
    change: ({ answers: { content } }) => ({
      answers: {
        content: (request, success) =>
          updating.includes(request.operation) || request.operation === 'modifyDunning'
            ? {}
            : content(request, success),
      },
    }),
  },
  {
    id: 'creations-answer-reference-only',
    sentence: 'Creations are answered with the reference and id alone.',
    change: ({ answers: { content } }) => ({
      answers: {
        content: (request, success) => {
          const full = content(request, success);
          if (!creating.includes(request.operation) || !isObject(full)) return full;
          return { id: full.id ?? null, reference: full.reference ?? null };
        },
      },
    }),
  },
  {
    id: 'dunning-answers-invoice',
    sentence: 'A change of the dunning is answered with the invoice rather than with a job.',
    change: ({ invoices: { view }, dunning: { changed } }) => ({
      dunning: {
        answer: (call) => {
          const invoice = call.login.invoices.get(call.reference);
          return invoice === undefined ? {} : view(call, changed(call, invoice));
        },
      },
    }),
  },
  {
    id: 'jobs-are-uuids',
    sentence: 'Jobs bear UUIDs, and their answers hold more members.',
    change: ({ resend, dunning }) => {
      const longer = (answer: typeof resend.answer): typeof answer => {
        return (call) => {
          const content = answer(call, call.world.random.uuid());
          return isObject(content) ? { ...content, queue: 'default', estimate: null } : content;
        };
      };
      return { resend: { answer: longer(resend.answer) }, dunning: { answer: longer(dunning.answer) } };
    },
  },
  {
    id: 'extra-members',
    sentence: 'Every object of a success holds members that no page documents.',
    change: ({ answers: { content } }) => ({
      answers: {
        content: (request, success) => {
          const plain = content(request, success);
          if (plain === undefined) return undefined;
          return mapJson(plain, (value, name) => {
            const own = name === 'meta' || name === 'query' || name === 'data';
            return isObject(value) && !own ? { ...value, _links: [], revision: 7 } : value;
          });
        },
      },
    }),
  },
  {
    id: 'null-for-absent',
    sentence: 'Members without a value are shown as null.',
    change: ({ invoices: { view }, identities }) => {
      const invoice = [
        'cancelationdate',
        'orderdate',
        'ordernumber',
        'netbased',
        'meta',
        'detail',
        'paymentkind',
        'due',
      ];
      const identity = ['addresses', 'detail', 'emails', 'meta', 'name', 'phones'];
      const nulls = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, null]));
      return {
        invoices: { view: (call, record) => ({ ...nulls(invoice), ...view(call, record) }) },
        identities: { view: (call, record) => ({ ...nulls(identity), ...identities.view(call, record) }) },
      };
    },
  },
  {
    id: 'absent-for-null',
    sentence: 'Members without a value are left out.',
    change: ({ invoices: { view } }) => ({
      invoices: {
        view: (call, record) =>
          Object.fromEntries(Object.entries(view(call, record)).filter(([, value]) => value !== null)),
      },
    }),
  },
  {
    id: 'amounts-as-text',
    sentence: 'Amounts and quantities come back as texts of two decimals or more.',
    change: ({ answers: { content } }) => ({
      answers: {
        content: (request, success) => {
          const plain = content(request, success);
          if (plain === undefined) return undefined;
          return mapJson(plain, (value, name) =>
            amounts.has(name) && typeof value === 'number' ? decimalText(value) : value,
          );
        },
      },
    }),
  },
  {
    id: 'amounts-as-numbers',
    sentence: 'Amounts and quantities come back as numbers, however they were sent.',
    change: ({ items: { stored } }) => ({
      items: {
        stored: (call, item) => {
          const kept = stored(call, item);
          return { ...kept, quantity: Number(kept.quantity), unitprice: Number(kept.unitprice) };
        },
      },
    }),
  },
  {
    id: 'dates-without-fraction',
    sentence: 'Times are shown as 2020-01-01T00:00:00Z.',
    change: ({ answers: { content } }) => ({
      answers: { content: (request, success) => rewriteTimes(content(request, success), '$1T$2Z') },
    }),
  },
  {
    id: 'dates-with-space',
    sentence: 'Times are shown as 2020-01-01 00:00:00.',
    change: ({ answers: { content } }) => ({
      answers: { content: (request, success) => rewriteTimes(content(request, success), '$1 $2') },
    }),
  },
  {
    id: 'dates-alone',
    sentence: 'Due dates and dates of issue are shown as 2020-01-01.',
    change: ({ invoices: { view } }) => ({
      invoices: {
        view: (call, record) => {
          const shown = view(call, record);
          for (const name of ['due', 'issued', 'accountingdate', 'orderdate', 'cancelationdate']) {
            const value = shown[name];
            if (typeof value === 'string') shown[name] = value.slice(0, 10);
          }
          return shown;
        },
      },
    }),
  },
  {
    id: 'base-date-as-instant',
    sentence: 'The base date of the dunning is shown as a point in time.',
    change: ({ dunning: { baseDate } }) => ({
      dunning: {
        baseDate: (call, invoice) => {
          const date = baseDate(call, invoice);
          return date === null ? null : `${date}T00:00:00.000Z`;
        },
      },
    }),
  },
  {
    id: 'json-indented',
    sentence: 'JSON is indented, and its members stand in another order.',
    change: () => ({
      answers: {
        text: (_request, content) =>
          JSON.stringify(
            mapJson(content, (value) =>
              isObject(value) ? Object.fromEntries(Object.entries(value).reverse()) : value,
            ),
            null,
            2,
          ),
      },
    }),
  },
  {
    id: 'json-ascii',
    sentence: 'JSON is written in ASCII, all other characters escaped.',
    change: ({ answers: { text } }) => ({
      answers: {
        text: (request, content) =>
          text(request, content).replace(
            /[^\x20-\x7e]/g,
            (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
          ),
      },
    }),
  },
  {
    id: 'media-type-without-charset',
    sentence: 'JSON is announced as application/json alone.',
    change: () => ({
      answers: { mediaType: () => 'application/json' },
      errors: { mediaType: () => 'Application/JSON' },
    }),
  },
  {
    id: 'entity-tags',
    sentence: 'Reads carry an entity tag, rate limit headers, a cookie and a request id.',
    change: ({ answers: { finished } }) => ({
      answers: {
        finished: (request, answer) => {
          const done = finished(request, answer);
          const headers: Record<string, string> = {
            ...done.headers,
            'x-request-id': request.world.random.uuid(),
            'ratelimit-limit': '100000',
            'ratelimit-remaining': '99999',
            'set-cookie': 'session=abc; HttpOnly; Path=/',
          };
          if (reads(request)) headers.etag = `W/"${done.text.length}"`;
          return { ...done, headers };
        },
      },
    }),
  },
] as const satisfies readonly Freedom[];

function decimalText(value: number): string {
  const text = String(value);
  const decimals = text.split('.')[1] ?? '';
  return decimals.length < 2 ? value.toFixed(2) : text;
}

function rewriteTimes(content: Parameters<typeof mapJson>[0] | undefined, notation: string) {
  if (content === undefined) return undefined;
  return mapJson(content, (value, name) =>
    typeof value === 'string' && name !== 'note' ? value.replace(isoInstant, notation) : value,
  );
}
