/** One verification: every interaction replayed against a target by Pact's verifier, and what came of each. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VerifierOptions } from '@pact-foundation/pact-core';
import type { RecordedExchange, Verdict } from '../report/model.ts';
import type { CheckContext } from '../spec.ts';
import type { Target } from '../target.ts';
import { statesOf } from './file.ts';
import { openContext } from './open.ts';
import { type Episode, operationOf, startProvider } from './provider.ts';
import type { LoadedPact } from './source.ts';
import type { InteractionResult, Mismatch, Verifier, VerifierResult } from './verifier.ts';

/** Pacts that were read here, or whatever the options of the verifier name: a broker and its selectors. */
export type PactSource =
  | { readonly pacts: readonly LoadedPact[] }
  | { readonly verifierOptions: Partial<VerifierOptions> & { readonly provider: string } };

/** What came of one interaction. */
export interface VerifiedInteraction {
  readonly consumer: string;
  readonly description: string;
  readonly states: readonly string[];
  /** The documented operation that was called; empty where none was. */
  readonly operation: string;
  readonly verdict: Verdict;
  /** One line; empty for a plain pass. */
  readonly reason: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly durationMs: number;
  readonly exchanges: readonly RecordedExchange[];
}

/** What came of a verification. */
export interface Verified {
  readonly interactions: readonly VerifiedInteraction[];
  /** Why nothing was verified; empty where something was. */
  readonly problem: string;
  readonly reached: boolean;
  readonly credentialsAccepted: boolean;
  /** What the verifier or a broker has to say besides, a line each. */
  readonly remarks: readonly string[];
  readonly requests: number;
}

/** The verifier waits as long as the slowest arrangement may take. */
const verifierTimeoutMs = 120_000;

/** How often interactions are replayed under which a connection was cut. */
const freshStarts = 4;

/** Verifies pacts against a target. Throws an Error where the verifier itself fails, a broker that is down included. */
export async function verifyAgainst(
  target: Target,
  source: PactSource,
  verifier: Verifier,
  startedAt: Date,
  seed = 1,
): Promise<Verified> {
  const opened = await openContext(target, startedAt, seed);
  if ('problem' in opened) {
    const { problem, reached } = opened;
    return { interactions: [], problem, reached, credentialsAccepted: !reached, remarks: [], requests: 0 };
  }
  const { context, close } = opened;
  try {
    const first = await replay(context, source, verifier);
    const interactions = 'pacts' in source ? await again(context, source.pacts, verifier, first.read) : first.read;
    const { remarks } = first;
    const problem =
      first.read.length > 0 ? '' : `no interaction was verified: ${remarks.join('; ') || 'no pact was found'}`;
    return {
      interactions: interactions.map(({ verified }) => verified),
      problem,
      reached: true,
      credentialsAccepted: true,
      remarks,
      requests: context.session.recorder.requests,
    };
  } finally {
    await close();
  }
}

/** One interaction as it was read, and whether a connection was cut under it. */
interface Read {
  readonly verified: VerifiedInteraction;
  readonly cut: boolean;
}

