/** Open questions: HTTP. */
import { family } from '../define.ts';

export const http = family({
  'open.text-content': {
    level: 'MAY',
    operations: ['updateInvoice', 'modifyDunning'],
    source: 'invoices-update',
    text: 'What JSON gets that is announced as text/plain, as the published fetch samples send it.',
    consequence: 'A developer who pastes the sample gets an error, or does not.',
    answers: ['accepted', 'refused with 400', 'refused with 415', 'refused otherwise', 'accepted without effect'],
  },
  'open.accept-xml': {
    level: 'MAY',
    operations: ['getInvoice'],
    source: 'errors',
    text: 'What a client gets that accepts XML alone.',
    consequence: 'A client must know whether it is told.',
    answers: ['JSON', '406', 'other'],
  },
  'open.head': {
    level: 'MAY',
    operations: ['getInvoice'],
    source: 'errors',
    text: 'What HEAD gets.',
    consequence: 'Monitors use it.',
    answers: ['200', '404', '405', 'other'],
  },
  'open.options': {
    level: 'MAY',
    operations: ['getInvoice'],
    source: 'errors',
    text: 'What OPTIONS gets.',
    consequence: 'Browsers use it.',
    answers: ['200', '204', '401', '404', '405', 'other'],
  },
  'open.trailing-slash': {
    level: 'MAY',
    operations: ['getInvoice'],
    source: 'errors',
    text: 'What a path with a slash at its end gets.',
    consequence: 'Clients that build paths by hand need to know.',
    answers: ['accepted', 'refused', 'redirected'],
  },
  'open.rate-limit-announced': {
    level: 'MAY',
    operations: ['getInvoice'],
    source: 'errors',
    text: 'Whether answers announce a rate limit.',
    consequence: 'A client can slow down in time, or cannot.',
    answers: ['announced', 'not announced'],
  },
  'open.entity-tag': {
    level: 'MAY',
    operations: ['getInvoice'],
    source: 'invoices-getbyreference',
    text: 'Whether an invoice has an entity tag.',
    consequence: 'Two clerks who change one invoice may overwrite each other.',
    answers: ['sent', 'not sent'],
  },
});
