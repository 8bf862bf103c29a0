/** Open questions: which of several mistakes is named. */
import { family } from '../define.ts';

export const precedence = family({
  'open.foreign-resource-status': {
    level: 'MAY',
    operations: ['getInvoice', 'updateInvoice', 'resendInvoice'],
    source: 'errors',
    text: "Which status another account's resource gets.",
    consequence: 'A client learns that the reference exists, or does not.',
    answers: ['401', '403', '404', 'other'],
  },
  'open.validation-or-existence': {
    level: 'MAY',
    operations: ['modifyDunning', 'updateInvoice'],
    source: 'errors',
    text: 'Which comes first for a wrong body on an unknown reference.',
    consequence: 'A client sees one of two mistakes first.',
    answers: ['validation', 'existence', 'other'],
  },
  'open.authentication-or-route': {
    level: 'MAY',
    operations: ['unknownRoute'],
    source: 'errors',
    text: 'Which comes first for an unknown route without credentials.',
    consequence: 'A stranger learns which routes exist, or does not.',
    answers: ['authentication', 'route', 'other'],
  },
});
