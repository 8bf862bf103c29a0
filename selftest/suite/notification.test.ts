/** Notifications: what the listener takes, when a server is judged by them, and that nothing stays open. */
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readEnvironment } from '../../helpers/configuration/environment.ts';
import { NotificationListener } from '../../helpers/notifications.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { checks } from '../../specs/all.ts';
import { runToEnd, sandboxTarget } from './target.ts';

describe('the listener', () => {
  let listener: NotificationListener;
  beforeEach(() => {
    listener = new NotificationListener({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => listener.close());

  test('keeps what comes to a mailbox, apart from what comes to another', async () => {
    const [mine, other] = [await listener.mailbox(), await listener.mailbox()];
    await fetch(mine.url, { method: 'POST', body: '{"job":"1"}' });
    await fetch(`${other.url}?again`, { method: 'PUT', body: 'no JSON' });
    await mine.until(({ length }) => length > 0, 5000);
    expect(mine.arrived).toEqual([{ method: 'POST', text: '{"job":"1"}', json: { job: '1' } }]);
    expect(other.arrived).toEqual([{ method: 'PUT', text: 'no JSON', json: undefined }]);
  });

  test('passes over probes and addresses that nobody was told', async () => {
    const mailbox = await listener.mailbox();
    expect((await fetch(mailbox.url)).status).toBe(200);
    expect((await fetch(new URL('/elsewhere', mailbox.url), { method: 'POST', body: '{}' })).status).toBe(200);
    expect(mailbox.arrived).toEqual([]);
  });

  test('keeps little of a flood', async () => {
    const mailbox = await listener.mailbox();
    await fetch(mailbox.url, { method: 'POST', body: 'x'.repeat(1_000_000) });
    expect(mailbox.arrived[0]?.text.length).toBeLessThanOrEqual(64 * 1024);
    for (let count = 0; count < 60; count += 1) await fetch(mailbox.url, { method: 'POST', body: '{}' });
    expect(mailbox.arrived).toHaveLength(50);
  });

  test('does not wait for a sender that hangs, and ends its waits in time', async () => {
    const mailbox = await listener.mailbox();
    const socket = connect(Number(new URL(mailbox.url).port), '127.0.0.1');
    socket.on('error', () => {});
    await new Promise<void>((resolve) => socket.on('connect', () => resolve()));
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n');
    await mailbox.until(({ length }) => length > 0, 20);
    await listener.close();
    await expect(listener.mailbox()).rejects.toThrow('the run is over');
    socket.destroy();
  });

  test('is told a URL that leads to it from outside', async () => {
    const outside = new NotificationListener({
      host: '127.0.0.1',
      port: 0,
      url: 'https://hooks.example.com/abillify/',
    });
    expect((await outside.mailbox()).url).toMatch(/^https:\/\/hooks\.example\.com\/abillify\/[0-9a-f-]{36}$/);
    await outside.close();
  });
});

describe('a commit on a server', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ managementPort: false });
  });
  afterAll(() => sandbox.close());
  const meant = checks.filter(({ requirement }) => requirement === 'commit.notification-as-documented');

  test.each([
    [undefined, 'kept', ''],
    ['notifications-with-more', 'kept', ''],
    ['jobs-are-uuids', 'kept', ''],
    ['notifications-never-arrive', 'not-applicable', 'no notification came'],
    ['notify-address-refused', 'not-applicable', 'does not take the address'],
  ] as const)('with the freedom %s is %s', async (freedom, kind, reason) => {
    sandbox.use({ freedoms: freedom === undefined ? [] : [freedom] });
    const [result] = await runToEnd(sandboxTarget(sandbox, { settleTimeoutMs: 500 }), meant);
    expect(result?.outcome.kind).toBe(kind);
    expect(result?.outcome.reason).toContain(reason);
  });

  test('whose answer names no job is not accused of naming another', async () => {
    sandbox.use({ faults: ['commit-without-job'] });
    const [result] = await runToEnd(sandboxTarget(sandbox), meant);
    expect(result?.outcome).toEqual({ kind: 'kept', reason: '' });
  });

  test('that cannot be reached from outside says how it could', async () => {
    sandbox.use({});
    const notify = { host: '192.0.2.1', port: 1 };
    const [result] = await runToEnd({ ...sandboxTarget(sandbox), notify }, meant);
    expect(result?.outcome.kind).toBe('not-applicable');
    expect(result?.outcome.reason).toContain('no notification can be taken');
  });
});

describe('the environment', () => {
  test('names a URL and a port that it leads to', () => {
    const settings = readEnvironment({ NOTIFY_URL: 'https://hooks.example.com/x', NOTIFY_LISTEN: '0.0.0.0:8089' });
    expect(settings.notify).toEqual({ url: 'https://hooks.example.com/x', host: '0.0.0.0', port: 8089 });
  });

  test.each([
    [{ NOTIFY_LISTEN: '8089' }, 'NOTIFY_URL: missing'],
    [{ NOTIFY_URL: 'https://hooks.example.com' }, 'NOTIFY_LISTEN: missing'],
    [{ NOTIFY_URL: 'https://hooks.example.com', NOTIFY_LISTEN: 'x:y' }, "NOTIFY_LISTEN: 'x:y'"],
    [{ NOTIFY_URL: 'hooks', NOTIFY_LISTEN: '1' }, 'NOTIFY_URL:'],
  ])('%j is refused', (environment, message) => {
    expect(() => readEnvironment(environment)).toThrow(message);
  });
});
