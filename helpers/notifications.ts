/** A listener for what a server sends of its own accord. It is reached by addresses that nobody can guess, and keeps little. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where the listener listens, and under which URL the server under test reaches it. */
export interface NotifyAddress {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Base URL that leads to the listener from outside; absent where that is the listener's own address. */
  readonly url?: string;
}

/** One notification as it arrived. */
export interface Notification {
  readonly method: string;
  /** The content as text, cut at a limit. */
  readonly text: string;
  /** The content as JSON; `undefined` where it is none. */
  readonly json: unknown;
}

/** A URL of the listener and what arrived under it. */
export interface Mailbox {
  readonly url: string;
  /** Everything that has arrived so far, in order. */
  readonly arrived: readonly Notification[];
  /** Resolves when something has arrived that fits, or the time is over. */
  until(fits: (arrived: readonly Notification[]) => boolean, timeoutMs: number): Promise<void>;
}

/** Longest content that is read, in bytes, and most notifications that are kept for one URL. */
const limits = { content: 64 * 1024, kept: 50 };

/** Methods by which a server may probe a URL before it notifies. */
const probes = new Set(['GET', 'HEAD', 'OPTIONS']);

interface Box {
  readonly arrived: Notification[];
  readonly watchers: Set<() => void>;
}

/** Listens from the first mailbox on until it is closed. */
export class NotificationListener {
  private readonly address: NotifyAddress;
  private readonly boxes = new Map<string, Box>();
  private listening: Promise<Server> | undefined;
  private closed = false;

  constructor(address: NotifyAddress) {
    this.address = address;
  }

  /** A URL of its own. Rejects with an Error of one line where nobody can listen at the address. */
  async mailbox(): Promise<Mailbox> {
    if (this.closed) throw new Error('the run is over');
    this.listening ??= this.listen();
    const base = this.address.url ?? ownUrl(await this.listening);
    await this.listening;
    const token = randomUUID();
    const box: Box = { arrived: [], watchers: new Set() };
    this.boxes.set(token, box);
    return {
      url: `${base.replace(/\/$/, '')}/${token}`,
      arrived: box.arrived,
      until: (fits, timeoutMs) => waitFor(box, fits, timeoutMs),
    };
  }

  /** Stops listening; nothing that is still waited for arrives any more. */
  async close(): Promise<void> {
    this.closed = true;
    const server = await this.listening?.catch(() => undefined);
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  private listen(): Promise<Server> {
    const server = createServer(
      { requestTimeout: 5000, headersTimeout: 5000, keepAliveTimeout: 1 },
      (request, answer) => {
        void this.take(request).then(() => {
          answer.setHeader('content-type', 'application/json');
          answer.end('{}');
        });
      },
    );
    server.maxConnections = 100;
    // A run that breaks down must not be kept alive by its listener.
    server.unref();
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.address.port, this.address.host, () => resolve(server));
    });
  }

  private async take(request: IncomingMessage): Promise<void> {
    const token = (request.url ?? '').split('?')[0]?.split('/').at(-1) ?? '';
    const box = this.boxes.get(token);
    const method = request.method ?? '';
    const text = await contentOf(request);
    if (box === undefined || text === undefined || probes.has(method) || box.arrived.length >= limits.kept) return;
    box.arrived.push({ method, text, json: jsonOf(text) });
    for (const watcher of box.watchers) watcher();
  }
}

function ownUrl(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function waitFor(box: Box, fits: (arrived: readonly Notification[]) => boolean, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      box.watchers.delete(look);
      resolve();
    };
    const look = () => {
      if (fits(box.arrived)) done();
    };
    const timer = setTimeout(done, timeoutMs);
    box.watchers.add(look);
    look();
  });
}

/** The content of a request as text, cut at the limit; `undefined` where the connection was lost. */
async function contentOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) continue;
      size += chunk.length;
      if (size <= limits.content) chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
