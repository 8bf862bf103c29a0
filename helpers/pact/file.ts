/** A pact file, as far as it is read here. */

/** One interaction of any version of the format. */
export interface PactInteraction {
  /** Only in version 4; every interaction of older versions is HTTP. */
  readonly type?: string;
  readonly description: string;
  readonly providerStates?: readonly { readonly name: string; readonly params?: Readonly<Record<string, unknown>> }[];
  /** Versions 1 and 2. */
  readonly providerState?: string;
  readonly comments?: Readonly<Record<string, unknown>>;
  readonly request: { readonly method: string; readonly path: string };
  readonly response: { readonly status: number };
}

/** A pact file. */
export interface PactFile {
  readonly consumer: { readonly name: string };
  readonly provider: { readonly name: string };
  readonly interactions: readonly PactInteraction[];
}

/** Names of the states that an interaction needs. */
export function statesOf({ providerStates, providerState }: PactInteraction): string[] {
  if (providerStates !== undefined) return providerStates.map(({ name }) => name);
  return providerState === undefined || providerState === '' ? [] : [providerState];
}
