/** The stub: answers as the contract says, by state where one is asked for, and ends with the command. */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../run-command.ts';

let child: ReturnType<typeof spawn>;
let url: string;
beforeAll(async () => {
  child = spawn(process.execPath, ['--import', 'tsx', 'cli/stub.ts', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  url = await new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /^listening (\S+)$/m.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`the stub ended with ${code}: ${output}`)));
  });
});
afterAll(() => {
  child.kill('SIGKILL');
});

const ask = (path: string, options: RequestInit = {}) => fetch(`${url}${path}`, options);

test('an invoice of any reference is the published example', async () => {
  const answer = await ask('/invoices/whatever');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ currency: 'EUR' });
});

test('a request that the contract knows as wrong is refused as documented', async () => {
  const options = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"paymentkind":"XX"}' };
  const answer = await ask('/invoices/whatever', options);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 400, name: 'ClientError' });
});

test.each([
  ['no credentials are sent', '/invoices/whatever', 401],
  ['no such invoice', '/invoices/unknown', 404],
])('the state %s can be asked for', async (state, path, status) => {
  const answer = await ask(path, { headers: { 'X-Provider-State': state } });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ code: status });
});

test('a path that no page documents is not answered', async () => {
  expect((await ask('/nowhere')).status).toBe(404);
  expect((await ask('/invoices/a/b/c')).status).toBe(404);
});

test('it ends with the command', async () => {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  await expect(ask('/invoices/whatever')).rejects.toThrow();
});

test('a port that is none ends 2 with one line', async () => {
  const { code, errors } = await runCommand('cli/stub.ts', ['--port', 'eighty']);
  expect(code).toBe(2);
  expect(errors).toBe("--port: 'eighty' is no port\n");
});
