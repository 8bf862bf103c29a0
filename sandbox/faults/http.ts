/** Faults of what HTTP asks of a server. */
import { success } from '../call.ts';
import { failure, notPossible, serverError } from '../failures.ts';
import { performers } from '../operations/index.ts';
import { mediaTypeOf } from '../rules/http.ts';
import { type Fault, on, type Where } from './fault.ts';

/** A task is carried out by another method as well. */
function alsoBy(method: string, where: Where): Fault['change'] {
  return ({ routing: { operationOf } }) => ({
    routing: {
      operationOf: on(where, operationOf, (request) =>
        request.method === method ? request.operation : operationOf(request),
      ),
    },
  });
}

function wrongMethodIs(where: Where, status: number, message: string): Fault['change'] {
  return ({ routing: { wrongMethod } }) => ({
    routing: { wrongMethod: on(where, wrongMethod, () => failure(status, 'ERR_INVALID_OPERATION', message)) },
  });
}

/** A body in XML is taken, and nothing of it is read. */
function takesXml(where: Where): Fault['change'] {
  return ({ content: { acceptsMediaType, read } }) => {
    const isXml = (header: string | undefined) => header !== undefined && mediaTypeOf(header).endsWith('xml');
    return {
      content: {
        acceptsMediaType: on(where, acceptsMediaType, (request, header) =>
          isXml(header) ? true : acceptsMediaType(request, header),
        ),
        read: on(where, read, (request) =>
          isXml(request.headers['content-type']) ? { ok: true, body: {} } : read(request),
        ),
      },
    };
  };
}

/** A path that holds percent-encoded characters of a reference is not decoded. */
function undecoded(where: Where): Fault['change'] {
  return ({ lookups: { invoice, identity } }) => {
    const encoded = (path: string) => /%[3-7][0-9A-F]/i.test(path);
    return {
      lookups: {
        invoice: on(where, invoice, (call, reference) => (encoded(call.path) ? undefined : invoice(call, reference))),
        identity: on(where, identity, (call, reference) =>
          encoded(call.path) ? undefined : identity(call, reference),
        ),
      },
    };
  };
}

