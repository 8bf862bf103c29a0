/** Credentials: in no file and on no screen whatever the server does, and no report destroyed by a password that is a word. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { authorizationRedactor, basicAuthorization, mask, redactor } from '../../helpers/http/redaction.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { conformance } from './command.ts';
import { echoMisbehaviours } from './echoes.ts';
import { leaksIn } from './leaks.ts';
import { filesIn, hostileTarget, runAgainst } from './run.ts';
import { oddAccounts, startHostile } from './server.ts';

const root = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Those after which a check fails: where nothing but broken connections comes first, a run decides nothing. */
const failing = echoMisbehaviours.filter(({ fromTheFirst }) => fromTheFirst?.exitCode !== 3);

test('the whole command against a server that echoes them in another way each time', async () => {
  const server = await startHostile({
    id: 'echoes',
    sentence: 'Echoes credentials in every way.',
    answer: (turn) => failing[turn.count % failing.length]?.answer?.(turn),
  });
  try {
    const [first, second] = oddAccounts;
    const environment = {
      TARGET_URL: server.url,
      TARGET_USERNAME: first?.username ?? '',
      TARGET_PASSWORD: first?.password ?? '',
      TARGET_USERNAME_2: second?.username ?? '',
      TARGET_PASSWORD_2: second?.password ?? '',
      PACT_BROKER_TOKEN: 'broker-token-nobody-may-see',
      REQUEST_TIMEOUT_MS: '3000',
      SETTLE_TIMEOUT_MS: '300',
    };
    const args = ['--out', join(root, 'out'), '--state', join(root, 'state'), '--only', 'resendInvoice'];
    const ended = await conformance(args, { environment });
    expect(ended.code, ended.errors).toBe(1);
    const files = filesIn(root);
    expect(files.size).toBeGreaterThan(10);
    const secrets = [...oddAccounts, { username: '', password: environment.PACT_BROKER_TOKEN }];
    for (const [name, text] of [...files, ['printed', ended.output], ['errors', ended.errors]] as const) {
      expect(leaksIn(text, secrets), name).toEqual([]);
    }
  } finally {
    await server.close();
  }
});

describe('a password that is short or an ordinary word', () => {
  test.each(['a', '1', 'null', 'invoice', 'reference', 'true'])(
    "'%s' changes no verdict and no report",
    async (password) => {
      const accounts = [
        { username: 'merchant', password },
        { username: 'second', password: `${password}2` },
      ];
      const sandbox = await startSandbox({ managementPort: false, accounts });
      try {
        const target = hostileTarget({ url: sandbox.url, accounts });
        const { report, files } = await runAgainst(target);
        expect(report.run.exitCode, report.run.conclusion).toBe(0);
        const basic = accounts.map((account) => basicAuthorization(account).slice('Basic '.length));
        for (const [name, text] of files) for (const one of basic) expect(text.includes(one), name).toBe(false);
        const bodies = report.checks.flatMap(({ exchanges }) =>
          exchanges.flatMap(({ response }) => response?.body ?? []),
        );
        expect(bodies.filter((body) => body.includes(mask) && !/authorization|password/i.test(body))).toEqual([]);
      } finally {
        await sandbox.close();
      }
    },
  );

  test('is masked where something says what it is', () => {
    const redact = redactor([{ username: 'demo', password: 'null' }]);
    expect(redact('{"a":null,"password":"null","said":"demo:null"}')).toBe(
      `{"a":null,"password":"${mask}","said":"${mask}"}`,
    );
  });
});

describe('what a check makes from a password', () => {
  const account = { username: 'demo', password: 'Correct-Horse' };
  const redact = authorizationRedactor([account], redactor([account]));
  const sent = (password: string) => redact(basicAuthorization({ username: 'demo', password }));

  test.each(['Correct-Hors', 'Correct-Horsex', 'CORRECT-HORSE', 'correct-horse'])(
    '%s is masked, and not as the real one',
    (one) => {
      expect(sent(one)).toMatch(/^Basic ‹redacted: /);
    },
  );
  test('the real one is masked', () => expect(sent(account.password)).toBe(`Basic ${mask}`));
  test('an invented one stays', () => expect(sent('not-lorem')).toBe('Basic ZGVtbzpub3QtbG9yZW0='));
});

test('no text makes masking slow', () => {
  const redact = redactor([...oddAccounts, { username: 'a', password: 'AAAAAAAAAAAAb' }]);
  for (const piece of ['\\', '%25', '&amp;', '…', 'A', '\0', 'password: ', '\\u00']) {
    const start = performance.now();
    redact(piece.repeat(65_536 / piece.length));
    expect(performance.now() - start, piece).toBeLessThan(3000);
  }
});
