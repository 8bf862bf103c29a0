/** Starting a sandbox. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, realClock } from './clock.ts';
import { type FaultId, faultOf } from './faults/index.ts';
import { type FreedomId, freedomOf } from './freedoms/index.ts';
import { createManagementServer } from './management.ts';
import type { Account } from './model.ts';
import { basePath } from './routes.ts';
import { defaultRules, type Rules, withChange } from './rules.ts';
import { createApiServer, type Standing } from './server.ts';
import { requestCounter } from './statistics.ts';
import { emptyWorld, type World } from './world.ts';

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** A port for the management server; without one there is none. */
  managementPort?: number | false;
  accounts?: readonly Account[];
  clock?: Clock;
  faults?: readonly FaultId[];
  freedoms?: readonly FreedomId[];
  /** Generated ids and random latency repeat themselves for the same seed. */
  seed?: number;
  /** Shortest and longest time before a request is looked at. */
  latencyMs?: readonly [number, number];
}

/** Which faults and freedoms are in force. */
export interface Deviations {
  faults?: readonly FaultId[];
  freedoms?: readonly FreedomId[];
}

export interface Sandbox {
  /** The base URL of the API, up to and including `/api`. */
  readonly url: string;
  readonly managementUrl: string | undefined;
  readonly accounts: readonly Account[];
  readonly clock: Clock;
  /** What has happened so far. */
  readonly world: World;
  /** The deviations in force. */
  readonly deviations: Required<Deviations>;
  /** Replaces the faults and freedoms in force and forgets what happened. */
  use(deviations: Deviations): void;
  /** Replaces the faults and freedoms in force and keeps what happened, as a release to a live server would. */
  deploy(deviations: Deviations): void;
  /** Forgets what happened. */
  reset(): void;
  statistics(): ReturnType<ReturnType<typeof requestCounter>['read']>;
  close(): Promise<void>;
}

/** Two merchants; the password of the second holds a colon. */
export const defaultAccounts: readonly Account[] = [
  { username: 'demo', password: 'p@55w0rd' },
  { username: 'second', password: 'k9:Vq2~x7:Rw' },
];

/** Starts the reference server on the loopback interface. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { accounts = defaultAccounts, clock = realClock(), seed = 1, latencyMs = [0, 0] } = options;
  let deviations = checked(options);
  let standing = begin();

  const server = createApiServer(() => standing);
  const port = await listen(server, options.port ?? 0);
  let management: Server | undefined;
  let managementUrl: string | undefined;

  const sandbox: Sandbox = {
    url: `http://127.0.0.1:${port}${basePath}`,
    get managementUrl() {
      return managementUrl;
    },
    accounts,
    clock,
    get world() {
      return standing.world;
    },
    get deviations() {
      return deviations;
    },
    use(next) {
      deviations = checked(next);
      sandbox.reset();
    },
    deploy(next) {
      deviations = checked(next);
      standing = { ...standing, rules: rulesOf(deviations, latencyMs) };
    },
    reset() {
      clock.clear();
      standing = begin();
    },
    statistics: () => standing.counter.read(),
    async close() {
      clock.clear();
      await Promise.all([stop(server), management === undefined ? undefined : stop(management)]);
    },
  };
  if (typeof options.managementPort === 'number') {
    management = createManagementServer(sandbox);
    try {
      managementUrl = `http://127.0.0.1:${await listen(management, options.managementPort)}`;
    } catch (error) {
      await stop(server);
      throw error;
    }
  }
  return sandbox;

  function begin(): Standing {
    const world = emptyWorld(accounts, clock, seed);
    return { world, rules: rulesOf(deviations, latencyMs), counter: requestCounter() };
  }
}

function checked({ faults = [], freedoms = [] }: Deviations): Required<Deviations> {
  faults.forEach(faultOf);
  freedoms.forEach(freedomOf);
  return { faults, freedoms };
}

/** Faults come last, so that one breaks its promise whatever the freedoms are. */
function rulesOf({ faults, freedoms }: Required<Deviations>, [shortest, longest]: readonly [number, number]): Rules {
  let rules = defaultRules;
  if (longest > 0) {
    const latencyMs: Rules['traffic']['latencyMs'] = ({ world }) =>
      shortest + world.random.fraction() * (longest - shortest);
    rules = withChange(rules, { traffic: { latencyMs } });
  }
  for (const id of freedoms) rules = withChange(rules, freedomOf(id).change(rules));
  for (const id of faults) rules = withChange(rules, faultOf(id).change(rules));
  return rules;
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
