/** The life of a contract with a real broker, from the first publication to the deployment, and what can break it off. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callClient } from '../../helpers/pact/broker/client.ts';
import { readBroker } from '../../helpers/pact/broker/settings.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { type Broker, startBroker } from './broker.ts';
import { command, makeWorkTree, type WorkTree } from './command.ts';
import { type Gate, openGate } from './gate.ts';
import { installBroker, NotInstallable } from './install.ts';

/** Why there is no broker on this machine; undefined where there is one. */
async function hindrance(): Promise<string | undefined> {
  try {
    await installBroker();
    return undefined;
  } catch (error) {
    if (error instanceof NotInstallable) return error.message;
    throw error;
  }
}

const missing = await hindrance();
if (missing !== undefined) process.stderr.write(`The tests with a real Pact Broker are skipped. ${missing}\n`);

const token = 'recognisable-token';
const user = { username: 'demo', password: 'recognisable-password' };

describe.skipIf(missing !== undefined)('with a real broker', () => {
  let broker: Broker;
  let gate: Gate;
  let sandbox: Sandbox;
  /** In front of the sandbox, so that a test can say what is served besides. */
  let provider: Gate;
  let consumerTree: WorkTree;
  let providerTree: WorkTree;
  /** What is served besides what the API has. */
  const served = new Set(['/hello']);
  let oldPact = '';
  let newPact = '';
  let feature = '';

  beforeAll(async () => {
    broker = await startBroker({ token, ...user });
    gate = await openGate(broker.url);
    sandbox = await startSandbox({ managementPort: false });
    provider = await openGate(new URL(sandbox.url).origin);
    provider.watch = (line) => (served.has(line.replace('GET /api', '')) ? 200 : 'pass');
    consumerTree = await makeWorkTree();
    providerTree = await makeWorkTree();
    oldPact = consumerTree.pact('shop', 'billing', ['/hello']);
    newPact = consumerTree.pact('shop', 'billing', ['/hello', '/new']);
  }, 180_000);

  afterAll(async () => {
    await provider?.close();
    await sandbox?.close();
    await gate?.close();
    await broker?.stop();
    consumerTree?.remove();
    providerTree?.remove();
  });

  /** Calls a command at the gate; whatever it prints holds no secret. */
  async function call(tree: WorkTree, path: string, words: readonly string[], changed: Record<string, string> = {}) {
    const environment = { PACT_BROKER_BASE_URL: gate.url, PACT_BROKER_TOKEN: token, ...changed };
    const ended = await command(path, words, { folder: tree.folder, environment });
    expect(ended.output).not.toMatch(/recognisable/);
    expect(ended.timedOut).toBe(false);
    return ended;
  }

  const publish = (words: readonly string[], changed?: Record<string, string>) =>
    call(consumerTree, 'cli/publish.ts', words, changed);
  const verify = (words: readonly string[], changed?: Record<string, string>) => {
    const [account] = sandbox.accounts;
    return call(
      providerTree,
      'cli/verify.ts',
      ['--url', `${provider.url}/api`, '--provider', 'billing', '--broker', ...words],
      { TARGET_USERNAME: account?.username ?? '', TARGET_PASSWORD: account?.password ?? '', ...changed },
    );
  };
  const mayGo = (tree: WorkTree, name: string, version: readonly string[] = []) =>
    call(tree, 'cli/can-i-deploy.ts', ['--pacticipant', name, '--to-environment', 'production', ...version]);
  const record = (tree: WorkTree, name: string, version: readonly string[] = []) =>
    call(tree, 'cli/record-deployment.ts', ['--pacticipant', name, '--environment', 'production', ...version]);

  /** Reads a document of the broker. */
  async function read(path: string): Promise<unknown> {
    const answer = await request(new URL(path, broker.url), {
      headers: { authorization: `Bearer ${token}`, accept: 'application/hal+json' },
    });
    expect(answer.statusCode, path).toBe(200);
    return answer.body.json();
  }

  test('two versions are published from two branches, named by git', async () => {
    const first = await publish([oldPact]);
    expect(first.code, first.output).toBe(0);
    expect(first.output).toContain(`version ${consumerTree.commit} (branch main)`);
    await consumerTree.git('checkout', '--quiet', '-b', 'feat/new');
    await consumerTree.git('commit', '--quiet', '--allow-empty', '--message=second');
    await consumerTree.git('tag', 'candidate');
    feature = await consumerTree.git('rev-parse', 'HEAD');
    const second = await publish([newPact, '--build-url', 'https://ci.example/1']);
    expect(second.code, second.output).toBe(0);
    expect(second.output).toContain(`version ${feature} (branch feat/new, tags candidate)`);
    expect(await read(`/pacticipants/shop/versions/${feature}`)).toMatchObject({
      number: feature,
      buildUrl: 'https://ci.example/1',
      _embedded: { branchVersions: [{ name: 'feat/new' }], tags: [{ name: 'candidate' }] },
    });
  });

  test('publishing again changes nothing; another content under the same version is refused', async () => {
    const again = await publish([newPact]);
    expect(again.code, again.output).toBe(0);
    expect(again.output).toContain('no content changes');
    const other = await publish([oldPact]);
    expect(other.code, other.output).toBe(1);
    expect(other.output).toContain('publish: Cannot change the content of the pact');
  });

  test('a user of Basic authentication will do as well, and no credentials are among the arguments', async () => {
    let seen = '';
    gate.watch = () => {
      // Looked at while the client waits for its answer.
      seen += argumentsOfAll();
      return 'pass';
    };
    const { code, output } = await publish([newPact], {
      PACT_BROKER_TOKEN: '',
      PACT_BROKER_USERNAME: user.username,
      PACT_BROKER_PASSWORD: user.password,
    });
    gate.watch = () => 'pass';
    expect(code, output).toBe(0);
    expect(seen).toContain('--consumer-app-version');
    expect(seen).not.toContain(user.password);
  });

  test('a wrong token ends 3 and is named', async () => {
    const wrong = { PACT_BROKER_TOKEN: 'recognisable-but-wrong' };
    for (const { code, output } of [await publish([newPact], wrong), await verify([], wrong)]) {
      expect(code, output).toBe(3);
      expect(output.trim()).toMatch(/^\w+: the Pact Broker at \S+ refused PACT_BROKER_TOKEN \(401\)$/);
    }
  });

  test('a version that nobody has verified may not be deployed, nor to an environment that is not there', async () => {
    const nowhere = await mayGo(consumerTree, 'shop', ['--version', consumerTree.commit]);
    expect(nowhere.code, nowhere.output).toBe(1);
    expect(nowhere.output).toContain("Environment with name 'production' does not exist");
    const settings = readBroker({ PACT_BROKER_BASE_URL: broker.url, PACT_BROKER_TOKEN: token });
    const words = ['create-environment', '--name', 'production', '--production'];
    await callClient({ settings, arguments: words, environment: process.env, timeoutMs: 60_000 });
    const { code, output } = await mayGo(consumerTree, 'shop', ['--version', consumerTree.commit]);
    expect(code, output).toBe(1);
    expect(output).toContain('must not go to production: There is no verified pact');
    expect(output).toContain(`shop ${consumerTree.commit} → billing (no version): not verified`);
  });

  test('a pact is verified by a selector, and the result published', async () => {
    const { code, output } = await verify([
      ...['--selector', 'main-branch', '--publish', '--build-url', 'https://ci.example/2'],
    ]);
    expect(code, output).toBe(0);
    expect(output).toContain('1 pass, 0 fail\n');
    expect(output).toContain('latest version from the main branch');
    expect(await latestResult(consumerTree.commit)).toMatchObject({
      success: true,
      providerApplicationVersion: providerTree.commit,
      buildUrl: 'https://ci.example/2',
    });
    expect(await read(`/pacticipants/billing/versions/${providerTree.commit}`)).toMatchObject({
      _embedded: { branchVersions: [{ name: 'main' }] },
    });
  });

  test('the pending pact of a new branch does not fail the build, and its result is published all the same', async () => {
    const { code, output } = await verify(['--selector', 'branch:feat/new', '--publish']);
    expect(code, output).toBe(0);
    expect(output).toContain('1 pass, 0 fail, 1 waived');
    expect(output).toContain('1 pending interactions failed');
    expect(await latestResult(feature)).toMatchObject({ success: false });
  });

  test('work in progress is looked at where it is asked for', async () => {
    const { code, output } = await verify(['--selector', 'main-branch', '--include-wip-since', '2020-01-01']);
    expect(code, output).toBe(0);
    expect(output).toContain("it is a 'work in progress' pact");
    expect(output).toContain('2 pass, 0 fail, 1 waived');
  });

  test('the same pact fails the build with --no-pending', async () => {
    const { code, output } = await verify(['--selector', 'branch:feat/new', '--no-pending']);
    expect(code, output).toBe(1);
    expect(output).toContain('get /new');
  });

  test('selectors that match no pact give no verdict', async () => {
    const { code, output } = await verify(['--selector', 'branch:nowhere']);
    expect(code, output).toBe(3);
    expect(output).toContain('No pacts found');
  });

  test('after verification and deployment of the provider the verified version may go, the other may not', async () => {
    const provided = await mayGo(providerTree, 'billing');
    expect(provided.code, provided.output).toBe(0);
    const recorded = await record(providerTree, 'billing');
    expect(recorded.code, recorded.output).toBe(0);
    expect(recorded.output).toContain(`recorded: billing ${providerTree.commit} is deployed to production`);
    const { code, output } = await mayGo(consumerTree, 'shop', ['--version', consumerTree.commit]);
    expect(code, output).toBe(0);
    expect(output).toContain(`shop ${consumerTree.commit} → billing ${providerTree.commit}: verified`);
    const other = await mayGo(consumerTree, 'shop');
    expect(other.code, other.output).toBe(1);
    expect(other.output).toContain(`shop ${feature} → billing ${providerTree.commit}: verification failed`);
  });

  test('a version that the broker does not know cannot be recorded', async () => {
    const { code, output } = await record(consumerTree, 'shop', ['--version', 'unknown']);
    expect(code, output).toBe(1);
    expect(output).toContain('knows no version unknown of shop');
  });

  test('once the provider keeps it, the new pact is verified and may go; doing all of it again changes nothing', async () => {
    served.add('/new');
    const again = ['--selector', 'branch:feat/new', '--selector', 'main-branch', '--publish'];
    for (const turn of ['first', 'second']) {
      const verified = await verify(again);
      expect(verified.code, `${turn}: ${verified.output}`).toBe(0);
    }
    const recorded = await record(providerTree, 'billing');
    expect(recorded.code, recorded.output).toBe(0);
    const allowed = await mayGo(consumerTree, 'shop');
    expect(allowed.code, allowed.output).toBe(0);
    served.delete('/new');
    const { code, output } = await verify(['--selector', 'branch:feat/new']);
    expect(code, `no longer pending: ${output}`).toBe(1);
  });

  /** Does something at another gate, which does as told at the first request that looks like this. */
  async function atGate(verdict: 'shut' | number, pattern: RegExp, use: () => Promise<void>): Promise<void> {
    const usual = gate;
    gate = await openGate(broker.url);
    gate.watch = (line) => (pattern.test(line) ? verdict : 'pass');
    await use();
    await gate.close();
    gate = usual;
  }

  test('credentials that may only read: nothing is published, and nothing is green', async () => {
    await atGate(403, /^(POST|PUT) (?!.*for-verification)/, async () => {
      const published = await publish([newPact]);
      expect(published.code, published.output).toBe(3);
      expect(published.output).toContain('lets these credentials read but not write (403)');
      const verified = await verify(['--selector', 'main-branch', '--publish']);
      expect(verified.code, verified.output).toBe(1);
      expect(verified.output).toContain('verify: the results were not published: the broker answered 403');
    });
  });

  test('a broker that goes away before the pacts are read ends the verification 3', async () => {
    await atGate('shut', /for-verification/, async () => {
      const { code, output } = await verify(['--selector', 'main-branch']);
      expect(code, output).toBe(3);
      expect(output).toMatch(/^verify: the Pact Broker at \S+ could not be reached/m);
    });
  });

  test('a broker that goes away while results are published ends the verification 3', async () => {
    await atGate('shut', /^POST .*verification-results/, async () => {
      const { code, output } = await verify(['--selector', 'main-branch', '--publish']);
      expect(code, output).toBe(3);
      expect(output).toMatch(/^verify: the Pact Broker at \S+ could not be reached/m);
    });
  });

  test('a broker that is killed while a pact is published ends 3; nothing hangs', async () => {
    gate.watch = async (line) => {
      if (!line.startsWith('POST /contracts/publish')) return 'pass';
      await broker.kill();
      return 'shut';
    };
    const { code, output } = await publish([newPact]);
    expect(code, output).toBe(3);
    expect(output.trim()).toMatch(/^publish: the Pact Broker at \S+ could not be reached: .*$/);
  });

  /** The newest result for a version of the consumer. */
  async function latestResult(version: string): Promise<unknown> {
    const path = `/verification-results/consumer/shop/version/${version}/latest`;
    const document = (await read(path)) as { _embedded: { verificationResults: unknown[] } };
    return document._embedded.verificationResults[0];
  }
});

/** The arguments of every process that may be looked at; where the system does not show them, those that prove nothing. */
function argumentsOfAll(): string {
  if (!existsSync('/proc/self/cmdline')) return '--consumer-app-version';
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes
    .map((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .join('\n');
}
