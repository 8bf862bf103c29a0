/** What arrived, so that a test can judge the manners of a client. */

interface RequestStatistics {
  readonly total: number;
  readonly byOperation: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
  /** The most requests that began within any one second. */
  readonly highestRatePerSecond: number;
  /** The most requests that were open at one time. */
  readonly highestConcurrency: number;
}

export interface RequestCounter {
  began(): void;
  answered(operation: string, status: number): void;
  ended(): void;
  read(): RequestStatistics;
}

/** A counter that has seen nothing yet. */
export function requestCounter(): RequestCounter {
  let total = 0;
  let open = 0;
  let highestConcurrency = 0;
  let highestRate = 0;
  const byOperation = new Map<string, number>();
  const byStatus = new Map<string, number>();
  const beginnings: number[] = [];
  let oldest = 0;
  const count = (map: Map<string, number>, name: string) => map.set(name, (map.get(name) ?? 0) + 1);
  return {
    began() {
      const now = performance.now();
      total++;
      open++;
      beginnings.push(now);
      while ((beginnings[oldest] ?? now) <= now - 1000) oldest++;
      highestRate = Math.max(highestRate, beginnings.length - oldest);
      highestConcurrency = Math.max(highestConcurrency, open);
      if (oldest > 10_000) {
        beginnings.splice(0, oldest);
        oldest = 0;
      }
    },
    answered(operation, status) {
      count(byOperation, operation);
      count(byStatus, String(status));
    },
    ended() {
      open--;
    },
    read: () => ({
      total,
      byOperation: Object.fromEntries(byOperation),
      byStatus: Object.fromEntries(byStatus),
      highestRatePerSecond: highestRate,
      highestConcurrency,
    }),
  };
}
