/** The contract: written whole, the same each time, up to date, in agreement with the description, and without a secret. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyOperation, keyedOperations, operations } from '../../contracts/operations.ts';
import { isRequirementId } from '../../contracts/requirements/index.ts';
import { contractCoverage, coverageTable, disagreements } from '../../helpers/pact/compare.ts';
import type { PactFile } from '../../helpers/pact/file.ts';
import { stateOf } from '../../helpers/pact/states.ts';
import { contractOf, fileNameOf, partiesOf, writeContract } from '../../helpers/pact/write.ts';
import { interactions } from '../../specs/interactions/all.ts';

const parties = partiesOf(undefined, '');
let content: string;
let pact: PactFile;
beforeAll(async () => {
  content = await contractOf(interactions, parties);
  pact = JSON.parse(content);
});

const folder = mkdtempSync(join(tmpdir(), 'contract-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the committed contract is the one that the declarations make: run npm run contracts', () => {
  expect(readFileSync(new URL(`../../contracts/pacts/${fileNameOf(parties)}`, import.meta.url), 'utf8')).toBe(content);
});

test('a second run writes the same bytes, and does not touch the file', async () => {
  const some = interactions.slice(0, 9);
  const first = await writeContract(some, parties, folder);
  expect(first.changed).toBe(true);
  const written = readFileSync(first.path);
  expect(await writeContract(some, parties, folder)).toEqual({ path: first.path, changed: false });
  expect(readFileSync(first.path).equals(written)).toBe(true);
});

test('an interaction that is gone is gone from the file too', async () => {
  const path = join(folder, fileNameOf(parties));
  writeFileSync(path, content);
  await writeContract(interactions.slice(0, 2), parties, folder);
  expect(JSON.parse(readFileSync(path, 'utf8')).interactions).toHaveLength(2);
  expect(readdirSync(folder)).toEqual([fileNameOf(parties)]);
});

test('two interactions of one name are noticed', async () => {
  const [first] = interactions;
  if (first === undefined) throw new Error('there are interactions');
  await expect(contractOf([first, first], parties)).rejects.toThrow('wrote 1 of 2 interactions');
});

test('the consumer can be named otherwise, but not by something that is no name', async () => {
  const other = partiesOf('web shop', 'PACT_CONSUMER');
  expect(JSON.parse(await contractOf(interactions.slice(0, 1), other)).consumer.name).toBe('web shop');
  expect(() => partiesOf('../shop', 'PACT_CONSUMER')).toThrow('PACT_CONSUMER');
});

test('every interaction is there, with its requirements, its source and states that can be arranged', () => {
  expect(pact.interactions.map(({ description }) => description).sort()).toEqual(
    interactions.map(({ description }) => description).sort(),
  );
  for (const { description, comments, providerStates = [] } of pact.interactions) {
    const requirements = String(comments?.requirements).split(', ');
    expect(
      requirements.filter((id) => !isRequirementId(id)),
      description,
    ).toEqual([]);
    expect(comments?.source, description).toMatch(/^[a-z-]+$/);
    for (const { name } of providerStates) expect(() => stateOf(name)).not.toThrow();
  }
});

test('no credentials are in it', () => {
  expect(content).not.toMatch(/authorization|basic |password/i);
});

test('it says nothing that the description of the API does not know', async () => {
  expect(await disagreements(pact)).toEqual([]);
});

test.each([
  ['an unknown path', (text: string) => text.replaceAll('/resendInvoice', '/sendAgain')],
  ['an unknown status', (text: string) => text.replace('"status": 409', '"status": 418')],
  ['a member of another type', (text: string) => text.replace('"message": "Unauthorized"', '"message": 7')],
  ['a value of a request on no list', (text: string) => text.replace('"paymentkind": "PP"', '"paymentkind": "ZZ"')],
])('%s in a pact is noticed', async (_name, spoil) => {
  const spoilt = spoil(content);
  expect(spoilt).not.toBe(content);
  const { interactions: after, ...rest }: PactFile = JSON.parse(spoilt);
  const changed = after.filter((one, index) => JSON.stringify(one) !== JSON.stringify(pact.interactions[index]));
  expect(await disagreements({ ...rest, interactions: changed.slice(0, 1) })).not.toEqual([]);
});

describe('coverage', () => {
  const named = new Map<string, Readonly<Record<string, number>>>();
  beforeAll(() => {
    for (const { operation, statuses } of contractCoverage([pact])) named.set(operation, statuses);
  });

  test.each(everyOperation)('%s has its success and its errors', (operation) => {
    const { method, path } = operations[operation];
    const needed = ['200', '401'];
    if (method !== 'GET') needed.push('400');
    // An upsert creates what does not exist.
    if (path.includes('{') && operation !== 'upsertIdentity') needed.push('404');
    if (operation === 'createInvoice' || operation === 'createIdentity') needed.push('409');
    const statuses = named.get(operation) ?? {};
    expect(needed.filter((status) => (statuses[status] ?? 0) === 0)).toEqual([]);
  });

  test.each(keyedOperations)('%s is called with a key, and again with the same key', (operation) => {
    const own = interactions.filter((one) => one.operation === operation && one.key !== undefined);
    const states = own.flatMap(({ given }) => given.map(({ state }) => state));
    expect(states).toContain('an unused key');
    expect(states).toContain('an answered call with a key');
  });

  test('the table names what no contract covers', () => {
    const table = coverageTable(contractCoverage([pact]));
    expect(table).toMatch(/^resendInvoice +4 +1 +1 +· +1/m);
    expect(table).toContain('importExternalDocument');
  });
});
