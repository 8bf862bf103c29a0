/**
 * The state kit: the provider states of this suite for the verifications of other teams. `stateHandlers` and
 * `requestFilter` go into the options of Pact's `Verifier` as they are. Described in docs/verifying-contracts.md.
 */

import type { Json, JsonObject } from '../api.ts';
import { parseUrl } from '../configuration/environment.ts';
import { guardHost } from '../configuration/guard.ts';
import { UsageError } from '../failures.ts';
import { basicAuthorization, type Credentials } from '../http/redaction.ts';
import { defaultFixtures, defaultLimits, type Fixtures, type Limits } from '../target.ts';
import { type PactFile, statesOf } from './file.ts';
import { openContext } from './open.ts';
import { states } from './states.ts';

/** Where states are arranged, and as whom. */
export interface StateKitOptions {
  /** Base URL up to and including `/api`. */
  readonly url: string;
  readonly account: Credentials;
  /** Host names accepted beside loopback and the documented staging host. */
  readonly allowedHosts?: readonly string[];
  readonly fixtures?: Partial<Fixtures>;
  readonly limits?: Partial<Limits>;
}

/** What a state handler of Pact's verifier is: values by name for `fromProviderState`. */
export interface KitStateHandler {
  setup(parameters?: unknown): Promise<Record<string, Json>>;
  teardown(): Promise<void>;
}

interface FilteredRequest {
  readonly path?: string;
  readonly headers: Record<string, string | string[] | undefined>;
}

interface FilteredResponse {
  status(code: number): { send(body: string): unknown };
}

/** States, arranged over the API of one server. */
export interface StateKit {
  readonly stateHandlers: Readonly<Record<string, KitStateHandler>>;
  /** Adds the credentials, or takes them away where the state says so; answers 500 where a state could not be arranged. */
  readonly requestFilter: (request: FilteredRequest, response: FilteredResponse, next: () => void) => void;
  /** The states that a pact names and the kit does not have: Pact's own verifier only warns of them. */
  unknownStates(pact: PactFile): string[];
  close(): Promise<void>;
}

/** Opens the kit. Throws UsageError where the server is no test system, cannot be reached or refuses the credentials. */
export async function openStateKit(options: StateKitOptions): Promise<StateKit> {
  const { url, account, allowedHosts = [] } = options;
  guardHost(parseUrl('url', url), allowedHosts);
  const opened = await openContext(
    {
      name: 'provider',
      url: url.replace(/\/$/, ''),
      account,
      fixtures: { ...defaultFixtures, ...options.fixtures },
      limits: { ...defaultLimits, ...options.limits },
      readOnly: false,
      noMails: false,
      waivers: [],
    },
    new Date(),
  );
  if ('problem' in opened) throw new UsageError(`url: ${opened.problem}`);
  const { context, close } = opened;
  let anonymous = false;
  let problem: string | undefined;
  const handlerOf = (name: string): KitStateHandler => ({
    async setup(parameters) {
      const state = states[name];
      if (state === undefined) throw new Error(`no state '${name}'`);
      if (state.anonymous === true) anonymous = true;
      try {
        return { ...(await state.arrange(context, (parameters ?? {}) as JsonObject)) };
      } catch (error) {
        // Pact's verifier goes on after a failed handler: the request that follows has to fail.
        problem = `the state '${name}' could not be arranged: ${error instanceof Error ? error.message : String(error)}`;
        return {};
      }
    },
    async teardown() {
      anonymous = false;
      problem = undefined;
    },
  });
  return {
    stateHandlers: Object.fromEntries(Object.keys(states).map((name) => [name, handlerOf(name)])),
    requestFilter(request, response, next) {
      // The verifier tells of states on a path of its own, through the same filter.
      const isTelling = request.path?.startsWith('/_') === true;
      if (!isTelling && problem !== undefined) return void response.status(500).send(problem);
      if (anonymous) delete request.headers.authorization;
      else request.headers.authorization = basicAuthorization(account);
      next();
    },
    unknownStates: (pact) => [
      ...new Set(pact.interactions.flatMap(statesOf).filter((name) => !Object.hasOwn(states, name))),
    ],
    close,
  };
}
