/** What holds for every answer, whatever was asked for. Decided from all exchanges of the run. */
import { everyOperation, readingOperations } from '../operations.ts';
import { family } from './define.ts';

const operations = [...everyOperation, 'unknownRoute'] as const;

export const answers = family({
  'answers.complete': {
    level: 'MUST',
    operations,
    source: 'errors',
    text: 'Every request is answered by a complete HTTP response in time.',
    consequence: 'A client cannot know whether its call was carried out.',
    everyAnswer: true,
  },
  'answers.no-server-error': {
    level: 'MUST',
    operations,
    source: 'errors',
    text: 'No request of this run, right or wrong, is answered with a 5xx status.',
    consequence: 'A client takes its own mistake for an outage and tries again, or the server is down for it.',
    everyAnswer: true,
    restsOn: ['operation.valid-request-succeeds'],
  },
  'answers.status-documented': {
    level: 'MUST',
    operations,
    source: 'errors',
    text: 'Every status is one that the documentation lists, a success status without a redirect, or a client error that RFC 9110 defines for the case.',
    consequence: 'A client meets a status it has no code for.',
    everyAnswer: true,
  },
  'answers.json-content': {
    level: 'MUST',
    operations,
    source: 'errors',
    text: 'The content of every success answer is valid JSON.',
    consequence: 'A client cannot read the answer and does not know what it did.',
    everyAnswer: true,
  },
  'answers.content-when-reading': {
    level: 'MUST',
    operations: readingOperations,
    source: 'errors',
    text: 'A successful read has content.',
    consequence: 'A client finds nothing where its data should be.',
    everyAnswer: true,
  },
  'answers.success-is-not-an-error': {
    level: 'MUST',
    operations,
    source: 'errors',
    text: 'No success status carries an error object.',
    consequence: 'A client believes that a call was carried out which was refused.',
    everyAnswer: true,
  },
  'answers.media-type-is-json': {
    level: 'MUST',
    operations,
    source: 'errors',
    text: 'An answer with JSON content announces no other media type.',
    consequence: 'A client that trusts the announced type does not read the answer.',
    everyAnswer: true,
  },
  'answers.media-type-announced': {
    level: 'SHOULD',
    operations,
    source: 'RFC 9110 §8.3',
    text: 'An answer with content has a Content-Type.',
    consequence: 'A client that reads JSON only when it is announced does not read the answer.',
    everyAnswer: true,
  },
  'answers.utf8-without-mark': {
    level: 'SHOULD',
    operations,
    source: 'RFC 8259 §8.1',
    text: 'JSON content is UTF-8 without a byte order mark.',
    consequence: 'Names of customers arrive damaged, or the parser refuses the answer.',
    everyAnswer: true,
  },
  'answers.date-header': {
    level: 'SHOULD',
    operations,
    source: 'RFC 9110 §6.6.1',
    text: 'Every answer with a 2xx, 3xx or 4xx status has a valid Date header.',
    consequence: 'Caches and logs cannot order the answers.',
    everyAnswer: true,
  },
  'answers.shape-as-published': {
    level: 'SHOULD',
    operations: everyOperation,
    source: 'openapi',
    text: 'Members shown by a published example have, where they are sent, the form the example shows.',
    consequence: 'A client written after the example cannot read the answer.',
    everyAnswer: true,
  },
});
