/** Reading pacts: files, folders, addresses, filters; each mistake is one line that names the place. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startContracts } from '../../cli/write-contracts.ts';
import { UsageError } from '../../helpers/failures.ts';
import { type Filters, filtered, loadPacts } from '../../helpers/pact/source.ts';

const folder = mkdtempSync(join(tmpdir(), 'pacts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pact = (consumer: string, ...descriptions: string[]) => ({
  consumer: { name: consumer },
  provider: { name: 'abillify-api' },
  interactions: descriptions.map((description) => ({
    description,
    providerStates: [{ name: `state of ${description}` }],
    request: { method: 'GET', path: '/identities' },
    response: { status: 200 },
  })),
});

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const none: Filters = { consumer: '', description: '', state: '' };

test('a folder gives its pacts in the order of their names', async () => {
  file('b.json', pact('b', 'one'));
  file('a.json', pact('a', 'one', 'two'));
  file('notes.txt', 'no pact');
  expect((await loadPacts([folder])).map(({ content }) => content.consumer.name)).toEqual(['a', 'b']);
});

describe('a mistake is one line that names the place', () => {
  test.each([
    ['nothing there', () => join(folder, 'missing.json'), 'no such file or folder'],
    ['no JSON', () => file('broken.json', '{"consumer":'), 'is no JSON'],
    ['no pact', () => file('other.json', { some: 'thing' }), 'is no pact'],
    ['null', () => file('null.json', 'null'), 'is no pact'],
    ['messages', () => file('m.json', { ...pact('a'), interactions: undefined, messages: [] }), 'holds messages'],
    [
      'an interaction that is a message',
      () =>
        file('v4.json', { ...pact('a'), interactions: [{ type: 'Asynchronous/Messages', description: 'an event' }] }),
      "'an event' is of type Asynchronous/Messages",
    ],
    ['an address where nothing listens', () => 'http://127.0.0.1:1/p.json?token=secret', 'no pact could be read there'],
  ])('%s', async (_name, place, reason) => {
    const where = place();
    const failure = await loadPacts([where]).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(UsageError);
    const { message } = failure as UsageError;
    expect(message).toContain(reason);
    expect(message).toContain(where.split('?')[0]);
    expect(message).not.toContain('secret');
    expect(message).not.toContain('\n');
  });

  test('a folder without a pact', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    await expect(loadPacts([empty])).rejects.toThrow('no pact here');
  });
});

describe('an address', () => {
  let url: string;
  const server = createServer((incoming, outgoing) => {
    outgoing.writeHead(incoming.url === '/p.json' ? 200 : 404);
    outgoing.end(JSON.stringify(pact('afar', 'one')));
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  test('is read', async () => {
    const [read] = await loadPacts([`${url}/p.json`]);
    expect(read?.content.consumer.name).toBe('afar');
  });

  test('with another status than 200 is none', async () => {
    await expect(loadPacts([`${url}/elsewhere.json`])).rejects.toThrow('status 404');
  });
});

describe('filters', () => {
  const pacts = [
    { place: 'a', content: pact('web shop', 'list all', 'read one') },
    { place: 'b', content: pact('app', 'read one') },
  ];
  const left = (filters: Partial<Filters>) =>
    filtered(pacts, { ...none, ...filters }).flatMap(({ content }) =>
      content.interactions.map(({ description }) => `${content.consumer.name}: ${description}`),
    );

  test.each([
    [{}, ['web shop: list all', 'web shop: read one', 'app: read one']],
    [{ consumer: 'SHOP' }, ['web shop: list all', 'web shop: read one']],
    [{ description: 'read *' }, ['web shop: read one', 'app: read one']],
    [{ state: 'of list' }, ['web shop: list all']],
    [{ consumer: 'app', description: 'one' }, ['app: read one']],
  ] as const)('%j', (filters, expected) => {
    expect(left(filters)).toEqual(expected);
  });

  test('that leave nothing are named', () => {
    expect(() => left({ state: 'no such state' })).toThrow("--state 'no such state'");
  });

  test('nothing to verify is no success', () => {
    expect(() => filtered([{ place: 'c', content: pact('empty') }], none)).toThrow('c: no interaction to verify');
  });
});

test('a contract that cannot be written beside a run is told in a line', async () => {
  const { PACT_CONSUMER: before } = process.env;
  process.env.PACT_CONSUMER = '../outside';
  try {
    expect(await startContracts()).toEqual([expect.stringContaining("'../outside' is no name of a consumer")]);
  } finally {
    if (before === undefined) delete process.env.PACT_CONSUMER;
    else process.env.PACT_CONSUMER = before;
  }
});
