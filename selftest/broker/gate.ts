/** A door in front of a broker: sees each request before the broker does, and can fall shut at any of them. */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';

type Verdict = 'pass' | 'shut' | number;

/** A gate that is open. */
export interface Gate {
  readonly url: string;
  /**
   * Called with `METHOD /path` before a request is passed on. Where it gives a status the gate answers so itself; where it
   * gives 'shut' the gate falls shut for good.
   */
  watch: (line: string) => Verdict | Promise<Verdict>;
  readonly close: () => Promise<void>;
}

/** Opens a gate to a broker. The broker's links lead through it, because they follow the Host header. */
export async function openGate(broker: string): Promise<Gate> {
  const server = createServer((incoming, answer) => void pass(incoming, answer));
  const shut = () => {
    server.close();
    server.closeAllConnections();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const gate: Gate = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    watch: () => 'pass',
    close: async () => shut(),
  };
  async function pass(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const verdict = await gate.watch(`${incoming.method} ${incoming.url}`);
    if (verdict === 'shut') return shut();
    if (verdict !== 'pass') {
      incoming.resume();
      answer.writeHead(verdict, { 'content-type': 'text/plain' }).end('no');
      return;
    }
    const onward = forward(new URL(incoming.url ?? '/', broker), {
      method: incoming.method,
      headers: incoming.headers,
      setHost: false,
      agent: false,
    });
    onward.once('error', () => answer.destroy());
    onward.once('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    incoming.pipe(onward);
  }
  return gate;
}
