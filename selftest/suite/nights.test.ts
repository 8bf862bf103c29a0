/** Keys over nights: kept, forgotten, expired, of a server that was reset, and a ledger that nothing destroys. */
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseOptions } from '../../cli/options.ts';
import { settingsOf } from '../../cli/settings.ts';
import { keyFile } from '../../helpers/keys/entry.ts';
import { newRunId } from '../../helpers/run/references.ts';
import { startRun } from '../../helpers/run/run.ts';
import type { Target } from '../../helpers/target.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { checks } from '../../specs/all.ts';
import { hour, overNights, timeOf, waitForNoon } from './nights.ts';
import { sandboxTarget } from './target.ts';

let sandbox: Sandbox;
let stateFolder: string;
beforeAll(async () => {
  sandbox = await startSandbox({ managementPort: false });
});
beforeEach(() => {
  stateFolder = mkdtempSync(join(tmpdir(), 'nights-'));
  sandbox.use({});
  waitForNoon(sandbox);
  return () => rmSync(stateFolder, { recursive: true, force: true });
});
afterAll(() => sandbox.close());

const meant = checks.filter(
  ({ requirement }) => requirement === overNights || requirement === 'open.key-kept-after-24-hours',
);
const path = () => join(stateFolder, 'keys.json');
const keys = () => keyFile.parse(JSON.parse(readFileSync(path(), 'utf8'))).keys;

/** One run at the sandbox's time: what came of the two requirements at each operation, and what its readers are told. */
async function night(change: Partial<Target> = {}) {
  const startedAt = timeOf(sandbox);
  const target: Target = { ...sandboxTarget(sandbox), stateFolder, ...change };
  const run = startRun({ target, checks: meant, runId: newRunId(startedAt), seed: 1, startedAt });
  const results = await run.results;
  const of = (requirement: string) => results.filter(({ check }) => check.requirement === requirement);
  return {
    kept: of(overNights).map(({ outcome }) => outcome.kind),
    reasons: of(overNights).map(({ outcome }) => outcome.reason),
    observed: of('open.key-kept-after-24-hours').map(({ observation }) => observation),
    remarks: run.session.remarks,
  };
}

const twice = <T>(value: T) => [value, value];

test('the first night notes a key for each operation, and no secrets', async () => {
  const first = await night();
  expect(first.kept).toEqual(twice('not-applicable'));
  expect(first.reasons[0]).toContain('this run noted one');
  expect(
    keys()
      .map(({ operation }) => operation)
      .sort(),
  ).toEqual(['createInvoice', 'resendInvoice']);
  const text = readFileSync(path(), 'utf8');
  for (const { username, password } of sandbox.accounts) {
    expect(text).not.toContain(password);
    expect(text).not.toContain(Buffer.from(`${username}:${password}`).toString('base64'));
  }
  expect(readdirSync(stateFolder)).toEqual(['keys.json']);
});

test('night after night the keys are known, and after 24 hours they are observed once', async () => {
  await night();
  sandbox.clock.advance(8 * hour);
  expect(await night()).toMatchObject({ kept: twice('kept'), observed: twice(undefined) });
  sandbox.clock.advance(15 * hour);
  expect(await night()).toMatchObject({ kept: twice('kept'), observed: twice(undefined) });
  sandbox.clock.advance(2 * hour);
  // The first keys are 25 hours old by now, the others are not.
  expect(await night()).toMatchObject({ kept: twice('kept'), observed: twice('executed') });
  expect(await night()).toMatchObject({ kept: twice('kept'), observed: twice(undefined) });
});

test('near the end of the promise nothing is said', async () => {
  await night();
  sandbox.clock.advance(24 * hour);
  expect(await night()).toMatchObject({ kept: twice('not-applicable'), observed: twice(undefined) });
});

test('a server may keep keys for longer', async () => {
  sandbox.use({ freedoms: ['keys-kept-for-a-week'] });
  await night();
  sandbox.clock.advance(30 * hour);
  expect(await night()).toMatchObject({ kept: twice('not-applicable'), observed: twice('replayed') });
});

