/** What a person sees while a run is under way: one line that changes on a terminal, a line now and then in a log. */
import { plain, type Terminal } from './terminal.ts';

/** How far a run has come. */
export interface Standing {
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
  readonly failed?: number;
  /** What is being waited for: `waiting 12 s for the rate limit`. */
  readonly note?: string;
}

/** Shows how far a run has come. */
export interface Progress {
  update(standing: Standing): void;
  /** Clears the line; what is written next stands alone. */
  end(): void;
}

const redrawMs = 80;
/** In a log: after so many quarters, and when nothing was said for so long. */
const quarter = 0.25;
const silenceMs = 15_000;

/** Shows progress on a stream. `now` is the clock, in ms. */
export function progress(stream: Terminal, now: () => number = () => performance.now()): Progress {
  return stream.isTTY === true ? updatingLine(stream, now) : occasionalLines(stream, now);
}

function updatingLine(stream: Terminal, now: () => number): Progress {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  return {
    update(standing) {
      const isLast = standing.total > 0 && standing.done >= standing.total;
      if (!isLast && now() - drawnAt < redrawMs) return;
      drawnAt = now();
      isDrawn = true;
      // A line that wraps cannot be taken back.
      const line = `${bar(standing)} ${sentence(standing)}`.slice(0, Math.max(1, (stream.columns ?? 80) - 1));
      stream.write(`\r\u001b[2K${line}`);
    },
    end() {
      if (isDrawn) stream.write('\r\u001b[2K');
      isDrawn = false;
    },
  };
}

function occasionalLines(stream: Terminal, now: () => number): Progress {
  let saidAt = now();
  let quarters = 0;
  return {
    update(standing) {
      const reached = standing.total === 0 ? 0 : Math.floor(standing.done / standing.total / quarter);
      if (reached <= quarters && now() - saidAt < silenceMs) return;
      quarters = Math.max(quarters, reached);
      saidAt = now();
      stream.write(`${sentence(standing)}\n`);
    },
    end() {},
  };
}

function bar({ done, total }: Standing): string {
  const width = 20;
  const filled = total === 0 ? 0 : Math.min(width, Math.floor((done / total) * width));
  return '━'.repeat(filled) + '─'.repeat(width - filled);
}

function sentence({ done, total, failed = 0, note }: Standing): string {
  const parts = [
    total === 0 ? `${done} checks` : `${done} of ${total} checks`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(note === undefined ? [] : [plain(note)]),
  ];
  return parts.join(', ');
}