export const httpFaults = [
  {
    id: 'unknown-route-succeeds',
    breaks: 'http.unknown-route-refused',
    operation: 'unknownRoute',
    sentence: 'An unknown route is answered with 200 and an empty object.',
    change: () => ({ routing: { unknownRoute: () => success({}) } }),
  },
  {
    id: 'unknown-route-redirects',
    breaks: 'http.unknown-route-refused',
    operation: 'unknownRoute',
    sentence: 'An unknown route is sent to the home page.',
    change: () => ({
      routing: { unknownRoute: () => ({ ok: true, status: 302, content: {}, headers: { location: '/' } }) },
    }),
  },
  {
    id: 'unknown-route-is-400',
    breaks: 'http.unknown-route-not-found',
    operation: 'unknownRoute',
    sentence: 'An unknown route is answered with 400.',
    change: () => ({ routing: { unknownRoute: () => notPossible('There is no such operation') } }),
  },
  {
    id: 'unknown-route-is-403',
    breaks: 'http.unknown-route-not-found',
    operation: 'unknownRoute',
    sentence: 'An unknown route is answered with 403.',
    change: () => ({ routing: { unknownRoute: () => failure(403, 'ERR_FORBIDDEN', 'Not for you') } }),
  },
  {
    id: 'resend-by-get',
    breaks: 'http.wrong-method-refused',
    operation: 'resendInvoice',
    sentence: 'A GET resends the invoice.',
    change: alsoBy('GET', 'resendInvoice'),
  },
  {
    id: 'dunning-by-delete',
    breaks: 'http.wrong-method-refused',
    operation: 'modifyDunning',
    sentence: 'A DELETE changes the dunning.',
    change: alsoBy('DELETE', 'modifyDunning'),
  },
  {
    id: 'commit-by-get-answers-200',
    breaks: 'http.wrong-method-refused',
    operation: 'commitInvoice',
    sentence: 'A GET in the place of a commit is answered with 200.',
    change: ({ routing: { wrongMethod } }) => ({
      routing: {
        wrongMethod: on('commitInvoice', wrongMethod, (request, allowed) =>
          request.method === 'GET' ? success({}) : wrongMethod(request, allowed),
        ),
      },
    }),
  },
  {
    id: 'resend-by-refused-delete',
    breaks: 'http.wrong-method-refused',
    operation: 'resendInvoice',
    sentence: 'A DELETE in the place of a resend is refused, and the mail is sent all the same.',
    change: ({ routing: { wrongMethod } }) => ({
      routing: {
        wrongMethod: on('resendInvoice', wrongMethod, (request, allowed) => {
          const [login] = request.world.accounts;
          if (request.method === 'DELETE' && login !== undefined) {
            performers.resendInvoice({ ...request, operation: 'resendInvoice', login, body: {} });
          }
          return wrongMethod(request, allowed);
        }),
      },
    }),
  },
  {
    id: 'invoice-deleted-by-refused-delete',
    breaks: 'http.wrong-method-refused',
    operation: 'updateInvoice',
    sentence: 'A DELETE in the place of an update is refused, and the invoice is deleted all the same.',
    change: ({ routing: { wrongMethod } }) => ({
      routing: {
        wrongMethod: on('updateInvoice', wrongMethod, (request, allowed) => {
          if (request.method === 'DELETE') {
            const reference = decodeURIComponent(request.path.split('/').at(-1) ?? '');
            for (const { invoices } of request.world.accounts) {
              for (const [key, invoice] of invoices) if (invoice.reference === reference) invoices.delete(key);
            }
          }
          return wrongMethod(request, allowed);
        }),
      },
    }),
  },
  {
    id: 'wrong-method-is-404',
    breaks: 'http.wrong-method-status',
    operation: 'resendInvoice',
    sentence: 'A wrong method is answered with 404.',
    change: wrongMethodIs('resendInvoice', 404, 'There is no such operation'),
  },
  {
    id: 'wrong-method-is-400',
    breaks: 'http.wrong-method-status',
    operation: 'modifyDunning',
    sentence: 'A wrong method is answered with 400.',
    change: wrongMethodIs('modifyDunning', 400, 'This operation is not supported'),
  },
  {
    id: 'no-allow',
    breaks: 'http.allow-with-405',
    operation: 'resendInvoice',
    sentence: 'A 405 has no Allow header.',
    change: wrongMethodIs('resendInvoice', 405, 'Wrong method'),
  },
  {
    id: 'allow-names-the-wrong-method',
    breaks: 'http.allow-with-405',
    operation: 'commitInvoice',
    sentence: 'Allow names PUT in the place of POST.',
    change: ({ routing: { wrongMethod } }) => ({
      routing: { wrongMethod: on('commitInvoice', wrongMethod, (request) => wrongMethod(request, ['PUT', 'OPTIONS'])) },
    }),
  },
  {
    id: 'xml-taken-for-update',
    breaks: 'http.other-media-type-refused',
    operation: 'updateInvoice',
    sentence: 'An update in XML is answered as a success and not read.',
    change: takesXml('updateInvoice'),
  },
  {
    id: 'xml-taken-for-identity',
    breaks: 'http.other-media-type-refused',
    operation: 'createIdentity',
    sentence: 'An identity in XML is created without its members.',
    change: takesXml('createIdentity'),
  },
  {
    id: 'xml-is-400',
    breaks: 'http.other-media-type-status',
    sentence: 'A media type that is not supported is refused with 400.',
    change: () => ({ content: { unsupportedMediaType: () => notPossible('The body has to be JSON') } }),
  },
  {
    id: 'charset-refused',
    breaks: 'http.charset-parameter-accepted',
    operation: 'updateInvoice',
    sentence: 'A media type with a charset is refused.',
    change: ({ content: { acceptsMediaType } }) => ({
      content: {
        acceptsMediaType: on('updateInvoice', acceptsMediaType, (request, header) =>
          header?.includes(';') ? false : acceptsMediaType(request, header),
        ),
      },
    }),
  },
  {
    id: 'media-type-in-one-case',
    breaks: 'http.charset-parameter-accepted',
    operation: 'resendInvoice',
    sentence: 'The media type has to be written in lower case.',
    change: ({ content: { acceptsMediaType } }) => ({
      content: {
        acceptsMediaType: on('resendInvoice', acceptsMediaType, (request, header) =>
          header !== undefined && /[A-Z]/.test(mediaTypeOf(header)) ? false : acceptsMediaType(request, header),
        ),
      },
    }),
  },
  {
    id: 'encoded-invoice-reference-unknown',
    breaks: 'http.percent-encoding-equal',
    operation: 'getInvoice',
    sentence: 'A percent-encoded reference is not decoded.',
    change: undecoded('getInvoice'),
  },
  {
    id: 'encoded-references-unknown',
    breaks: 'http.percent-encoding-equal',
    sentence: 'No percent-encoded reference is decoded.',
    change: undecoded(['getInvoice', 'updateInvoice', 'resendInvoice', 'getIdentity']),
  },
  {
    id: 'large-update-is-500',
    breaks: 'http.oversized-body-survived',
    operation: 'updateInvoice',
    sentence: 'A large body crashes the server.',
    change: ({ content: { tooLarge } }) => ({
      content: { tooLarge: on('updateInvoice', tooLarge, () => serverError) },
    }),
  },
  {
    id: 'large-identity-is-503',
    breaks: 'http.oversized-body-survived',
    operation: 'createIdentity',
    sentence: 'A large body is answered with 503.',
    change: ({ content: { tooLarge } }) => ({
      content: {
        tooLarge: on('createIdentity', tooLarge, () => failure(503, 'ERR_UNAVAILABLE', 'Try again later')),
      },
    }),
  },
] as const satisfies readonly Fault[];
