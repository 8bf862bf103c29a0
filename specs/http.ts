/** What HTTP itself asks of a server. Levels above SHOULD only where the documented error model speaks of it. */

import { operations } from '../contracts/operations.ts';
import { pathOf } from '../helpers/api.ts';
import { describe, expectRefused, expectStatus, expectSuccess, expectThat, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { type Answer, isSuccess, objectOf } from '../helpers/http/answer.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

/** A route that no page documents, and none that a server could have besides: it bears the run's id. */
const unknownRoute = ({ arrange }: CheckContext) => `/${arrange.absentReference()}`;

requirement('http.unknown-route-refused', async (context) => {
  const answer = await context.api.unknownRoute(unknownRoute(context), { note: 'a route that no page documents' });
  expectRefused(answer, 'a route that no page documents');
  const below = `/invoices/${context.arrange.absentReference()}/nothing`;
  const posted = await context.api.unknownRoute(below, { method: 'POST', body: {}, note: 'an unknown task' });
  expectRefused(posted, 'a task that no page documents');
});

requirement('http.unknown-route-not-found', async (context) => {
  const answer = await context.api.unknownRoute(unknownRoute(context), { note: 'a route that no page documents' });
  expectStatus(answer, [404], 'a route that no page documents');
});

/** Sends XML, and says so. */
async function sendXml(context: CheckContext): Promise<Answer> {
  const call = await context.arrange.validCall(context.operation);
  return context.api.call(call, {
    rawBody: '<?xml version="1.0"?><body><meta>x</meta></body>',
    contentType: 'application/xml',
    note: 'a body in XML',
  });
}

const form = 'a form';

requirement('http.other-media-type-refused', { subjects: ['', form] }, async (context) => {
  if (context.subject !== form) return expectRefused(await sendXml(context), 'a body in XML');
  const call = await context.arrange.validCall(context.operation);
  const contentType = 'application/x-www-form-urlencoded';
  const answer = await context.api.call(call, {
    rawBody: 'note=x&label=y',
    contentType,
    note: 'a body that is a form',
  });
  expectRefused(answer, 'a body that is a form');
});

requirement('http.other-media-type-status', async (context) => {
  expectStatus(await sendXml(context), [415], 'a body in XML');
});

requirement(
  'http.charset-parameter-accepted',
  { subjects: ['application/json; charset=utf-8', 'Application/JSON'] },
  async (context) => {
    const call = await context.arrange.validCall(context.operation);
    const answer = await context.api.call(call, {
      contentType: context.subject,
      note: `announced as ${context.subject}`,
    });
    expectSuccess(answer, `a body announced as ${context.subject}`);
  },
);

requirement('http.percent-encoding-equal', async (context) => {
  const { api, arrange, operation } = context;
  const call = await arrange.validCall(operation);
  const plain = await api.call(call, { note: 'the reference as it is' });
  if (!isSuccess(plain.status)) throw new ArrangementFailed(`the plain call was not accepted: ${describe(plain)}`);
  const reference = call.reference ?? '';
  const encoded = [...reference].map((character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`).join('');
  const path = pathOf(call).replace(`/${reference}`, `/${encoded}`);
  const answer = await api.call(call, { path, note: 'the same reference percent-encoded' });
  expectSuccess(answer, `${operations[operation].method} with a percent-encoded reference`);
});

requirement('http.oversized-body-survived', async (context) => {
  const call = await context.arrange.validCall(context.operation);
  const rawBody = JSON.stringify({ ...call.body, meta: { note: 'x'.repeat(4_000_000) } });
  const answer = await sentOrCutOff(() => context.api.call(call, { rawBody, note: 'a body of four megabytes' }));
  expectThat(answer.status < 500, 'a large body is answered with a server error', 'no 5xx status', describe(answer));
});

/** A server may close the connection while it refuses a large body (RFC 9110 §15.5.14); then there is nothing to judge. */
async function sentOrCutOff(send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof Error && 'problem' in error && error.problem === 'dropped') {
      notApplicable('the server closed the connection on a large body, as RFC 9110 §15.5.14 allows');
    }
    throw error;
  }
}

/** Ends of a path that some servers stumble over. Each names nothing. */
const strange: Readonly<Record<string, string>> = {
  'very long': 'x'.repeat(3000),
  'a null character': 'x%00y',
  'no UTF-8': 'x%ff%fe',
  'half an encoding': 'x%2',
  dots: '%2e%2e',
  'a slash': 'x%2Fy',
  quotes: "x'%22;--",
  'an emoji': '%F0%9F%93%84',
};

requirement('http.strange-reference-survived', { subjects: Object.keys(strange) }, async (context) => {
  const { api, arrange, operation, subject } = context;
  const reference = arrange.absentReference();
  const call = { operation, reference, ...(operation === 'resendInvoice' ? { body: {} } : {}) };
  const path = pathOf(call).replace(reference, `${reference}${strange[subject] ?? ''}`);
  const answer = await api.call(call, { path, unjudged: true, note: `a reference with ${subject}` });
  expectThat(
    answer.status < 500 || answer.status === 501,
    `a reference (${subject}) is answered with ${answer.status}`,
    'no 5xx status',
    describe(answer),
  );
});

/** Characters that are encoded in a path; what is decoded twice, or in another encoding, becomes another reference. */
const encoded: Readonly<Record<string, string>> = {
  'an umlaut': 'ü',
  'a percent sign': '%41',
  'a plus sign': '+',
  'a space': ' x',
};

requirement('http.reference-decoded-once', { subjects: Object.keys(encoded) }, async (context) => {
  const { api, arrange, invent, subject } = context;
  const reference = `${arrange.newReference('identity')}${encoded[subject] ?? ''}`;
  const body = { reference, ...invent.identity() };
  const created = await api.call(
    { operation: 'createIdentity', body },
    { unjudged: true, note: `a reference with ${subject}` },
  );
  if (!isSuccess(created.status)) notApplicable(`a reference with ${subject} is not accepted: ${created.status}`);
  const named = objectOf(created).reference;
  if (named !== undefined && named !== reference) notApplicable(`such a reference is stored as ${quote(named)}`);
  const read = { operation: 'getIdentity', reference } as const;
  await arrange.untilReadable(read);
  const answer = await api.call(read, { note: 'reading it by its percent-encoded reference' });
  expectSuccess(answer, `reading by a reference with ${subject}, percent-encoded`);
});

requirement('http.head-and-options-survived', { subjects: ['HEAD', 'OPTIONS'] }, async ({ api, arrange, subject }) => {
  const { reference } = await arrange.invoice();
  const call = { operation: 'getInvoice', reference } as const;
  const answer = await api.call(call, { method: subject, unjudged: true, note: subject });
  expectThat(answer.status < 500 || answer.status === 501, `${subject} fails`, 'no 5xx status', describe(answer));
});