test('a key that was forgotten is told with its age, and judged once', async () => {
  sandbox.use({ faults: ['key-kept-for-twelve-hours'] });
  await night();
  sandbox.clock.advance(13 * hour);
  const second = await night();
  expect(second.kept).toEqual(['broken', 'kept']);
  expect(second.reasons[0]).toContain('a key 13.0 hours old was answered otherwise');
  expect((await night()).kept).toEqual(twice('kept'));
});

test('a server that was reset in between is not accused', async () => {
  await night();
  sandbox.use({});
  sandbox.clock.advance(hour);
  const second = await night();
  expect(second.kept).toEqual(twice('not-applicable'));
  expect(second.reasons[0]).toContain('the server was reset');
});

test('keys of another account or address say nothing', async () => {
  await night();
  const [, second] = sandbox.accounts;
  if (second === undefined) throw new Error('the sandbox has two accounts');
  expect((await night({ account: second })).kept).toEqual(twice('not-applicable'));
  expect((await night({ url: sandbox.url.replace('127.0.0.1', 'localhost') })).kept).toEqual(twice('not-applicable'));
});

test('a target without a name has no ledger', async () => {
  const startedAt = timeOf(sandbox);
  const run = startRun({
    target: sandboxTarget(sandbox),
    checks: meant,
    runId: newRunId(startedAt),
    seed: 1,
    startedAt,
  });
  const reasons = (await run.results).map(({ outcome }) => outcome.reason);
  expect(new Set(reasons).size).toBe(1);
  expect(reasons[0]).toContain('--target');
});

describe('a ledger that is damaged is begun anew, and the readers are told', () => {
  test.each([
    ['no JSON', '{"version":1,"keys":[', 'it is no JSON'],
    ['another form', '{"version":1,"keys":[{"key":7}]}', 'keys.0'],
    ['a later version', '{"version":2,"keys":[]}', 'version'],
    ['a flood', `"${'x'.repeat(5_000_000)}"`, 'bytes long'],
  ])('%s', async (_name, text, problem) => {
    writeFileSync(path(), text);
    const { kept, remarks } = await night();
    expect(kept).toEqual(twice('not-applicable'));
    expect(remarks).toHaveLength(1);
    expect(remarks[0]).toContain('is damaged');
    expect(remarks[0]).toContain(problem);
    expect(keys()).toHaveLength(2);
  });

  test('a folder that cannot be written costs the ledger alone', async () => {
    writeFileSync(join(stateFolder, 'file'), '');
    const { kept, remarks } = await night({ stateFolder: join(stateFolder, 'file', 'below') });
    expect(kept).toEqual(twice('not-applicable'));
    expect(remarks.join('\n')).toContain('could not be written');
  });
});

test('several processes at once lose no key', async () => {
  const processes = Array.from(
    { length: 4 },
    (_, index) =>
      new Promise<number | null>((resolve, reject) => {
        const script = fileURLToPath(new URL('./note-keys.ts', import.meta.url));
        const child = fork(script, [stateFolder, String(index)], { execArgv: ['--import', 'tsx'] });
        child.on('error', reject);
        child.on('exit', resolve);
      }),
  );
  expect(await Promise.all(processes)).toEqual([0, 0, 0, 0]);
  expect(new Set(keys().map(({ key }) => key)).size).toBe(20);
  expect(readdirSync(stateFolder)).toEqual(['keys.json']);
});

test('only a target that was named, and is no server of this process, has a folder', () => {
  const environment = {
    TARGET_URL: 'http://127.0.0.1:1/api',
    ...{ TARGET_USERNAME: 'u', TARGET_PASSWORD: 'p', STAGING_USERNAME: 'u', STAGING_PASSWORD: 'p' },
  };
  const folderOf = (options: string[]) => settingsOf(parseOptions(options), environment).target.stateFolder;
  expect(folderOf([])).toBeUndefined();
  expect(folderOf(['--target', 'sandbox'])).toBeUndefined();
  expect(folderOf(['--target', 'staging', '--state', 'kept'])).toBe(join('kept', 'staging'));
});
