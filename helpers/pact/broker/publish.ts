/** Gives pact files to a broker. */
import type { Environment } from '../../configuration/environment.ts';
import { callClient } from './client.ts';
import { literalPattern, type PactFile } from './files.ts';
import type { Origin } from './origin.ts';
import type { BrokerSettings } from './settings.ts';

interface Notice {
  readonly text: string;
  readonly type: string;
}

/** What the broker noticed about each pact; its advice to people who have just begun is left out. */
function noticesOf(output: string): Notice[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .flatMap((line) => (JSON.parse(line) as { notices?: readonly Notice[] }).notices ?? [])
    .map(({ text, type }) => ({ text: text.trim(), type }))
    .filter(
      ({ text, type }) => type === 'success' || type === 'error' || text.startsWith('View the published pact at'),
    );
}

/** `version abc of shop (branch main, tags v1)`. */
function describeOrigin({ version, branch, tags }: Origin): string {
  const details = [
    ...(branch === undefined ? [] : [`branch ${branch}`]),
    ...(tags.length === 0 ? [] : [`tags ${tags.join(', ')}`]),
  ];
  return details.length === 0 ? `version ${version}` : `version ${version} (${details.join(', ')})`;
}

/** Publishes; what was done, line by line. Doing it again with the same files changes nothing. */
export async function publishPacts(
  pacts: readonly PactFile[],
  origin: Origin,
  settings: BrokerSettings,
  environment: Environment,
  timeoutMs: number,
): Promise<string[]> {
  const { version, branch, tags, buildUrl } = origin;
  const output = await callClient({
    settings,
    environment,
    timeoutMs,
    arguments: [
      'publish',
      // Before the options: the client's list of tags swallows whatever follows it.
      ...pacts.map(({ path }) => literalPattern(path)),
      `--consumer-app-version=${version}`,
      ...(branch === undefined ? [] : [`--branch=${branch}`]),
      ...(buildUrl === undefined ? [] : [`--build-url=${buildUrl}`]),
      ...(tags.length === 0 ? [] : [`--tag=${tags.join(',')}`]),
      '--output=json',
    ],
  });
  const notices = noticesOf(output);
  if (notices.length === 0) throw new Error(`the broker's client said nothing that can be read: ${output.trim()}`);
  return [`published as ${describeOrigin(origin)} to ${settings.url}`, ...notices.map(({ text }) => `  ${text}`)];
}
