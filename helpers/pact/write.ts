/**
 * Writes the contract through the official Pact library: each interaction is sent to its mock server by the same code that
 * sends it to a live server, and judged by the same code. One process, a new folder, and the count is looked at, because
 * the library merges into what it finds and lets the last of two of one name win in silence.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import { operations } from '../../contracts/operations.ts';
import { catalogue } from '../../contracts/requirements/index.ts';
import { Api } from '../api.ts';
import { expectStatus } from '../expect.ts';
import { UsageError } from '../failures.ts';
import { replaceFile } from '../report/replace-file.ts';
import { CheckLog, Session } from '../run/session.ts';
import { defaultFixtures, defaultLimits, type Target } from '../target.ts';
import type { Interaction } from './interaction.ts';
import { jsonMediaType } from './match.ts';
import { generatorsIn, headerFrom, matcherOf, pathMatcher } from './matchers.ts';
import { examplesOf, expectAsAgreed, perform } from './perform.ts';

type Unconfigured = ReturnType<PactV4['addInteraction']>;
type WithRequest = ReturnType<Unconfigured['withRequest']>;
/** The builders that the library hands to what describes a request and a response; it does not name their types. */
type RequestBuilder = Parameters<NonNullable<Parameters<Unconfigured['withRequest']>[2]>>[0];
type ResponseBuilder = Parameters<NonNullable<Parameters<WithRequest['willRespondWith']>[1]>>[0];

/** Whose contract it is. */
export interface Parties {
  readonly consumer: string;
  readonly provider: string;
}

/** The parties unless the environment says otherwise. */
const defaultParties: Parties = { consumer: 'abillify-conformance', provider: 'abillify-api' };

/** The parties, with the consumer's name where one is given. Throws UsageError where no file can bear it. */
export function partiesOf(consumer: string | undefined, variable: string): Parties {
  if (consumer === undefined || consumer === '') return defaultParties;
  if (!/^[\w.-]+( [\w.-]+)*$/.test(consumer)) {
    throw new UsageError(`${variable}: '${consumer}' is no name of a consumer; use letters, digits, dots and dashes`);
  }
  return { ...defaultParties, consumer };
}

/** The file of a contract, as the library names it. */
export const fileNameOf = ({ consumer, provider }: Parties) => `${consumer}-${provider}.json`;

/** The contract as text. Throws an Error where the library did not write every interaction. */
export async function contractOf(interactions: readonly Interaction[], parties: Parties): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  try {
    // The library's own telemetry is refused before it can begin.
    process.env.PACT_DO_NOT_TRACK = 'true';
    const pact = new PactV4({ ...parties, dir: folder, logLevel: 'error' });
    for (const interaction of interactions) await writeOne(pact, interaction);
    const content = readFileSync(join(folder, fileNameOf(parties)), 'utf8');
    const { interactions: written } = JSON.parse(content) as { interactions: readonly { description: string }[] };
    const descriptions = new Set(written.map(({ description }) => description));
    const lost = interactions.filter(({ description }) => !descriptions.has(description));
    if (written.length !== interactions.length || lost.length > 0) {
      const names = lost.map(({ description }) => `'${description}'`).join(', ');
      throw new Error(
        `the Pact library wrote ${written.length} of ${interactions.length} interactions; lost: ${names}`,
      );
    }
    return content.endsWith('\n') ? content : `${content}\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the contract into a folder; the path of the file, and whether it differs from what stood there. */
export async function writeContract(
  interactions: readonly Interaction[],
  parties: Parties,
  folder: string,
): Promise<{ path: string; changed: boolean }> {
  const content = await contractOf(interactions, parties);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, fileNameOf(parties));
  const changed = contentOf(path) !== content;
  if (changed) replaceFile(path, [content]);
  return { path, changed };
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

async function writeOne(pact: PactV4, interaction: Interaction): Promise<void> {
  const { operation, description, requirements, given, answer } = interaction;
  const [first] = requirements;
  let unconfigured = pact.addInteraction();
  for (const { state, parameters } of given) {
    unconfigured =
      parameters === undefined
        ? unconfigured.given(state)
        : unconfigured.given(state, parameters as Parameters<typeof unconfigured.given>[1]);
  }
  const [documented, ...others] = answer.statuses;
  await unconfigured
    .uponReceiving(description)
    .comment({ key: 'operation', value: operation })
    .comment({ key: 'requirements', value: requirements.join(', ') })
    .comment({ key: 'level', value: first === undefined ? '' : catalogue[first].level })
    .comment({ key: 'source', value: operations[operation].source })
    // The integration format is wider than the types of the library: a path may be a regular expression and generated.
    .withRequest(operations[operation].method, pathMatcher(interaction) as string, (request) =>
      describeRequest(request, interaction),
    )
    .willRespondWith(
      others.length === 0 ? documented : MatchersV3.matchStatus(documented, [...answer.statuses]),
      (response) => describeResponse(response, interaction),
    )
    .executeTest(async ({ url }) => {
      const session = new Session(mockTarget(url), 'contract');
      try {
        const api = new Api(session, new CheckLog(description));
        const mocked = await perform(api, interaction, examplesOf(interaction));
        // The mock has no content to show where the pact has no example of it.
        if (mocked.content.length > 0) expectAsAgreed(interaction, mocked);
        else expectStatus(mocked, [documented], description);
      } finally {
        await session.close();
      }
    });
}

function describeRequest(request: RequestBuilder, { query, key, body }: Interaction): void {
  if (query !== undefined) request.query({ ...query });
  const headers = {
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(key === undefined ? {} : { 'Idempotency-Key': headerFrom(key) as string }),
  };
  if (Object.keys(headers).length > 0) request.headers(headers);
  if (body !== undefined) request.jsonBody(generatorsIn(body));
}

function describeResponse(response: ResponseBuilder, { answer: { body } }: Interaction): void {
  if (body === undefined) return;
  response.headers({ 'Content-Type': MatchersV3.regex(`(?i)${jsonMediaType}`, 'application/json') });
  if (body.is !== 'any json') response.jsonBody(matcherOf(body));
}

/** Pact's mock server as a target. Its credentials are nobody's and stand in no file. */
function mockTarget(url: string): Target {
  return {
    name: 'mock',
    url,
    account: { username: 'nobody', password: 'nothing' },
    fixtures: defaultFixtures,
    limits: defaultLimits,
    readOnly: false,
    noMails: false,
    waivers: [],
  };
}
