/** Faults that show only where calls of one invoice come together. */
import type { ApiRequest } from '../call.ts';
import { type Fault, on } from './fault.ts';

/** So many turns of the event loop in a row bring no further call, and a gathering is over. */
const quietTurns = 30;

/** Calls that came together. */
interface Gathering {
  size: number;
  turnsInQuiet: number;
  readonly over: Promise<void>;
}

/**
 * Holds each call until no further one with the same reference comes, and tells how many there were. It counts turns of
 * the event loop instead of milliseconds: a busy machine is slow to bring the calls, and its turns take as much longer.
 */
function gatherer(): (request: ApiRequest) => Promise<number> {
  const gatherings = new Map<string, Gathering>();
  const begin = (reference: string): Gathering => {
    const untilQuiet = async () => {
      while (gathering.turnsInQuiet < quietTurns) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        gathering.turnsInQuiet += 1;
      }
      gatherings.delete(reference);
    };
    const gathering: Gathering = { size: 0, turnsInQuiet: 0, over: Promise.resolve().then(untilQuiet) };
    gatherings.set(reference, gathering);
    return gathering;
  };
  return async ({ reference }) => {
    const gathering = gatherings.get(reference) ?? begin(reference);
    gathering.size += 1;
    gathering.turnsInQuiet = 0;
    await gathering.over;
    return gathering.size;
  };
}

export const togetherFaults = [
  {
    id: 'reference-used-by-simultaneous-creations',
    breaks: 'create.simultaneous-conflict',
    operation: 'createInvoice',
    sentence: 'Of invoices that are created together under one reference each replaces the one before.',
    change: ({ traffic: { held }, invoices: { whenTaken } }) => {
      const comeTogether = gatherer();
      const mixed = new WeakSet<ApiRequest['headers']>();
      return {
        traffic: {
          held: on('createInvoice', held, async (request) => {
            if ((await comeTogether(request)) > 1) mixed.add(request.headers);
            return held(request);
          }),
        },
        invoices: {
          whenTaken: on('createInvoice', whenTaken, (call, reference) =>
            mixed.has(call.headers) ? 'overwrite' : whenTaken(call, reference),
          ),
        },
      };
    },
  },
  {
    id: 'items-mixed-by-simultaneous-updates',
    breaks: 'items.simultaneous-updates-not-mixed',
    operation: 'updateInvoice',
    sentence: 'Updates of one invoice that come together add their items to those of each other.',
    change: ({ traffic: { held }, items: { replaced } }) => {
      const comeTogether = gatherer();
      const mixed = new WeakSet<ApiRequest['headers']>();
      return {
        traffic: {
          held: on('updateInvoice', held, async (request) => {
            if (request.method !== 'PUT') return held(request);
            if ((await comeTogether(request)) > 1) mixed.add(request.headers);
          }),
        },
        items: {
          replaced: (call, old, sent) => (mixed.has(call.headers) ? [...old, ...sent] : replaced(call, old, sent)),
        },
      };
    },
  },
] as const satisfies readonly Fault[];
