/** References for everything a run creates: they begin with the run's id, so two runs never meet. */
import { randomBytes } from 'node:crypto';

/** A new id of a run: lower-case letters and digits alone, since no page says what else a reference may hold. */
export function newRunId(now: Date): string {
  const time = Math.floor(now.getTime() / 1000).toString(36);
  const chance = randomBytes(4).readUInt32BE().toString(36).padStart(7, '0').slice(-4);
  return `t${time}${chance}`;
}

/** Hands out references, each once. */
export class References {
  readonly runId: string;
  private count = 0;

  constructor(runId: string) {
    this.runId = runId;
  }

  /** A reference nobody used before: the run's id, a letter for the kind, and a number. */
  next(kind: 'identity' | 'invoice' | 'absent'): string {
    this.count += 1;
    return `${this.runId}${{ identity: 'c', invoice: 'r', absent: 'x' }[kind]}${this.count.toString(36)}`;
  }
}
