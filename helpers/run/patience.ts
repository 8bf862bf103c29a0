/** When an operation is not called any more: nothing a server does may keep a run from its end. */
import { TransportFailed, type TransportProblem } from '../failures.ts';

/** What counts together. */
type Kind = 'slow' | 'limited' | 'other';

/**
 * After so many failures of an operation in a row, without an answer between them, and after so many in all, it is not called
 * any more. Those that cost time or memory count sooner.
 */
const limits: Readonly<Record<Kind, { inRow: number; inAll: number }>> = {
  slow: { inRow: 4, inAll: 12 },
  limited: { inRow: 3, inAll: 12 },
  other: { inRow: 24, inAll: Number.POSITIVE_INFINITY },
};

function kindOf(problem: TransportProblem): Kind {
  if (problem === 'timeout' || problem === 'too-large') return 'slow';
  return problem === 'rate-limited' ? 'limited' : 'other';
}

const calls: Readonly<Record<Kind, string>> = {
  slow: 'calls without a complete answer in time',
  limited: 'calls that were refused with 429',
  other: 'calls in a row without an answer',
};

interface Count {
  inRow: number;
  inAll: number;
}

/** Counts failures of each operation, and the volume of all answers. */
export class Patience {
  private readonly counts = new Map<string, Record<Kind, Count>>();
  private readonly volume: number;
  private received = 0;

  /** `volume`: bytes of content that a run takes in all. */
  constructor(volume: number) {
    this.volume = volume;
  }

  /** Takes note of an answer and the length of its content. */
  answered(operation: string, bytes: number): void {
    this.received += bytes;
    for (const count of Object.values(this.of(operation))) count.inRow = 0;
  }

  /** Takes note of a call without an answer. */
  failed(operation: string, problem: TransportProblem): void {
    const count = this.of(operation)[kindOf(problem)];
    count.inRow += 1;
    count.inAll += 1;
  }

  /** Throws TransportFailed for an operation that is not called any more. */
  refuse(operation: string): void {
    if (this.received > this.volume) {
      throw new TransportFailed(
        `nothing was sent any more after answers of more than ${Math.round(this.volume / 2 ** 20)} MiB in all`,
        'not-sent',
        operation,
      );
    }
    for (const kind of ['slow', 'limited', 'other'] as const) {
      const { inRow, inAll } = this.of(operation)[kind];
      if (inRow < limits[kind].inRow && inAll < limits[kind].inAll) continue;
      throw new TransportFailed(
        `${operation} was not called any more after ${inRow < limits[kind].inRow ? inAll : inRow} ${calls[kind]}`,
        kind === 'limited' ? 'rate-limited' : 'given-up',
        operation,
      );
    }
  }

  private of(operation: string): Record<Kind, Count> {
    const count = () => ({ inRow: 0, inAll: 0 });
    const present = this.counts.get(operation) ?? { slow: count(), limited: count(), other: count() };
    this.counts.set(operation, present);
    return present;
  }
}
