/** Faults of what holds for every answer. */
import type { ServerResponse } from 'node:http';
import type { Answer, ApiRequest } from '../call.ts';
import { failure, serverError } from '../failures.ts';
import { isObject } from '../json.ts';
import { errorObject, headOnly } from '../rules/answers.ts';
import { transport } from '../rules/transport.ts';
import { contents, type Fault, finishedAnswers, on, type Where } from './fault.ts';

/** Answers are put on the wire wrongly. */
function delivered(
  where: Where,
  deliver: (request: ApiRequest, answer: Answer, outgoing: ServerResponse) => void,
  when: (answer: Answer) => boolean = ({ status }) => status < 300,
): Fault['change'] {
  return ({ transport }) => ({
    transport: {
      deliver: on(where, transport.deliver, (request, answer, outgoing) =>
        (when(answer) && !headOnly(request) ? deliver : transport.deliver)(request, answer, outgoing),
      ),
    },
  });
}

/** Successes are announced as another media type. */
function announced(where: Where, mediaType: string | undefined): Fault['change'] {
  return ({ answers }) => ({ answers: { mediaType: on(where, answers.mediaType, () => mediaType) } });
}

export const answerFaults = [
  {
    id: 'truncated-answer',
    breaks: 'answers.complete',
    operation: 'getIdentityInvoices',
    sentence: 'The connection ends before the announced length is reached.',
    change: delivered('getIdentityInvoices', (_request, { status, headers, text }, outgoing) => {
      outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
      outgoing.write(text.slice(0, text.length / 2), () => outgoing.destroy());
    }),
  },
  {
    id: 'content-length-too-large',
    breaks: 'answers.complete',
    operation: 'getInvoiceDocuments',
    sentence: 'Content-Length announces ten bytes more than come, and the connection closes.',
    change: delivered('getInvoiceDocuments', (_request, { status, headers, text }, outgoing) => {
      outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) + 10 });
      outgoing.write(text, () => outgoing.destroy());
    }),
  },
  {
    id: 'connection-dropped',
    breaks: 'answers.complete',
    operation: 'listIdentities',
    sentence: 'The connection is cut in the place of an answer.',
    change: ({ transport: { drops } }) => ({ transport: { drops: on('listIdentities', drops, () => true) } }),
  },
  {
    id: 'chunks-without-end',
    breaks: 'answers.complete',
    operation: 'getIdentity',
    sentence: 'A chunked answer has no last chunk.',
    change: delivered('getIdentity', (_request, { status, headers, text }, outgoing) => {
      outgoing.writeHead(status, headers);
      outgoing.write(text, () => outgoing.destroy());
    }),
  },
  {
    id: 'negative-level-is-500',
    breaks: 'answers.no-server-error',
    operation: 'modifyDunning',
    sentence: 'A negative level crashes the server.',
    change: ({ validation: { refusal } }) => ({
      validation: {
        refusal: on('modifyDunning', refusal, (call, problems) =>
          problems.some(({ rule }) => rule === 'range') ? serverError : refusal(call, problems),
        ),
      },
    }),
  },
  {
    id: 'wrong-page-is-500',
    breaks: 'answers.no-server-error',
    operation: 'listIdentities',
    sentence: 'A page that is no number crashes the server.',
    change: finishedAnswers('listIdentities', (answer, request) =>
      answer.status === 400 ? errorAnswer(answer, request, 500) : answer,
    ),
  },
  {
    id: 'update-is-203',
    breaks: 'answers.status-documented',
    operation: 'updateInvoice',
    sentence: 'An update is answered with 203.',
    change: ({ answers: { status } }) => ({
      answers: { status: on('updateInvoice', status, () => 203) },
    }),
  },
  {
    id: 'wrong-page-is-418',
    breaks: 'answers.status-documented',
    operation: 'listIdentities',
    sentence: 'A page that is no number is answered with 418.',
    change: finishedAnswers('listIdentities', (answer, request) =>
      answer.status === 400 ? errorAnswer(answer, request, 418) : answer,
    ),
  },
  {
    id: 'update-answers-ok',
    breaks: 'answers.json-content',
    operation: 'updateInvoice',
    sentence: 'The content of an update is the word OK.',
    change: finishedAnswers('updateInvoice', (answer) => (answer.status < 300 ? { ...answer, text: 'OK' } : answer)),
  },
  {
    id: 'json-with-trailing-comma',
    breaks: 'answers.json-content',
    operation: 'modifyDunning',
    sentence: 'JSON ends with a comma too many.',
    change: finishedAnswers('modifyDunning', (answer) =>
      answer.status < 300 ? { ...answer, text: answer.text.replace(/\}$/, ',}') } : answer,
    ),
  },
  {
    id: 'json-cut-short',
    breaks: 'answers.json-content',
    operation: 'upsertIdentity',
    sentence: 'JSON is cut after 64 characters, and Content-Length agrees.',
    change: finishedAnswers('upsertIdentity', (answer) =>
      answer.status < 300 ? { ...answer, text: answer.text.slice(0, 64) } : answer,
    ),
  },
  {
    id: 'one-document-no-content',
    breaks: 'answers.content-when-reading',
    operation: 'getInvoiceDocuments',
    sentence: 'With a limit of one nothing is answered.',
    change: contents('getInvoiceDocuments', (content, { search }) =>
      search.includes('limit=1') ? undefined : content,
    ),
  },
  {
    id: 'invoices-without-content',
    breaks: 'answers.content-when-reading',
    operation: 'getIdentityInvoices',
    sentence: "A customer's invoices are answered with 204.",
    change: ({ answers: { status, content } }) => ({
      answers: {
        status: on('getIdentityInvoices', status, () => 204),
        content: on('getIdentityInvoices', content, () => undefined),
      },
    }),
  },
  {
    id: 'range-error-with-200',
    breaks: 'answers.success-is-not-an-error',
    operation: 'modifyDunning',
    sentence: 'A level out of range is answered with 200 and an error object.',
    change: ({ errors: { status } }) => ({
      errors: {
        status: on('modifyDunning', status, (request, refusal) => {
          const outOfRange = refusal.details?.some(({ error }) => error.includes('out of range')) ?? false;
          return outOfRange ? 200 : status(request, refusal);
        }),
        // The body is not rebuilt from the status, so that its code stays that of an error.
        body: (_request, refusal) => errorObject(refusal, refusal.status),
      },
    }),
  },
  {
    id: 'wrong-page-error-with-200',
    breaks: 'answers.success-is-not-an-error',
    operation: 'listIdentities',
    sentence: 'A page that is no number is answered with 200 and an error object.',
    change: finishedAnswers('listIdentities', (answer) =>
      answer.status === 400 ? { ...answer, status: 200 } : answer,
    ),
  },
  {
    id: 'announced-as-html',
    breaks: 'answers.media-type-is-json',
    operation: 'getIdentity',
    sentence: 'JSON is announced as text/html.',
    change: announced('getIdentity', 'text/html; charset=utf-8'),
  },
  {
    id: 'announced-as-text',
    breaks: 'answers.media-type-is-json',
    operation: 'resendInvoice',
    sentence: 'JSON is announced as text/plain.',
    change: announced('resendInvoice', 'text/plain'),
  },
  {
    id: 'error-announced-as-html',
    breaks: 'answers.media-type-is-json',
    operation: 'createInvoice',
    sentence: 'The error object is announced as text/html.',
    change: ({ errors }) => ({ errors: { mediaType: on('createInvoice', errors.mediaType, () => 'text/html') } }),
  },
  {
    id: 'not-announced',
    breaks: 'answers.media-type-announced',
    operation: 'updateInvoice',
    sentence: 'An update is answered without Content-Type.',
    change: announced('updateInvoice', undefined),
  },
  {
    id: 'error-not-announced',
    breaks: 'answers.media-type-announced',
    operation: 'unknownRoute',
    sentence: 'The error of an unknown route has no Content-Type.',
    change: ({ errors }) => ({ errors: { mediaType: on('unknownRoute', errors.mediaType, () => undefined) } }),
  },
  {
    id: 'byte-order-mark',
    breaks: 'answers.utf8-without-mark',
    operation: 'getInvoice',
    sentence: 'JSON begins with a byte order mark.',
    change: finishedAnswers('getInvoice', (answer) => ({ ...answer, text: `\ufeff${answer.text}` })),
  },
  {
    id: 'no-date',
    breaks: 'answers.date-header',
    operation: 'createIdentity',
    sentence: 'An answer has no Date.',
    change: delivered('createIdentity', withDate(undefined)),
  },
  {
    id: 'date-of-another-form',
    breaks: 'answers.date-header',
    operation: 'commitInvoice',
    sentence: 'The Date is no date.',
    change: delivered('commitInvoice', withDate('today')),
  },
  {
    id: 'identity-created-as-number',
    breaks: 'answers.shape-as-published',
    operation: 'getIdentity',
    sentence: 'The time of creation is shown as a number of milliseconds.',
    change: contents('getIdentity', (content) =>
      isObject(content) ? { ...content, created: Date.parse(String(content.created)) } : content,
    ),
  },
  {
    id: 'invoice-created-as-number',
    breaks: 'answers.shape-as-published',
    operation: 'getInvoice',
    sentence: 'The time of creation is shown as a number of milliseconds.',
    change: contents('getInvoice', (content) =>
      isObject(content) ? { ...content, created: Date.parse(String(content.created)) } : content,
    ),
  },
  {
    id: 'issued-as-number',
    breaks: 'answers.shape-as-published',
    operation: 'getInvoiceDocuments',
    sentence: 'The time of issue of a document is shown as a number.',
    change: contents('getInvoiceDocuments', (content) =>
      Array.isArray(content) ? content.map((row) => (isObject(row) ? { ...row, issued: 1577836800 } : row)) : content,
    ),
  },
] as const satisfies readonly Fault[];

function errorAnswer(answer: Answer, request: ApiRequest, status: number): Answer {
  const refusal = failure(status, 'ERR_INTERNAL', 'The request could not be processed');
  return { ...answer, status, text: JSON.stringify(request.rules.errors.body(request, refusal)) };
}

function withDate(date: string | undefined): (request: ApiRequest, answer: Answer, outgoing: ServerResponse) => void {
  return (request, answer, outgoing) => {
    outgoing.sendDate = false;
    if (date !== undefined) outgoing.setHeader('date', date);
    transport.deliver(request, answer, outgoing);
  };
}
