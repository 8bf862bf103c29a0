/** Which path serves which operation. */
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { operations } from '../contracts/operations.ts';

/** The operations of this server: those the suite checks, and one more. */
export type ServedOperation = keyof typeof operations | 'importExternalDocument';

export interface Route {
  /** The operation of each method that the path has. */
  readonly operations: ReadonlyMap<string, ServedOperation>;
  /** For `Allow`: the methods, with HEAD and OPTIONS. */
  readonly allowed: readonly string[];
}

/** Everything below this path belongs to the API. */
export const basePath = '/api';

interface Target {
  readonly route: Route;
}

const router = new RegExpRouter<Target>();

for (const [path, methods] of routeTable()) {
  const allowed = [...methods.keys(), ...(methods.has('GET') ? ['HEAD'] : []), 'OPTIONS'];
  router.add('ALL', basePath + path.replace(/\{\w+\}/g, ':reference'), { route: { operations: methods, allowed } });
}

/** The route of a path that has not been decoded, and its path parameter as it was sent. */
export function findRoute(path: string): { route: Route; parameter: string } | undefined {
  const [handlers, stash] = router.match('ALL', path);
  const found = handlers[0];
  if (found === undefined) return undefined;
  const [target, parameters] = found;
  const position = parameters.reference;
  const parameter = typeof position === 'number' ? stash?.[position] : position;
  return { route: target.route, parameter: parameter ?? '' };
}

function routeTable(): Map<string, Map<string, ServedOperation>> {
  const table = new Map<string, Map<string, ServedOperation>>();
  const add = (method: string, path: string, operation: ServedOperation) => {
    const methods = table.get(path) ?? new Map<string, ServedOperation>();
    table.set(path, methods.set(method, operation));
  };
  for (const name of Object.keys(operations) as (keyof typeof operations)[]) {
    add(operations[name].method, operations[name].path, name);
  }
  add('POST', '/invoices/{invoiceReference}/importExternalDocument', 'importExternalDocument');
  return table;
}
