/** The state kit: another consumer's pact, written by hand, verifies through our command's code and through Pact's own verifier. */
import { fileURLToPath } from 'node:url';
import { Verifier as PactVerifier } from '@pact-foundation/pact';
import { openStateKit, type StateKit } from 'abillify-conformance/states';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPacts } from '../../helpers/pact/source.ts';
import { states } from '../../helpers/pact/states.ts';
import { verifyAgainst } from '../../helpers/pact/verification.ts';
import { Verifier } from '../../helpers/pact/verifier.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { sandboxTarget } from '../suite/target.ts';

const file = fileURLToPath(new URL('./web-shop-abillify-api.json', import.meta.url));
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ managementPort: false });
});
afterAll(() => sandbox.close());

const account = () => sandboxTarget(sandbox).account;

test('the pact of another consumer verifies, and a fault turns its interaction red', async () => {
  const verifier = new Verifier();
  try {
    const pacts = await loadPacts([file]);
    const outcomes = async () => {
      const { interactions } = await verifyAgainst(sandboxTarget(sandbox), { pacts }, verifier, new Date());
      return interactions.map(({ consumer, description, verdict }) => `${consumer}: ${description}: ${verdict}`);
    };
    const kept = (await outcomes()).sort();
    expect(kept).toEqual([
      'web-shop: the shop forgot its credentials: pass',
      'web-shop: the shop mails an invoice once more, twice by mistake: pass',
      "web-shop: the shop shows an order's invoice: pass",
    ]);
    sandbox.use({ faults: ['reads-open-to-all'] });
    const broken = (await outcomes()).filter((one) => !one.endsWith('pass'));
    expect(broken).toEqual(['web-shop: the shop forgot its credentials: fail']);
  } finally {
    verifier.close();
  }
});

/** Verifies by Pact's own verifier with the kit, as another team would. */
function withKit(kit: StateKit) {
  return new PactVerifier({
    provider: 'abillify-api',
    providerBaseUrl: sandbox.url,
    pactUrls: [file],
    // The kit's types name only what it uses of those of express.
    stateHandlers: kit.stateHandlers as never,
    requestFilter: kit.requestFilter as never,
    logLevel: 'error',
  }).verifyProvider();
}

test("the kit serves Pact's own verifier", async () => {
  sandbox.use({});
  const kit = await openStateKit({ url: sandbox.url, account: account() });
  try {
    const [pact] = await loadPacts([file]);
    expect(pact === undefined ? [] : kit.unknownStates(pact.content)).toEqual([]);
    await expect(withKit(kit)).resolves.toContain('"result":true');
  } finally {
    await kit.close();
  }
});

test('a state that cannot be arranged lets the request fail instead of asking the server', async () => {
  sandbox.use({});
  const kit = await openStateKit({ url: sandbox.url, account: account() });
  try {
    const setup = kit.stateHandlers['a committed invoice exists']?.setup({ readyFor: 'tea' });
    expect(await setup).toEqual({});
    const sent: string[] = [];
    const response = { status: (code: number) => ({ send: (body: string) => sent.push(`${code} ${body}`) }) };
    kit.requestFilter({ path: '/invoices/1', headers: {} }, response, () => sent.push('passed on'));
    expect(sent).toEqual([expect.stringContaining('500 the state')]);
  } finally {
    await kit.close();
  }
});

test('a server that is no test system is not touched', async () => {
  const options = { url: 'https://api.example.com/api', account: { username: 'a', password: 'b' } };
  await expect(openStateKit(options)).rejects.toThrow('api.example.com');
});

test('every state says what holds, and gives what it says', () => {
  for (const [name, { holds, gives }] of Object.entries(states)) {
    expect(holds, name).toMatch(/^[A-Z].*\.$/);
    expect(new Set(gives).size, name).toBe(gives.length);
  }
});
