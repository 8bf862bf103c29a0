/** Which version of us this is: from options, else from git, else from the CI server. */
import { execFileSync } from 'node:child_process';
import type { Environment } from '../../configuration/environment.ts';
import { UsageError } from '../../failures.ts';
import { readBuild } from './ci.ts';

/** A version of a consumer or provider, as a broker knows it. */
export interface Origin {
  readonly version: string;
  readonly branch?: string;
  readonly tags: readonly string[];
  readonly buildUrl?: string;
}

/** What the caller said; what is absent is looked up. */
export interface Stated {
  readonly version?: string;
  readonly branch?: string;
  /** An empty list: no tags. */
  readonly tags?: readonly string[];
  readonly buildUrl?: string;
}

/** The options that say it, for messages. */
export interface OptionNames {
  readonly version: string;
  readonly branch: string;
}

function git(folder: string, ...words: readonly string[]): string | undefined {
  try {
    const said = execFileSync('git', ['-C', folder, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return said.trim() === '' ? undefined : said.trim();
  } catch {
    return undefined;
  }
}

/** The official client puts versions and names into addresses as they are. */
const breaksAddresses = /[\s/?#&%+\\]/;

/** A name or version that the broker's addresses can hold. Throws UsageError for any other. */
export function addressable(option: string, text: string): string {
  if (text.trim() === '') throw new UsageError(`${option}: empty`);
  if (text.startsWith('-')) throw new UsageError(`${option}: '${text}' begins with '-', as an option does`);
  const found = breaksAddresses.exec(text)?.[0];
  if (found !== undefined) {
    throw new UsageError(`${option}: '${text}' holds '${found}', which the broker's client cannot put into an address`);
  }
  return text;
}

function plain(option: string, text: string): string {
  if (text.trim() === '' || /\p{Cc}/u.test(text))
    throw new UsageError(`${option}: empty, or holds a control character`);
  return text;
}

/** The version that is checked out in a folder. Throws UsageError where there is none and none was stated. */
export function readVersion(folder: string, environment: Environment, option: string, stated?: string): string {
  const version = stated ?? git(folder, 'rev-parse', '--verify', 'HEAD') ?? readBuild(environment).commit;
  if (version === undefined) throw new UsageError(`${option}: missing; here is no git commit to take it from`);
  return addressable(option, version);
}

/** All that a broker is told of a version. */
export function readOrigin(folder: string, environment: Environment, stated: Stated, options: OptionNames): Origin {
  const version = readVersion(folder, environment, options.version, stated.version);
  const build = readBuild(environment);
  // A CI server checks out a commit, not a branch, so its word comes first.
  const branch = stated.branch ?? build.branch ?? git(folder, 'symbolic-ref', '--quiet', '--short', 'HEAD');
  const buildUrl = stated.buildUrl ?? build.url;
  if (stated.buildUrl !== undefined && !(/^https?:/.test(stated.buildUrl) && URL.canParse(stated.buildUrl))) {
    throw new UsageError(`--build-url: '${stated.buildUrl}' is not an http or https URL`);
  }
  const tags = stated.tags ?? git(folder, 'tag', '--points-at', 'HEAD')?.split('\n') ?? [];
  for (const tag of tags) {
    // The client splits its list of tags at commas.
    if (plain('--tag', tag).includes(',')) throw new UsageError(`--tag: '${tag}' holds a comma; give --tag twice`);
  }
  return {
    version,
    tags,
    ...(branch === undefined ? {} : { branch: plain(options.branch, branch) }),
    ...(buildUrl === undefined ? {} : { buildUrl }),
  };
}
