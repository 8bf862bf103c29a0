/** What a caller of the broker's commands can do wrong, and brokers that are none: no real broker is needed for these. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command, makeWorkTree, type WorkTree } from './command.ts';

const secret = 'recognisable-secret';
const absent = 'http://127.0.0.1:9';
let tree: WorkTree;
let pact: string;
beforeAll(async () => {
  tree = await makeWorkTree();
  pact = tree.pact('shop', 'billing', ['/hello']);
});
afterAll(() => tree.remove());

const publish = (words: readonly string[], environment: Record<string, string>) =>
  command('cli/publish.ts', words, { folder: tree.folder, environment });

/** Serves something for the time of a test. */
async function serving(listener: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    await use(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('a mistake of the caller ends 2 with one line that names it', () => {
  const at = { PACT_BROKER_BASE_URL: absent };
  test.each<[string, Record<string, string>, (file: string) => string[], string]>([
    ['no broker', {}, (file) => [file], 'PACT_BROKER_BASE_URL'],
    ['no pacts', at, () => ['.git'], 'no pacts to publish'],
    [
      'a token and a user',
      { ...at, PACT_BROKER_TOKEN: secret, PACT_BROKER_USERNAME: 'demo', PACT_BROKER_PASSWORD: secret },
      (file) => [file],
      'PACT_BROKER_USERNAME',
    ],
  ])('%s', async (_name, environment, words, named) => {
    const { code, output } = await publish(words(pact), environment);
    expect(code, output).toBe(2);
    expect(output).toContain(named);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).not.toContain(secret);
  });
});

describe('a broker that cannot be used ends 3 with one line', () => {
  test('nothing listens', async () => {
    const { code, output } = await publish([pact], { PACT_BROKER_BASE_URL: absent });
    expect(code, output).toBe(3);
    expect(output.trim()).toMatch(/^publish: the Pact Broker at \S+ could not be reached: .*ECONNREFUSED/);
  });

  test('what listens is no broker', async () => {
    const page: RequestListener = (_, response) => response.setHeader('content-type', 'text/html').end('<html></html>');
    await serving(page, async (url) => {
      const { code, output } = await publish([pact], { PACT_BROKER_BASE_URL: url });
      expect(code, output).toBe(3);
      expect(output).toContain('no Pact Broker');
    });
  });

  test('it takes the request and says nothing any more: the time allowed ends it', async () => {
    const mute: RequestListener = (request, response) => {
      // It answers the command's own question, which names no user agent, and the client's never.
      if (request.headers['user-agent'] === undefined) response.end('{"_links":{"pb:publish-contracts":{}}}');
    };
    await serving(mute, async (url) => {
      const { code, output } = await publish([pact, '--timeout', '1'], { PACT_BROKER_BASE_URL: url });
      expect(code, output).toBe(3);
      expect(output).toContain('--timeout');
    });
  });
});