/** Replays pacts once. */
async function replay(context: CheckContext, source: PactSource, verifier: Verifier) {
  const provider = await startProvider(context);
  const folder = mkdtempSync(join(tmpdir(), 'verification-'));
  try {
    const result = await verifier.verify({
      ...('pacts' in source ? optionsOf(source.pacts, folder) : source.verifierOptions),
      providerBaseUrl: provider.url,
      providerStatesSetupUrl: provider.statesUrl,
      providerStatesSetupTeardown: true,
      timeout: verifierTimeoutMs,
      logLevel: 'error',
      failIfNoPactsFound: true,
    });
    return read(result, provider.episodes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await provider.close();
  }
}

/** Replays the interactions under which a connection was cut, as the checks do, until none is or it is enough. */
async function again(
  context: CheckContext,
  pacts: readonly LoadedPact[],
  verifier: Verifier,
  first: readonly Read[],
): Promise<readonly Read[]> {
  let results = first;
  for (let round = 0; round < freshStarts && results.some(({ cut }) => cut); round += 1) {
    const lost = new Set(results.filter(({ cut }) => cut).map(({ verified }) => nameOf(verified)));
    const rest = pacts.flatMap(({ place, content }): LoadedPact[] => {
      const interactions = content.interactions.filter((one) =>
        lost.has(nameOf({ consumer: content.consumer.name, description: one.description, states: statesOf(one) })),
      );
      return interactions.length === 0 ? [] : [{ place, content: { ...content, interactions } }];
    });
    const { read: retried } = await replay(context, { pacts: rest }, verifier);
    const byName = new Map(retried.map((one) => [nameOf(one.verified), one]));
    results = results.map((one) => (one.cut ? (byName.get(nameOf(one.verified)) ?? one) : one));
  }
  return results;
}

function nameOf({ consumer, description, states }: Pick<VerifiedInteraction, 'consumer' | 'description' | 'states'>) {
  return JSON.stringify([consumer, description, states]);
}

/** The pacts as files, since filters may have left only a part of each. */
function optionsOf(pacts: readonly LoadedPact[], folder: string): { provider: string; pactUrls: string[] } {
  const pactUrls = pacts.map(({ content }, index) => {
    const file = join(folder, `${index}.json`);
    writeFileSync(file, JSON.stringify(content));
    return file;
  });
  return { provider: pacts[0]?.content.provider.name ?? '', pactUrls };
}

function read(result: VerifierResult, episodes: readonly Episode[]) {
  const { interactionResults, errors, notices } = result;
  if (interactionResults.length > 0 && interactionResults.length !== episodes.length) {
    throw new Error(
      `the verifier tells of ${interactionResults.length} interactions, but asked for ${episodes.length}`,
    );
  }
  const interactions = interactionResults.map((one, index): Read => {
    const episode = episodes[index];
    return { verified: verified(one, episode), cut: episode?.cut === true };
  });
  const named = new Set(interactionResults.map(({ description }) => description));
  const remarks = [
    ...errors
      .filter(({ interaction }) => ![...named].some((name) => interaction.includes(name)))
      .map(({ interaction, mismatch }) => `${interaction}: ${mismatch?.message ?? 'failed'}`),
    ...notices.filter(appliesBefore).map((notice) => textOf(notice)),
  ];
  return { read: interactions, remarks };
}

/** A broker says beforehand what it would say after each possible outcome; only what holds in any case is repeated. */
function appliesBefore(notice: unknown): boolean {
  const when = typeof notice === 'object' && notice !== null && 'when' in notice ? notice.when : undefined;
  return when === undefined || when === 'before_verification';
}

function textOf(notice: unknown): string {
  const text = typeof notice === 'object' && notice !== null && 'text' in notice ? notice.text : notice;
  return typeof text === 'string' ? text : JSON.stringify(text);
}

function verified(one: InteractionResult, episode: Episode | undefined): VerifiedInteraction {
  const { consumer, description, providerStates: states } = one;
  const exchanges = episode?.exchanges ?? [];
  return {
    consumer,
    description,
    states,
    operation: operationOf(episode?.method ?? '', episode?.path ?? '') ?? '',
    durationMs: exchanges.reduce((sum, { durationMs }) => sum + durationMs, 0),
    exchanges,
    ...judged(one, episode),
  };
}

type Judgement = Pick<VerifiedInteraction, 'verdict' | 'reason' | 'expected' | 'actual'>;

function judged({ result, pending, mismatch }: InteractionResult, episode: Episode | undefined): Judgement {
  const { problem, pactAtFault, lost } = episode ?? {};
  // A target that cannot be brought into a state has broken nothing that this interaction is about.
  if (problem !== undefined) return { verdict: pactAtFault ? failing(pending) : 'inconclusive', reason: problem };
  if (lost !== undefined) return { verdict: failing(pending), reason: `no complete answer: ${lost}` };
  if (result === 'OK') return { verdict: 'pass', reason: '' };
  const mismatches = mismatch?.mismatches ?? [];
  const [first] = mismatches;
  if (first === undefined) return { verdict: failing(pending), reason: mismatch?.message ?? 'the verification failed' };
  const more = mismatches.length > 1 ? ` (and ${mismatches.length - 1} more)` : '';
  return {
    verdict: failing(pending),
    reason: `${pending ? 'pending: ' : ''}${placeOf(first)}${first.mismatch}${more}`,
    expected: mismatches.map((one) => `${placeOf(one)}${shownValue(one.expected)}`).join('\n'),
    actual: mismatches.map((one) => `${placeOf(one)}${shownValue(one.actual)}`).join('\n'),
  };
}

/** An interaction that no version of the provider ever kept does not fail the build, as the broker says. */
function failing(pending: boolean): Verdict {
  return pending ? 'waived' : 'fail';
}

function placeOf({ type, path }: Mismatch): string {
  if (path !== undefined && path !== '') return `${path}: `;
  return type === 'StatusMismatch' ? 'status: ' : '';
}

function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}
