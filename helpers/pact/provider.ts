/**
 * What stands between Pact's verifier and the target: it arranges the states that a pact names, adds the credentials,
 * sends every request byte for byte through the session of the suite (its pace, its record, its masking), and hands the
 * answers back.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DocumentedOperation, everyOperation, operations } from '../../contracts/operations.ts';
import type { JsonObject } from '../api.ts';
import { TransportFailed } from '../failures.ts';
import { basicAuthorization, redactor } from '../http/redaction.ts';
import type { HeaderField, RecordedExchange } from '../report/model.ts';
import { CheckLog } from '../run/session.ts';
import type { CheckContext } from '../spec.ts';
import { stateOf, UnknownState, WrongParameter } from './states.ts';

/** What happened while one interaction was verified. */
export interface Episode {
  /** Why its states could not be arranged; then nothing was sent. */
  problem?: string;
  /** The pact is to blame for it: it names a state or a parameter that nobody knows. */
  pactAtFault?: boolean;
  /** Why no complete answer came. */
  lost?: string;
  /** A connection was cut on the way: another try, on something new, may tell more. */
  cut?: boolean;
  anonymous: boolean;
  asked: boolean;
  method?: string;
  path?: string;
  readonly exchanges: RecordedExchange[];
}

/** A provider for the verifier. */
export interface Provider {
  readonly url: string;
  readonly statesUrl: string;
  /** One for each interaction, in the order in which they were verified. */
  readonly episodes: readonly Episode[];
  close(): Promise<void>;
}

const statesPath = '/-/provider-states';

/** Fields that concern one connection, or that are written anew. */
const ownFields = new Set([
  'accept-encoding',
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
  'user-agent',
]);

/** Starts a provider on the loopback interface, in front of the target of a context. */
export async function startProvider(context: CheckContext): Promise<Provider> {
  const { target } = context.session;
  const redact = redactor([target.account, ...(target.secondAccount === undefined ? [] : [target.secondAccount])]);
  const episodes: Episode[] = [];
  const begun = (): Episode => {
    const last = episodes.at(-1);
    if (last !== undefined && !last.asked) return last;
    const next: Episode = { anonymous: false, asked: false, exchanges: [] };
    episodes.push(next);
    return next;
  };
  const server = createServer((incoming, outgoing) => {
    const answer = incoming.url === statesPath ? arrangeState : forward;
    answer(incoming, outgoing).catch((error: unknown) => {
      begun().problem ??= `the suite itself failed: ${error instanceof Error ? error.message : String(error)}`;
      refuse(outgoing, 'the suite itself failed');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    statesUrl: `${url}${statesPath}`,
    episodes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function arrangeState(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { action, state, params } = JSON.parse((await contentOf(incoming)).toString('utf8')) as {
      action: 'setup' | 'teardown';
      state: string;
      params?: JsonObject;
    };
    // What was created stays: the API can delete nothing. References begin with the id of the run.
    const values = action === 'setup' ? await arranged(begun(), state, params ?? {}) : {};
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(values));
  }

  /** A state that cannot be arranged is told to the verifier with the answer: it would try to arrange it again for minutes. */
  async function arranged(episode: Episode, name: string, parameters: JsonObject) {
    // An interaction without a state is announced by a state without a name.
    if (name === '' || episode.problem !== undefined) return {};
    try {
      const state = stateOf(name);
      if (state.anonymous === true) episode.anonymous = true;
      return await state.arrange(context, parameters);
    } catch (error) {
      const pactAtFault = error instanceof UnknownState || error instanceof WrongParameter;
      const reason = error instanceof Error ? error.message : String(error);
      episode.cut = wasCut(error);
      episode.problem = pactAtFault ? reason : `the state '${name}' could not be arranged: ${reason}`;
      episode.pactAtFault = pactAtFault;
      return {};
    }
  }

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const episode = begun();
    const { method = 'GET', url: path = '/' } = incoming;
    Object.assign(episode, { asked: true, method, path });
    if (episode.problem !== undefined) return refuse(outgoing, episode.problem);
    const content = await contentOf(incoming);
    const log = new CheckLog('verification');
    try {
      const answer = await context.session.send(
        {
          operation: operationOf(method, path) ?? 'unknownRoute',
          method,
          path,
          headers: [
            ...(episode.anonymous ? [] : [['Authorization', basicAuthorization(target.account)] as const]),
            ...fieldsOf(incoming),
          ],
          body: content.length === 0 && incoming.headers['content-length'] === undefined ? undefined : content,
        },
        log,
      );
      for (const [name, value] of answer.headers) {
        if (!ownFields.has(name.toLowerCase())) outgoing.appendHeader(name, redact(value));
      }
      outgoing.writeHead(answer.status);
      outgoing.end(answer.text === redact(answer.text) ? answer.content : redact(answer.text));
    } catch (error) {
      if (!(error instanceof TransportFailed)) throw error;
      episode.lost = error.message;
      episode.cut = wasCut(error);
      refuse(outgoing, error.message);
    } finally {
      episode.exchanges.push(...log.exchanges);
    }
  }
}

function wasCut(error: unknown): boolean {
  return error instanceof TransportFailed && error.problem === 'dropped';
}

function refuse(outgoing: ServerResponse, reason: string): void {
  if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-type': 'text/plain' });
  outgoing.end(reason);
}

async function contentOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function fieldsOf({ rawHeaders }: IncomingMessage): HeaderField[] {
  const fields: HeaderField[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = [rawHeaders[index], rawHeaders[index + 1]];
    if (!ownFields.has(name.toLowerCase())) fields.push([name, value]);
  }
  return fields;
}

/** The documented operation of a request. */
export function operationOf(method: string, path: string): DocumentedOperation | undefined {
  const [bare = ''] = path.split('?');
  return everyOperation.find((id) => {
    const pattern = operations[id].path.replaceAll(/\{[^}]+\}/g, '[^/]+');
    return operations[id].method === method && new RegExp(`^${pattern}$`).test(bare);
  });
}
