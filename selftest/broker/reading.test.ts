/** What the broker's commands make of options, environment, git and files: every mistake is a line that names its place. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../helpers/failures.ts';
import { readBuild } from '../../helpers/pact/broker/ci.ts';
import { reasonOf } from '../../helpers/pact/broker/client.ts';
import { BrokerUnavailable } from '../../helpers/pact/broker/failures.ts';
import { findPacts, literalPattern } from '../../helpers/pact/broker/files.ts';
import { whileBrokerAnswers } from '../../helpers/pact/broker/guard.ts';
import { readOrigin } from '../../helpers/pact/broker/origin.ts';
import { probeBroker } from '../../helpers/pact/broker/probe.ts';
import { parseSelector, recommendedSelectors } from '../../helpers/pact/broker/selectors.ts';
import { brokerRedactor, readBroker } from '../../helpers/pact/broker/settings.ts';
import { readBrokerVerification } from '../../helpers/pact/broker/verification.ts';
import { publishingProblem } from '../../helpers/pact/broker/verify.ts';
import { makeWorkTree, type WorkTree } from './command.ts';

const at = { PACT_BROKER_BASE_URL: 'https://broker.example/base/' };
const names = { version: '--consumer-version', branch: '--branch' };

describe('the broker and our account there', () => {
  test('a token, or a user with a password, or nothing', () => {
    expect(readBroker(at)).toEqual({ url: 'https://broker.example/base', account: { kind: 'none' } });
    expect(readBroker({ ...at, PACT_BROKER_TOKEN: 't' }).account).toEqual({ kind: 'token', token: 't' });
    const user = { PACT_BROKER_USERNAME: 'u', PACT_BROKER_PASSWORD: 'p:q' };
    expect(readBroker({ ...at, ...user }).account).toEqual({ kind: 'user', username: 'u', password: 'p:q' });
    // As a .env file leaves what is not set.
    expect(readBroker({ ...at, PACT_BROKER_TOKEN: '' }).account).toEqual({ kind: 'none' });
  });

  test.each([
    [{}, 'PACT_BROKER_BASE_URL: missing'],
    [{ PACT_BROKER_BASE_URL: 'broker' }, "'broker' is not a URL"],
    [{ PACT_BROKER_BASE_URL: 'demo:hidden@broker.example' }, 'PACT_BROKER_BASE_URL: the value is not'],
    [{ PACT_BROKER_BASE_URL: 'ftp://broker.example' }, 'not an http or https URL'],
    [{ PACT_BROKER_BASE_URL: 'https://demo:hidden@broker.example' }, 'must hold no credentials'],
    [{ PACT_BROKER_BASE_URL: 'https://broker.example/?token=hidden' }, 'no query'],
    [{ ...at, PACT_BROKER_PASSWORD: 'hidden' }, 'PACT_BROKER_USERNAME: missing'],
    [{ ...at, PACT_BROKER_USERNAME: 'demo' }, 'PACT_BROKER_PASSWORD: missing'],
    [{ ...at, PACT_BROKER_TOKEN: 'hidden', PACT_BROKER_PASSWORD: 'hidden' }, 'unset the other'],
    [{ ...at, PACT_BROKER_TOKEN: 'hidden\n' }, 'PACT_BROKER_TOKEN: holds a control character'],
  ])('%o', (environment, message) => {
    const read = () => readBroker(environment);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
    expect(read).not.toThrow('hidden');
  });

  test('a token is masked, in base64 too', () => {
    const redact = brokerRedactor(readBroker({ ...at, PACT_BROKER_TOKEN: 'recognisable' }));
    expect(redact(`a recognisable ${Buffer.from('recognisable').toString('base64')}`)).toBe('a ‹redacted› ‹redacted›');
  });
});

describe('what a CI server says', () => {
  test.each<[string, Record<string, string>, object]>([
    [
      'a push on GitHub',
      {
        GITHUB_ACTIONS: 'true',
        GITHUB_HEAD_REF: '',
        GITHUB_REF_NAME: 'feat/x',
        GITHUB_REF_TYPE: 'branch',
        GITHUB_SHA: 'abc',
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_REPOSITORY: 'o/r',
        GITHUB_RUN_ID: '7',
      },
      { branch: 'feat/x', commit: 'abc', url: 'https://github.com/o/r/actions/runs/7' },
    ],
    [
      'a pull request on GitHub',
      { GITHUB_ACTIONS: 'true', GITHUB_HEAD_REF: 'fix', GITHUB_REF_NAME: '12/merge', GITHUB_SHA: 'abc' },
      { branch: 'fix', commit: 'abc' },
    ],
    [
      'a tag on GitHub',
      { GITHUB_ACTIONS: 'true', GITHUB_REF_NAME: 'v1', GITHUB_REF_TYPE: 'tag', GITHUB_SHA: 'abc' },
      { commit: 'abc' },
    ],
    [
      'a merge request on GitLab',
      {
        GITLAB_CI: 'true',
        CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'fix',
        CI_COMMIT_SHA: 'abc',
        CI_JOB_URL: 'https://g/1',
      },
      { branch: 'fix', commit: 'abc', url: 'https://g/1' },
    ],
    [
      'a branch on Jenkins',
      { JENKINS_URL: 'https://j', GIT_BRANCH: 'origin/main', GIT_COMMIT: 'abc', BUILD_URL: 'https://j/1' },
      { branch: 'main', commit: 'abc', url: 'https://j/1' },
    ],
    ['a branch on Azure', { TF_BUILD: 'True', BUILD_SOURCEBRANCH: 'refs/heads/main' }, { branch: 'main' }],
    ['a pull request on Azure that names no source', { TF_BUILD: 'True', BUILD_SOURCEBRANCH: 'refs/pull/1/merge' }, {}],
    ['no CI server', { GITHUB_SHA: 'abc', CI_COMMIT_BRANCH: 'x' }, {}],
  ])('%s', (_name, environment, build) => {
    expect(readBuild(environment)).toEqual(build);
  });
});

describe('git and pact files', () => {
  let tree: WorkTree;
  beforeAll(async () => {
    tree = await makeWorkTree();
  });
  afterAll(() => tree.remove());

  test('version, branch and tags come from git; the CI server and options come first', async () => {
    await tree.git('tag', 'v1');
    const fromGit = readOrigin(tree.folder, {}, {}, names);
    expect(fromGit).toEqual({ version: tree.commit, branch: 'main', tags: ['v1'] });
    await tree.git('checkout', '--quiet', '--detach');
    expect(readOrigin(tree.folder, {}, {}, names)).not.toHaveProperty('branch');
    const gitLab = { GITLAB_CI: 'true', CI_COMMIT_BRANCH: 'fix', CI_COMMIT_SHA: 'other', CI_JOB_URL: 'https://g/1' };
    const expected = { version: tree.commit, branch: 'fix', tags: ['v1'], buildUrl: 'https://g/1' };
    expect(readOrigin(tree.folder, gitLab, {}, names)).toEqual(expected);
    const stated = { version: '2', branch: 'b', tags: [], buildUrl: 'https://b' };
    expect(readOrigin(tree.folder, gitLab, stated, names)).toEqual(stated);
  });

  test.each([
    [{ version: 'a/b' }, '--consumer-version'],
    [{ version: '-x' }, '--consumer-version'],
    [{ version: '' }, '--consumer-version'],
    [{ branch: '' }, '--branch'],
    [{ tags: ['a,b'] }, '--tag'],
    [{ buildUrl: 'ci/1' }, '--build-url'],
  ])('%o is refused', (stated, option) => {
    const read = () => readOrigin(tree.folder, {}, stated, names);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(option);
  });

  test('outside git a version must be given', () => {
    expect(() => readOrigin('/', {}, {}, names)).toThrow('--consumer-version: missing');
  });

  test('a folder gives its pacts; what is no pact is named', () => {
    const path = tree.pact('shop', 'billing', ['/a', '/b']);
    expect(findPacts([tree.folder])).toEqual([{ path, consumer: 'shop', provider: 'billing', interactions: 2 }]);
    expect(() => findPacts([tree.pact('shop', 'billing', [])])).toThrow('without interactions');
    expect(() => findPacts([tree.pact('', 'billing', ['/a'])])).toThrow('names no consumer');
    expect(() => findPacts([`${tree.folder}/.git`])).toThrow('no pacts to publish');
    expect(() => findPacts([`${tree.folder}/.git/HEAD`])).toThrow('cannot be read as JSON');
    expect(() => findPacts(['nowhere.json'])).toThrow('nowhere.json: no such file');
  });

  test("a path is no pattern of the client's", () => {
    expect(literalPattern('/a[1]/b*?.json')).toBe('/a[[]1[]]/b[*][?].json');
  });
});

describe('what is verified', () => {
  test.each<[string, object]>([
    ['main-branch', { mainBranch: true }],
    ['matching-branch', { matchingBranch: true }],
    ['branch:feat/x:y', { branch: 'feat/x:y' }],
    ['deployed', { deployed: true }],
    ['deployed:production', { deployed: true, environment: 'production' }],
    ['deployed-or-released', { deployedOrReleased: true }],
    ['{"tag":"prod","latest":true,"consumer":"shop"}', { tag: 'prod', latest: true, consumer: 'shop' }],
  ])('%s', (text, selector) => {
    expect(parseSelector(text)).toEqual(selector);
  });

  test.each([
    'main',
    'main-branch:x',
    'branch',
    'deployed:',
    '',
    'constructor',
    '{',
    '{}',
    '{"consumer":"shop"}',
    '{"latest":"yes"}',
    '{"latest":false}',
    '{"branch":""}',
    '{"mainbranch":true}',
  ])('%s is no selector', (text) => {
    expect(() => parseSelector(text)).toThrow(UsageError);
    expect(() => parseSelector(text)).toThrow('--selector');
  });

  const here = { providerVersion: '1', providerBranch: 'main' };

  test('with nothing said: what the broker recommends, pending, nothing published', () => {
    const { options, notes } = readBrokerVerification(here, { ...at, PACT_BROKER_TOKEN: 't' }, '/');
    expect(options).toEqual({
      pactBrokerUrl: 'https://broker.example/base',
      pactBrokerToken: 't',
      consumerVersionSelectors: [{ mainBranch: true }, { matchingBranch: true }, { deployedOrReleased: true }],
      enablePending: true,
      providerVersion: '1',
      providerVersionBranch: 'main',
      publishVerificationResult: false,
      failIfNoPactsFound: true,
    });
    expect(notes).toEqual([]);
  });

  test('without a branch nothing is pending, and that is said', () => {
    const { options, notes } = readBrokerVerification({ providerVersion: '1' }, at, '/');
    expect(options.enablePending).toBe(false);
    expect(options.consumerVersionSelectors).toEqual(recommendedSelectors(undefined));
    expect(notes.join()).toContain('--provider-branch');
  });

  test.each([
    [{ providerVersion: '1', pending: true }, '--provider-branch'],
    [{ providerVersion: '1', selector: ['matching-branch'] }, '--provider-branch'],
    [{ providerVersion: '1', includeWipSince: '2026-01-01' }, '--provider-branch'],
    [{ ...here, includeWipSince: '2026-02-30' }, '--include-wip-since'],
    [{ ...here, includeWipSince: 'yesterday' }, '--include-wip-since'],
    [{ ...here, includeWipSince: '2026-01-01', pending: false }, '--no-pending'],
    [{}, '--provider-version: missing'],
  ])('%o is refused', (options, message) => {
    expect(() => readBrokerVerification(options, at, '/')).toThrow(UsageError);
    expect(() => readBrokerVerification(options, at, '/')).toThrow(message);
  });
});

test('the reason of a refusal stands first, without ornaments', () => {
  const said =
    "❌ failed validation - [\"Environment with name 'x' does not exist\"]\n❌ Environment with name 'x' does not exist\n";
  expect(reasonOf(said)).toEqual(["Environment with name 'x' does not exist"]);
  expect(reasonOf('❌ ❌ No\n❌ No\n\n📨 Attempting\n')).toEqual(['No']);
  expect(reasonOf('❌ failed validation - ["odd"]')).toEqual(['failed validation - ["odd"]']);
});

describe('a broker is watched while something is done with it', () => {
  const watch = { everyMs: 20, patienceMs: 20_000 };
  const index = '{"_links":{"pb:publish-contracts":{}}}';

  /** A broker that answers its index as often as told, and then hangs up. */
  async function talking(times: number) {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      if (asked <= times) response.end(index);
      else response.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const close = () => {
      server.closeAllConnections();
      server.close();
    };
    return { settings: readBroker({ PACT_BROKER_BASE_URL: url }), close };
  }

  test('what is done is given back, and may take longer than the broker may', async () => {
    const { settings, close } = await talking(Number.POSITIVE_INFINITY);
    const slow = () => new Promise((resolve) => setTimeout(() => resolve('done'), 100));
    await expect(whileBrokerAnswers(settings, slow, watch)).resolves.toBe('done');
    await expect(whileBrokerAnswers(settings, () => Promise.reject(new Error('own')), watch)).rejects.toThrow('own');
    close();
  });

  test('what would wait for ever ends when the broker is gone', async () => {
    const { settings, close } = await talking(2);
    const never = () => new Promise(() => {});
    await expect(whileBrokerAnswers(settings, never, watch)).rejects.toThrow(BrokerUnavailable);
    close();
  });

  test('a broker that takes the question and never answers is given up', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const settings = readBroker({ PACT_BROKER_BASE_URL: url });
    await expect(probeBroker(settings, 100)).rejects.toThrow('could not be reached: no answer within 0.1 s');
    server.closeAllConnections();
    server.close();
  });
});

test('what the verifier logs when it could not publish', () => {
  const line =
    'ERROR pact_verifier: Publishing of verification results failed with an error: IO Error - failed: 403 Forbidden';
  expect(publishingProblem(line)).toBe('the broker answered 403');
  expect(publishingProblem('ERROR pact_verifier: Failed to load pact')).toBeUndefined();
});
