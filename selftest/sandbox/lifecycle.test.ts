/** Starting and stopping, in a process and as a command. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { realClock } from '../../sandbox/clock.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { endOf, runCommand } from '../run-command.ts';
import { clientOf, withInvoice } from './client.ts';

const cli = (...words: string[]) => runCommand('sandbox/cli.ts', words);

test('a sandbox starts in a moment and is gone when it is closed', async () => {
  const started = performance.now();
  const sandbox = await startSandbox({ managementPort: 0 });
  expect(performance.now() - started).toBeLessThan(500);
  const send = clientOf(sandbox.url);
  expect((await send('GET', '/identities')).status).toBe(200);
  await sandbox.close();
  await expect(send('GET', '/identities')).rejects.toThrow();
});

test('a closed sandbox keeps no process alive', async () => {
  const script = `
    const { startSandbox } = await import('./sandbox/start.ts');
    const sandbox = await startSandbox({ managementPort: 0, latencyMs: [0, 1] });
    await fetch(sandbox.url);
    sandbox.clock.schedule(60_000, () => {});
    await sandbox.close();
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script]);
  expect(await endOf(child)).toEqual({ code: 0, signal: null, output: '', errors: '' });
}, 15_000);

test('one process serves many targets in turn', async () => {
  const sandbox = await startSandbox();
  const send = clientOf(sandbox.url);
  await withInvoice(send);
  sandbox.use({ faults: ['unknown-route-succeeds'], freedoms: ['created-is-201'] });
  expect((await send('GET', '/nothing')).status).toBe(200);
  expect((await send('GET', '/invoices/i1')).status).toBe(404);
  sandbox.use({});
  expect((await send('GET', '/nothing')).status).toBe(404);
  await sandbox.close();
});

test('the real clock runs what falls due when it is put forward', () => {
  const clock = realClock();
  const done: string[] = [];
  clock.schedule(60_000, () => done.push('second'));
  clock.schedule(30_000, () => done.push('first'));
  const callOff = clock.schedule(10_000, () => done.push('never'));
  callOff();
  const before = clock.now();
  clock.advance(90_000);
  expect(done).toEqual(['first', 'second']);
  expect(clock.now() - before).toBeGreaterThanOrEqual(90_000);
});

test('the command says where it listens and ends on a signal', async () => {
  const words = ['--management-port', '0', '--fault', 'no-challenge', '--freedom', 'chunked'];
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/cli.ts', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (lines.push(line) === 2) break;
  }
  expect(lines).toEqual([
    expect.stringMatching(/^listening http:\/\/127\.0\.0\.1:\d+\/api$/),
    expect.stringMatching(/^management http:\/\/127\.0\.0\.1:\d+$/),
  ]);
  const answer = await fetch(`${lines[0]?.slice('listening '.length)}/identities`);
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, null]);
  child.kill('SIGTERM');
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(0);
});

test('wrong calls end with one line and code 2', async () => {
  const sandbox = await startSandbox();
  const port = new URL(sandbox.url).port;
  const wrong: [string[], RegExp][] = [
    [['--fault', 'nothing'], /^error: unknown fault 'nothing'/],
    [['--freedom', 'nothing'], /^error: unknown freedom 'nothing'/],
    [['--port', port], /^error: port \d+ is in use/],
    [['--port', 'x'], /^error: /],
    [['--unknown'], /^error: unknown option/],
  ];
  const outcomes = await Promise.all(wrong.map(([args]) => cli(...args)));
  outcomes.forEach(({ code, output, errors }, index) => {
    expect(code).toBe(2);
    expect(output).toBe('');
    expect(errors).toMatch(wrong[index]?.[1] ?? /^$/);
    expect(errors.trimEnd().split('\n')).toHaveLength(1);
  });
  await sandbox.close();
});

test('the command explains itself and lists what it can do', async () => {
  const [help, list] = await Promise.all([cli('--help'), cli('--list')]);
  expect(help).toMatchObject({ code: 0, output: expect.stringContaining('demo / p@55w0rd') as string });
  expect(list.code).toBe(0);
  expect(list.output).toContain('resend-open-to-all');
  expect(list.output).toContain('created-is-201');
});
