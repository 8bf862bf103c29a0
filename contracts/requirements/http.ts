/** What HTTP itself asks of a server: methods, routes, media types, sizes, spelling. */
import { validatedOperations } from '../operations.ts';
import { family } from './define.ts';

const tasks = ['resendInvoice', 'modifyDunning', 'commitInvoice'] as const;

export const http = family({
  'http.unknown-route-refused': {
    level: 'MUST',
    operations: ['unknownRoute'],
    source: 'errors',
    text: 'A route that no page documents is answered with a 4xx status.',
    consequence: 'A typing error in a path is taken for a success.',
  },
  'http.unknown-route-not-found': {
    level: 'SHOULD',
    operations: ['unknownRoute'],
    source: 'RFC 9110 §15.5.5',
    text: 'A route that does not exist is answered with 404.',
    consequence: 'A client looks for the mistake in its credentials or its body.',
    restsOn: ['http.unknown-route-refused'],
  },
  'http.wrong-method-refused': {
    level: 'MUST',
    operations: [...tasks, 'updateInvoice'],
    source: 'errors',
    text: 'Calling the operation by a method that no page documents for its path is answered with an error and does nothing.',
    consequence: 'A link preview or a crawler mails the customer.',
  },
  'http.wrong-method-status': {
    level: 'SHOULD',
    operations: tasks,
    source: 'RFC 9110 §9.1',
    text: 'A method that the resource does not have is answered with 405.',
    consequence: 'A client looks for the mistake in its path.',
    restsOn: ['http.wrong-method-refused'],
  },
  'http.allow-with-405': {
    level: 'SHOULD',
    operations: tasks,
    source: 'RFC 9110 §15.5.6',
    text: 'A 405 carries an Allow header that names the documented method.',
    consequence: 'A client cannot learn which method is right.',
    restsOn: ['http.wrong-method-status'],
  },
  'http.other-media-type-refused': {
    level: 'MUST',
    operations: validatedOperations,
    source: 'errors',
    text: 'A body that is XML or a form, and says so, is answered with an error.',
    consequence: 'A client that sends the wrong form believes that its call was carried out.',
  },
  'http.other-media-type-status': {
    level: 'SHOULD',
    operations: validatedOperations,
    source: 'RFC 9110 §15.5.16',
    text: 'A body in a media type that is not supported is answered with 415.',
    consequence: 'A client looks for the mistake in its data.',
    restsOn: ['http.other-media-type-refused'],
  },
  'http.charset-parameter-accepted': {
    level: 'SHOULD',
    operations: [...validatedOperations, 'resendInvoice'],
    source: 'RFC 9110 §8.3.1',
    text: 'A media type with a charset parameter, or in another letter case, is accepted as JSON.',
    consequence: 'Clients whose HTTP library adds a charset cannot call.',
    restsOn: ['operation.valid-request-succeeds'],
  },
  'http.percent-encoding-equal': {
    level: 'SHOULD',
    operations: ['getInvoice', 'updateInvoice', 'resendInvoice', 'getIdentity'],
    source: 'RFC 3986 §6.2.2.2',
    text: 'A reference with percent-encoded letters names the same resource.',
    consequence: 'Clients that encode more than they need cannot find their invoices.',
    restsOn: ['operation.valid-request-succeeds'],
  },
  'http.oversized-body-survived': {
    level: 'MUST',
    operations: ['updateInvoice', 'createIdentity'],
    source: 'errors',
    text: 'A body of four million characters is accepted or refused, but never answered with a 5xx status.',
    consequence: 'One large request is an outage for the others.',
  },
  'http.strange-reference-survived': {
    level: 'MUST',
    operations: ['getInvoice', 'resendInvoice', 'getIdentity'],
    source: 'errors',
    text: 'A reference that is very long or holds unusual characters is never answered with a 5xx status.',
    consequence: 'One odd link is an outage for the others.',
    restsOn: ['operation.unknown-resource-not-found'],
  },
  'http.reference-decoded-once': {
    level: 'SHOULD',
    operations: ['getIdentity'],
    source: 'RFC 3986 §2.4',
    text: 'A reference with other characters than letters and digits that was accepted is found under its percent-encoded form.',
    consequence: 'Merchants with such customer numbers cannot reach their customers.',
    restsOn: ['create.sent-reference-names-it', 'operation.valid-request-succeeds'],
  },
  'http.head-and-options-survived': {
    level: 'SHOULD',
    operations: ['getInvoice'],
    source: 'RFC 9110 §9.1',
    text: 'HEAD and OPTIONS are answered, or refused, but not with a server error other than 501.',
    consequence: 'A monitor or a browser takes the service for broken.',
  },
});
