/** The contract and the live check cannot drift apart: one declaration makes both, and both judge every answer alike. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../helpers/api.ts';
import { Api } from '../../helpers/api.ts';
import {
  anyJson,
  anyObject,
  exactly,
  type Interaction,
  listOf,
  number,
  object,
  scalar,
  type Template,
  text,
} from '../../helpers/pact/interaction.ts';
import { answerDepartures } from '../../helpers/pact/match.ts';
import { expectAsAgreed, perform } from '../../helpers/pact/perform.ts';
import { verifyAgainst } from '../../helpers/pact/verification.ts';
import { Verifier } from '../../helpers/pact/verifier.ts';
import { contractOf, partiesOf } from '../../helpers/pact/write.ts';
import { CheckLog, Session } from '../../helpers/run/session.ts';
import { defaultFixtures, defaultLimits, type Target } from '../../helpers/target.ts';
import { interactions } from '../../specs/interactions/all.ts';

/** One answer that a server gives. */
interface Reply {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly content: string;
}

let reply: Reply = { status: 200, contentType: 'application/json', content: '{}' };
let server: Server;
let target: Target;
let verifier: Verifier;
beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.writeHead(reply.status, reply.contentType === undefined ? {} : { 'content-type': reply.contentType });
    outgoing.end(reply.content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  target = {
    name: 'answers',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    account: { username: 'user', password: 'password' },
    fixtures: defaultFixtures,
    limits: defaultLimits,
    readOnly: false,
    noMails: false,
    waivers: [],
  };
  verifier = new Verifier();
});
afterAll(async () => {
  verifier.close();
  await new Promise((resolve) => server.close(resolve));
});

/** An interaction without a state, about the answer alone. */
function asking(description: string, statuses: readonly [number, ...number[]], body?: Template): Interaction {
  return {
    operation: 'listIdentities',
    description,
    requirements: [],
    given: [],
    answer: { statuses, ...(body === undefined ? {} : { body }) },
  };
}

/** Whether the Pact verifier takes an answer, and whether the live check does. */
async function judgements(interaction: Interaction, given: Reply): Promise<{ pact: boolean; live: boolean }> {
  reply = given;
  const content = JSON.parse(await contractOf([interaction], partiesOf(undefined, '')));
  const pacts = [{ place: 'test', content }];
  const {
    interactions: [verified],
  } = await verifyAgainst(target, { pacts }, verifier, new Date());
  const session = new Session(target, 'agreement');
  try {
    const api = new Api(session, new CheckLog('agreement'));
    const answer = await perform(api, interaction, { values: {}, anonymous: false });
    return { pact: verified?.verdict === 'pass', live: answerDepartures(interaction, answer).length === 0 };
  } finally {
    await session.close();
  }
}

const json = (content: Json): Reply => ({
  status: 200,
  contentType: 'application/json',
  content: JSON.stringify(content),
});
const job = object({ job: text('1'), code: number(7), kind: exactly('a'), page: scalar(3) });
const right = { job: '12', code: 1.5, kind: 'a', page: '3' };

const cases: readonly (readonly [name: string, body: Template | undefined, given: Reply, taken: boolean])[] = [
  ['everything as it has to be', job, json(right), true],
  ['members that nobody named', job, json({ ...right, more: { deep: [1] } }), true],
  ['a missing member', job, json({ code: 1, kind: 'a', page: 1 }), false],
  ['a text that is null', job, json({ ...right, job: null }), false],
  ['a blank text', job, json({ ...right, job: ' \n' }), false],
  ['a long text of several lines', job, json({ ...right, job: 'two\nlines of text' }), true],
  ['a number in the place of a text', job, json({ ...right, job: 12 }), false],
  ['a text in the place of a number', job, json({ ...right, code: '7' }), false],
  ['another value than the very one', job, json({ ...right, kind: 'b' }), false],
  ['null where anything simple may be', job, json({ ...right, page: null }), true],
  ['true where anything simple may be', job, json({ ...right, page: true }), true],
  ['an array in the place of an object', job, json([right]), false],
  ['no JSON', job, { status: 200, contentType: 'application/json', content: 'OK' }, false],
  ['an object with other members than the example', anyObject({ a: 'x', b: 1 }), json({ c: [], a: { d: 1 } }), true],
  ['an empty object', anyObject({ a: 'x' }), json({}), true],
  ['an array where any object may be', anyObject({ a: 'x' }), json([]), false],
  ['an empty list', listOf(anyObject({ a: 'x' })), json([]), true],
  ['a list of objects', listOf(anyObject({ a: 'x' })), json([{ b: null }, { a: [1] }, {}]), true],
  ['a list with a number in it', listOf(anyObject({ a: 'x' })), json([{ a: 'y' }, 4]), false],
  ['an object in the place of a list', listOf(anyObject({ a: 'x' })), json({}), false],
  ['an object where any JSON may be', anyJson, json({ a: 1 }), true],
  ['a list where any JSON may be', anyJson, json([{ a: 1 }]), true],
  ['another media type where any JSON may be', anyJson, { ...json({}), contentType: 'text/html' }, false],
  ['a media type with a parameter', job, { ...json(right), contentType: 'application/json; charset=utf-8' }, true],
  ['a media type that ends in +json', job, { ...json(right), contentType: 'application/problem+json' }, true],
  ['a media type in capitals', job, { ...json(right), contentType: 'Application/JSON; Charset=UTF-8' }, true],
  ['text/html', job, { ...json(right), contentType: 'text/html' }, false],
  ['no media type', job, { ...json(right), contentType: undefined }, false],
  ['an accepted status that is not the documented one', job, { ...json(right), status: 202 }, true],
  ['a success status that nobody accepts', job, { ...json(right), status: 203 }, false],
  ['an error status', job, { ...json(right), status: 400 }, false],
  ['no content where none is spoken of', undefined, { status: 204, contentType: undefined, content: '' }, true],
  ['any content where none is spoken of', undefined, { status: 200, contentType: 'text/plain', content: 'OK' }, true],
];

describe('the verifier and the live check judge alike', () => {
  test.each(cases)('%s', async (name, body, given, taken) => {
    const interaction = asking(name, body === undefined ? [200, 201, 204] : [200, 201, 202], body);
    expect(await judgements(interaction, given)).toEqual({ pact: taken, live: taken });
  });
});

test('a changed declaration changes the contract and the live check', async () => {
  const [original] = interactions;
  if (original === undefined) throw new Error('there are interactions');
  const changed: Interaction = { ...original, answer: { statuses: [409], body: object({ reason: text('why') }) } };
  const parties = partiesOf(undefined, '');
  const [before, after] = [await contractOf([original], parties), await contractOf([changed], parties)];
  expect(before).not.toContain('"status": 409');
  expect(after).toContain('"status": 409');
  expect(JSON.parse(after).interactions[0].response.body.content).toEqual({ reason: 'why' });
  reply = { status: 409, contentType: 'application/json', content: '{"reason":"taken"}' };
  const session = new Session(target, 'agreement');
  try {
    const api = new Api(session, new CheckLog('agreement'));
    const values = { invoiceReference: 'r1', identityReference: 'c1', key: 'k1' };
    const answer = await perform(api, original, { values, anonymous: false });
    expect(() => expectAsAgreed(original, answer)).toThrow('status 409');
    expect(() => expectAsAgreed(changed, answer)).not.toThrow();
  } finally {
    await session.close();
  }
});
