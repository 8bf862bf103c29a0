/** Freedoms of how a success is answered. */
import type { ApiRequest } from '../call.ts';
import { isObject, mapJson } from '../json.ts';
import type { Freedom } from './freedom.ts';

const creating: readonly string[] = ['createInvoice', 'createIdentity', 'upsertIdentity'];

const tasks: readonly string[] = ['resendInvoice', 'modifyDunning', 'commitInvoice'];

const updating: readonly string[] = ['updateInvoice', 'upsertIdentity'];

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
    id: 'jobs-alike',
    sentence: 'Tasks are answered with the same job every time.',
    change: ({ resend, dunning }) => ({
      resend: { answer: (call) => resend.answer(call, '1') },
      dunning: { answer: (call) => dunning.answer(call, '1') },
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
