/** Open questions: what answers hold. */
import { everyOperation } from '../../operations.ts';
import { family } from '../define.ts';

export const answers = family({
  'open.success-status': {
    level: 'MAY',
    operations: everyOperation,
    source: 'errors',
    text: 'The status of a success.',
    consequence: 'A client that compares with 200 alone may miss a success.',
    answers: ['200', '201', '202', '204', 'other'],
  },
  'open.answer-body': {
    level: 'MAY',
    operations: [
      'updateInvoice',
      'modifyDunning',
      'commitInvoice',
      'createInvoice',
      'createIdentity',
      'upsertIdentity',
    ],
    source: 'invoices-update',
    text: 'What the answer of a changing call holds.',
    consequence: 'A client need not read back, or must.',
    answers: ['the resource', 'a job', 'an empty object', 'nothing', 'something else'],
  },
  'open.details-given': {
    level: 'MAY',
    operations: ['updateInvoice', 'modifyDunning', 'createInvoice', 'createIdentity'],
    source: 'errors',
    text: 'Whether a 400 gives details.',
    consequence: 'A form can show the mistake beside its field, or cannot.',
    answers: ['with fields', 'without fields', 'none'],
  },
  'open.error-type': {
    level: 'MAY',
    operations: ['modifyDunning'],
    source: 'errors',
    text: 'Which type the error of a wrong value has.',
    consequence: 'A client that branches on the type needs to know.',
    answers: ['ERR_INVALID_VALUE', 'another', 'none'],
  },
  'open.name-of-not-found': {
    level: 'MAY',
    operations: ['getInvoice'],
    source: 'errors',
    text: 'Which name the error of an unknown invoice has: the documents show one in the table and another in the example.',
    consequence: 'A client that branches on the name needs to know.',
    answers: ['ClientError', 'NotFound', 'another', 'none'],
  },
  'open.name-of-unauthorized': {
    level: 'MAY',
    operations: ['getInvoice'],
    source: 'errors',
    text: 'Which name the error of a call without credentials has.',
    consequence: 'A client that branches on the name needs to know.',
    answers: ['ClientError', 'Unauthorized', 'another', 'none'],
  },
  'open.media-type': {
    level: 'MAY',
    operations: ['getInvoice'],
    source: 'errors',
    text: 'How JSON content is announced.',
    consequence: 'A client that compares the whole value may not read the answer.',
    answers: ['application/json', 'application/json; charset=utf-8', 'another', 'none'],
  },
});
