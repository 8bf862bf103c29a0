/**
 * A billing server on koa, written from the documentation alone: it tells more than it must and is lenient in what it
 * takes.
 *
 * Freedoms it uses: 200 for everything, with the invoice as answer of an update and of a change of dunning; totals,
 * links and ids of items beside what is documented; instants as `2022-07-29 17:23:47`; lists in an envelope; errors
 * with type, details and hints; the path is looked at before the credentials and the resource before the body; 403 for
 * what belongs to another account; unknown members ignored; a locked invoice is a 400; meta and detail are merged by an
 * update; sending again makes another document; dunning is shown nowhere; errors are kept under their key, a key with
 * another call is a 422, one whose first call is still running a 409; more than 300 requests a second are a 429 with
 * `Retry-After`; creates carry a `Location`; HEAD and OPTIONS are answered; idle connections are closed soon.
 *
 * SHOULDs it leaves: a media type it cannot read is a 400, the one status documented for bad requests, instead of 415.
 */
import { createServer } from 'node:http';
import Koa from 'koa';
import { listen } from '../listen.ts';
import { Failure, failure } from './failure.ts';
import { once as onceForKey } from './keys.ts';
import { findRoute } from './routes.ts';
import { Desk } from './state.ts';

const accounts = [
  { username: 'talkative-one', password: 'p@55:w0rd' },
  { username: 'talkative-two', password: 'another' },
] as const;

const perSecond = 300;

/** Starts the server on a free port of the loopback interface. */
export async function startTalkative() {
  const desk = new Desk();
  const app = new Koa();
  app.silent = true;
  app.use(async (context, next) => {
    try {
      await next();
    } catch (error) {
      const known = error instanceof Failure ? error : new Failure(500, 'unexpected failure', []);
      context.status = known.status;
      context.set(known.headers);
      context.body = known.body;
    }
  });
  app.use(limitRate());
  app.use(async (context) => {
    const { operations, references } = findRoute(context.path);
    const allow = [...Object.keys(operations), 'HEAD', 'OPTIONS'].join(', ');
    if (context.method === 'OPTIONS') {
      context.set('allow', allow);
      context.status = 204;
      return;
    }
    const operation = operations[context.method === 'HEAD' ? 'GET' : context.method];
    if (operation === undefined) throw failure(405, `${context.method} is not possible here`, { allow });
    const account = authenticate(context.get('authorization'));
    const key = context.method === 'POST' && operation.keyed !== false ? context.get('idempotency-key') : '';
    const found = operation.find(desk, account, references);
    const body = await readBody(context.req);
    const call = { desk, account, references, found, body, type: context.get('content-type'), query: context.query };
    const print = `${context.path} ${body.toString('latin1')}`;
    const result = await onceForKey(desk.keys, key === '' ? undefined : `${account} ${key}`, print, () =>
      operation.run(call),
    );
    context.status = result.status;
    if (result.location !== undefined) context.set('location', result.location);
    context.body = result.body as object;
  });
  const server = createServer(app.callback());
  server.keepAliveTimeout = 1000;
  return { ...(await listen(server)), accounts };
}

/** Counts the requests of each second of the clock, whoever sends them. */
function limitRate(): Koa.Middleware {
  let second = 0;
  let count = 0;
  return async (_context, next) => {
    const now = Math.floor(performance.now() / 1000);
    count = now === second ? count + 1 : 1;
    second = now;
    if (count > perSecond) throw failure(429, 'too many requests, wait a second', { 'retry-after': '1' });
    await next();
  };
}

function authenticate(header: string): string {
  const space = header.indexOf(' ');
  const given = Buffer.from(header.slice(space + 1).trim(), 'base64').toString();
  const account = accounts.find(({ username, password }) => given === `${username}:${password}`);
  if (account === undefined || header.slice(0, space).toLowerCase() !== 'basic') {
    throw failure(401, 'please send your credentials', {
      'www-authenticate': 'Basic realm="abillify", charset="UTF-8"',
    });
  }
  return account.username;
}

async function readBody(request: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length < 2_000_000) chunks.push(chunk);
  }
  if (length >= 2_000_000) throw failure(413, 'at most two million bytes, please');
  return Buffer.concat(chunks);
}
