/**
 * A billing server on plain `node:http`, written from the documentation alone: it says as little as it may and takes
 * every freedom of being strict and slow.
 *
 * Freedoms it uses: 201 for creates and 202 for tasks; unknown members rejected (published samples are taken); errors
 * with code, message and name only; amounts as decimal strings; members in falling order, null for what is not set;
 * reads lag behind by 50 to 150 ms and a commit takes as long; locked (409) from the commit's answer on, no document
 * before it is done, no dunning and no mail before there is a document; 404 for what belongs to another account; 405
 * for HEAD and OPTIONS; generated references are UUIDs; keys replay successes whatever the body says, errors are not
 * kept; answers are chunked, compressed where asked, and each closes its connection.
 */
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { listen } from '../listen.ts';
import { type Answer, Refusal, refuse } from './answer.ts';
import { findRoute } from './routes.ts';
import { Book } from './store.ts';

const sizeLimit = 1_000_000;

/** User names and passwords of the two accounts. */
const accounts = [
  { username: 'terse-one', password: 'kept:short' },
  { username: 'terse-two', password: 'kept shorter' },
] as const;

/** Starts the server on a free port of the loopback interface. */
export async function startTerse() {
  const books = new Map<string, Book>(
    accounts.map(({ username, password }) => [`${username}:${password}`, new Book()] as const),
  );
  const server = createServer((request, response) => {
    serve(books, request).then(
      (answer) => send(request, response, answer),
      (error: unknown) => send(request, response, errorAnswer(error)),
    );
  });
  server.on('clientError', refuseRaw);
  const listening = await listen(server, () => {
    for (const book of books.values()) book.close();
  });
  return { ...listening, accounts };
}

async function serve(books: ReadonlyMap<string, Book>, request: IncomingMessage): Promise<Answer> {
  const body = await readBody(request);
  const book = authenticate(books, request.headers.authorization);
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const { operation, references } = findRoute(request.method ?? '', path);
  const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
  const kept = `${request.method} ${path} ${String(key)}`;
  const earlier = operation.keyed && key !== undefined ? book.answers.get(kept) : undefined;
  if (earlier !== undefined) return earlier;
  const answer = await operation.run({
    book,
    references,
    query: new URLSearchParams(query),
    body,
    mediaType: request.headers['content-type'] ?? '',
  });
  if (operation.keyed && key !== undefined) book.answers.set(kept, answer);
  return answer;
}

function authenticate(books: ReadonlyMap<string, Book>, header: string | undefined): Book {
  const [, encoded] = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? '') ?? [];
  const book = encoded === undefined ? undefined : books.get(Buffer.from(encoded, 'base64').toString('utf8'));
  return book ?? refuse(401, 'credentials are missing or wrong', { 'www-authenticate': 'Basic realm="billing"' });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= sizeLimit) parts.push(part);
  }
  if (size > sizeLimit) refuse(413, 'the body is too large');
  return Buffer.concat(parts);
}

function errorAnswer(error: unknown): Answer {
  if (error instanceof Refusal) return { status: error.status, body: error.body, headers: error.headers };
  return { status: 500, body: { code: 500, message: 'unexpected failure', name: 'ServerError' } };
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const text = Buffer.from(JSON.stringify(answer.body));
  const compressed = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    connection: 'close',
    vary: 'accept-encoding',
    ...(compressed ? { 'content-encoding': 'gzip' } : {}),
    ...answer.headers,
  });
  const content = compressed ? gzipSync(text) : text;
  const middle = Math.ceil(content.length / 2);
  response.write(content.subarray(0, middle));
  response.end(content.subarray(middle));
}

/** What is not HTTP to node is answered in the same form as everything else. */
function refuseRaw(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return;
  const code = error.code === 'HPE_INVALID_METHOD' ? 501 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const body = JSON.stringify({ code, message: 'this is not a request', name: 'ClientError' });
  socket.end(
    [
      `HTTP/1.1 ${code} ${STATUS_CODES[code]}`,
      'connection: close',
      'content-type: application/json',
      `date: ${new Date().toUTCString()}`,
      `content-length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
}
