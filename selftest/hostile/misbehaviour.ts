/** What a misbehaviour is, and how bytes are put on the wire without anybody checking them. */
import type { Socket } from 'node:net';
import type { HostileServer, Turn } from './server.ts';

/** What a run against a misbehaving server has to say. */
export interface Expected {
  /** 3: no verdict, since it was never reached; 1: it was, and broke something; 0: HTTP allows what it does. */
  readonly exitCode: 0 | 1 | 3;
  /** The requirement that says so, for 1. */
  readonly brokenRequirement?: string;
  /** Words of the reason that a user reads, in a failure or in what was inconclusive. */
  readonly says?: RegExp;
}

/** A named way to misbehave. */
export interface Misbehaviour {
  readonly id: string;
  readonly sentence: string;
  /** Takes over each connection before HTTP is spoken, unless it returns `serve`. */
  readonly connect?: (socket: Socket, server: HostileServer) => unknown;
  /** Takes over each answer. */
  readonly answer?: (turn: Turn) => void;
  /** When it misbehaves from the first request on. */
  readonly fromTheFirst?: Expected;
  /** When it behaved until the run had begun. */
  readonly later?: Expected;
  /** Waiting is part of it: the run is given short timeouts. */
  readonly slow?: true;
  /** All waiting for a limited rate together, in ms. */
  readonly waitBudgetMs?: number;
  /** Content of all answers together, in bytes. */
  readonly volume?: number;
}

export type Bytes = string | Buffer;

/** A head, as it is given: nothing is added to it, and nothing about it is checked. */
export function head(statusLine: string, ...fields: readonly string[]): string {
  return `${[statusLine, ...fields].join('\r\n')}\r\n\r\n`;
}

/** The fields that a behaving answer would have, without those that frame it. */
export function fieldsOf({ answer }: Turn): string[] {
  return Object.entries(answer.headers)
    .filter(([name]) => name !== 'content-length')
    .map(([name, value]) => `${name}: ${value}`);
}

/** The status line and fields of the answer as it should be, with other framing. */
export function headOf(turn: Turn, ...framing: readonly string[]): string {
  return head(`HTTP/1.1 ${turn.answer.status} Fine`, ...fieldsOf(turn), ...framing);
}

/** Puts bytes on the wire and closes the connection after them. */
export function send({ socket }: Turn, ...pieces: readonly Bytes[]): void {
  socket.end(Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece))));
}

/** Puts bytes on the wire and leaves the connection open. */
export function sendAndStay({ socket }: Turn, ...pieces: readonly Bytes[]): void {
  for (const piece of pieces) socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
}

/** Answers with other content, well framed. */
export function content(turn: Turn, bytes: Bytes, headers: Readonly<Record<string, string>> = {}): void {
  const { answer, outgoing, request } = turn;
  const body = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
  outgoing.writeHead(answer.status, { ...answer.headers, ...headers, 'content-length': body.length });
  outgoing.end(request.method === 'HEAD' ? undefined : body);
}

/** Answers as it should be. */
export function behave(turn: Turn): void {
  content(turn, turn.answer.text);
}

/** Goes on writing the same piece as long as anybody reads. */
export function flood({ socket }: Pick<Turn, 'socket'>, piece: Bytes, most = Number.POSITIVE_INFINITY): void {
  let written = 0;
  const pour = () => {
    while (!socket.destroyed && written < most) {
      written += piece.length;
      if (!socket.write(piece)) {
        socket.once('drain', pour);
        return;
      }
    }
    socket.end();
  };
  pour();
}

/** Writes bytes one at a time, with a pause between two. */
export function drip({ socket }: Pick<Turn, 'socket'>, bytes: Bytes, pauseMs: number): void {
  const buffer = Buffer.from(bytes as string);
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || at >= buffer.length) {
      clearInterval(timer);
      socket.end();
      return;
    }
    socket.write(buffer.subarray(at, at + 1));
    at += 1;
  }, pauseMs);
}
