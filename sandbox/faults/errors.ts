/** Faults of the error object. */
import { isObject, type Json, type JsonObject, without } from '../json.ts';
import { errorObjects, type Fault, finishedAnswers, type Where } from './fault.ts';

const reading = ['getInvoice', 'getInvoiceDocuments', 'getIdentity', 'listIdentities', 'getIdentityInvoices'] as const;

/** Details are changed where there are any. */
function details(where: Where, change: (detail: JsonObject) => Json): Fault['change'] {
  return errorObjects(where, (body) => {
    if (!Array.isArray(body.details)) return body;
    return { ...body, details: body.details.map((detail) => (isObject(detail) ? change(detail) : detail)) };
  });
}

/** Error answers hold some text instead. */
function texts(where: Where, status: number, mediaType: string, text: string): Fault['change'] {
  return finishedAnswers(where, (answer) =>
    answer.status === status ? { ...answer, headers: { ...answer.headers, 'content-type': mediaType }, text } : answer,
  );
}

export const errorFaults = [
  {
    id: 'refusal-in-plain-text',
    breaks: 'errors.json-object',
    operation: 'updateInvoice',
    sentence: 'A 400 of an update is a line of text.',
    change: texts('updateInvoice', 400, 'text/plain', 'Bad Request'),
  },
  {
    id: 'unknown-route-in-html',
    breaks: 'errors.json-object',
    operation: 'unknownRoute',
    sentence: 'An unknown route gets a page of the web server.',
    change: texts('unknownRoute', 404, 'text/html', '<html><body><h1>404 Not Found</h1></body></html>'),
  },
  {
    id: 'not-found-without-content',
    breaks: 'errors.json-object',
    operation: 'getInvoice',
    sentence: 'A 404 of a read has no content.',
    change: finishedAnswers('getInvoice', (answer) =>
      answer.status === 404 ? { ...answer, headers: {}, text: '' } : answer,
    ),
  },
  {
    id: 'error-in-a-list',
    breaks: 'errors.json-object',
    operation: 'createIdentity',
    sentence: 'The error object comes in a list.',
    change: errorObjects('createIdentity', (body) => [body]),
  },
  {
    id: 'code-missing',
    breaks: 'errors.code-is-number',
    operation: 'commitInvoice',
    sentence: 'The code of an error is missing.',
    change: errorObjects('commitInvoice', (body) => without(body, 'code')),
  },
  {
    id: 'code-as-text',
    breaks: 'errors.code-is-number',
    operation: 'modifyDunning',
    sentence: 'The code of an error is a text.',
    change: errorObjects('modifyDunning', (body) => ({ ...body, code: String(body.code) })),
  },
  {
    id: 'code-null-without-credentials',
    breaks: 'errors.code-is-number',
    sentence: 'The code of a 401 is null.',
    change: errorObjects(
      reading,
      (body) => ({ ...body, code: null }),
      ({ status }) => status === 401,
    ),
  },
  {
    id: 'message-missing',
    breaks: 'errors.message-is-text',
    operation: 'createInvoice',
    sentence: 'An error has no message.',
    change: errorObjects('createInvoice', (body) => without(body, 'message')),
  },
  {
    id: 'message-empty',
    breaks: 'errors.message-is-text',
    operation: 'resendInvoice',
    sentence: 'The message of an error is empty.',
    change: errorObjects('resendInvoice', (body) => ({ ...body, message: '' })),
  },
  {
    id: 'message-as-list',
    breaks: 'errors.message-is-text',
    operation: 'upsertIdentity',
    sentence: 'The message of a 400 is a list.',
    change: errorObjects('upsertIdentity', (body) => ({ ...body, message: [String(body.message)] }), is(400)),
  },
  {
    id: 'name-missing',
    breaks: 'errors.name-is-text',
    operation: 'updateInvoice',
    sentence: 'An error has no name.',
    change: errorObjects('updateInvoice', (body) => without(body, 'name')),
  },
  {
    id: 'name-null',
    breaks: 'errors.name-is-text',
    operation: 'getIdentity',
    sentence: 'The name of an error is null.',
    change: errorObjects('getIdentity', (body) => ({ ...body, name: null })),
  },
  {
    id: 'bad-request-blamed-on-server',
    breaks: 'errors.name-blames-the-right-side',
    operation: 'modifyDunning',
    sentence: 'The name of a 400 is ServerError.',
    change: errorObjects('modifyDunning', (body) => ({ ...body, name: 'ServerError' }), is(400)),
  },
  {
    id: 'not-found-blamed-on-server',
    breaks: 'errors.name-blames-the-right-side',
    operation: 'getInvoice',
    sentence: 'The name of a 404 is ServerError.',
    change: errorObjects('getInvoice', (body) => ({ ...body, name: 'ServerError' }), is(404)),
  },
  {
    id: 'bad-request-of-another-name',
    breaks: 'errors.name-of-bad-request',
    operation: 'createInvoice',
    sentence: 'The name of a 400 is ValidationError.',
    change: errorObjects('createInvoice', (body) => ({ ...body, name: 'ValidationError' }), is(400)),
  },
  {
    id: 'bad-request-named-error',
    breaks: 'errors.name-of-bad-request',
    operation: 'upsertIdentity',
    sentence: 'The name of a 400 is Error.',
    change: errorObjects('upsertIdentity', (body) => ({ ...body, name: 'Error' }), is(400)),
  },
  {
    id: 'type-as-number',
    breaks: 'errors.type-is-text',
    operation: 'updateInvoice',
    sentence: 'The type of an error is a number.',
    change: errorObjects('updateInvoice', (body) => ({ ...body, type: 17 })),
  },
  {
    id: 'type-empty',
    breaks: 'errors.type-is-text',
    operation: 'getInvoiceDocuments',
    sentence: 'The type of an error is empty.',
    change: errorObjects('getInvoiceDocuments', (body) => ({ ...body, type: '' })),
  },
  {
    id: 'details-as-object',
    breaks: 'errors.details-shape',
    operation: 'updateInvoice',
    sentence: 'Details are one object.',
    change: errorObjects('updateInvoice', (body) =>
      Array.isArray(body.details) ? { ...body, details: body.details[0] ?? {} } : body,
    ),
  },
  {
    id: 'details-as-texts',
    breaks: 'errors.details-shape',
    operation: 'createIdentity',
    sentence: 'Details are a list of texts.',
    change: details('createIdentity', (detail) => detail.error ?? ''),
  },
  {
    id: 'detail-fields-as-text',
    breaks: 'errors.details-shape',
    operation: 'modifyDunning',
    sentence: 'The fields of a detail are one text.',
    change: details('modifyDunning', (detail) => ({
      ...detail,
      fields: Array.isArray(detail.fields) ? detail.fields.join(',') : (detail.fields ?? null),
    })),
  },
  {
    id: 'detail-hint-as-list',
    breaks: 'errors.details-shape',
    operation: 'createInvoice',
    sentence: 'The hint of a detail is a list.',
    change: details('createInvoice', (detail) => ({ ...detail, hint: [detail.hint ?? ''] })),
  },
  {
    id: 'detail-error-as-number',
    breaks: 'errors.details-shape',
    operation: 'upsertIdentity',
    sentence: 'The error of a detail is a number.',
    change: details('upsertIdentity', (detail) => ({ ...detail, error: 7 })),
  },
  {
    id: 'bad-request-of-code-zero',
    breaks: 'errors.code-of-bad-request',
    operation: 'createInvoice',
    sentence: 'The code of a 400 is 0.',
    change: errorObjects('createInvoice', (body) => ({ ...body, code: 0 }), is(400)),
  },
  {
    id: 'bad-request-of-code-422',
    breaks: 'errors.code-of-bad-request',
    operation: 'updateInvoice',
    sentence: 'The code of a 400 is 422.',
    change: errorObjects('updateInvoice', (body) => ({ ...body, code: 422 }), is(400)),
  },
  {
    id: 'code-always-400',
    breaks: 'errors.code-equals-status',
    sentence: 'The code of every error of a read is 400.',
    change: errorObjects(reading, (body) => ({ ...body, code: 400 })),
  },
  {
    id: 'unauthorized-of-code-403',
    breaks: 'errors.code-equals-status',
    operation: 'resendInvoice',
    sentence: 'The code of a 401 is 403.',
    change: errorObjects('resendInvoice', (body) => ({ ...body, code: 403 }), is(401)),
  },
  {
    id: 'stack-trace-shown',
    breaks: 'errors.no-internals',
    operation: 'updateInvoice',
    sentence: 'A 400 shows a stack trace.',
    change: errorObjects(
      'updateInvoice',
      (body) => ({ ...body, stack: 'TypeError: x is not a function\n    at update (/srv/app/invoices.js:17:5)' }),
      is(400),
    ),
  },
  {
    id: 'query-shown',
    breaks: 'errors.no-internals',
    operation: 'getInvoice',
    sentence: 'A 404 shows the query of the database.',
    change: errorObjects(
      'getInvoice',
      (body) => ({ ...body, message: "No row: SELECT * FROM invoice WHERE reference = 'x' AND client = 7" }),
      is(404),
    ),
  },
  {
    id: 'conflict-of-another-type',
    breaks: 'errors.unique-violation-type',
    operation: 'createIdentity',
    sentence: 'The type of a 409 is ERR_DUPLICATE.',
    change: errorObjects('createIdentity', (body) => ({ ...body, type: 'ERR_DUPLICATE' }), is(409)),
  },
  {
    id: 'conflict-of-invalid-value',
    breaks: 'errors.unique-violation-type',
    operation: 'createInvoice',
    sentence: 'The type of a 409 is ERR_INVALID_VALUE.',
    change: errorObjects('createInvoice', (body) => ({ ...body, type: 'ERR_INVALID_VALUE' }), is(409)),
  },
] as const satisfies readonly Fault[];

function is(status: number): (failure: { status: number }) => boolean {
  return (failure) => failure.status === status;
}
