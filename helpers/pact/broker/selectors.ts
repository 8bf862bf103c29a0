/** Which versions of the consumers a provider is verified against: the texts of `--selector`, as the verifier takes them. */
import { UsageError } from '../../failures.ts';

/** A consumer version selector, as the broker documents it. */
export interface Selector {
  readonly mainBranch?: boolean;
  readonly matchingBranch?: boolean;
  readonly branch?: string;
  readonly fallbackBranch?: string;
  readonly deployed?: boolean;
  readonly released?: boolean;
  readonly deployedOrReleased?: boolean;
  readonly environment?: string;
  readonly tag?: string;
  readonly fallbackTag?: string;
  readonly latest?: boolean;
  readonly consumer?: string;
}

const flags = ['mainBranch', 'matchingBranch', 'deployed', 'released', 'deployedOrReleased', 'latest'] as const;
const texts = ['branch', 'fallbackBranch', 'environment', 'tag', 'fallbackTag', 'consumer'] as const;

/** The short forms, some of which take a name after a colon. */
const shortForms: Readonly<Record<string, (name: string | undefined) => Selector | undefined>> = {
  'main-branch': (name) => (name === undefined ? { mainBranch: true } : undefined),
  'matching-branch': (name) => (name === undefined ? { matchingBranch: true } : undefined),
  branch: (name) => (name === undefined ? undefined : { branch: name }),
  deployed: (name) => ({ deployed: true, ...(name === undefined ? {} : { environment: name }) }),
  released: (name) => ({ released: true, ...(name === undefined ? {} : { environment: name }) }),
  'deployed-or-released': (name) => ({
    deployedOrReleased: true,
    ...(name === undefined ? {} : { environment: name }),
  }),
};

/** What can be written, for `--help` and for messages. */
const selectorForms =
  'main-branch, matching-branch, branch:NAME, deployed, released or deployed-or-released (each of these three also with :ENVIRONMENT), or JSON';

function wrong(text: string, why: string): UsageError {
  return new UsageError(`--selector: '${text}' ${why}; use ${selectorForms}`);
}

function parseJson(text: string): Selector {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong(text, 'is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(text, 'is no JSON object');
  for (const [name, content] of Object.entries(value)) {
    const isFlag = flags.some((flag) => flag === name);
    if (!isFlag && !texts.some((known) => known === name)) throw wrong(text, `has an unknown member '${name}'`);
    if (isFlag && content !== true) throw wrong(text, `has a member '${name}' that is not true`);
    if (!isFlag && (typeof content !== 'string' || content === ''))
      throw wrong(text, `has a member '${name}' without a text`);
  }
  const names = Object.keys(value);
  if (names.length === 0 || names.every((name) => name === 'consumer')) throw wrong(text, 'selects no versions');
  return value;
}

/** Reads one selector. Throws UsageError for what is none. */
export function parseSelector(text: string): Selector {
  if (text.trimStart().startsWith('{')) return parseJson(text);
  const [, form = '', name] = /^([^:]*)(?::(.+))?$/s.exec(text) ?? [];
  const selector = Object.hasOwn(shortForms, form) ? shortForms[form]?.(name) : undefined;
  if (selector === undefined) throw wrong(text, 'is no selector');
  return selector;
}

/**
 * What a provider is verified against where nothing else is said, as the broker's own documentation recommends: the
 * consumers' main branches, their branches of our branch's name, and whatever of them is deployed or released.
 */
export function recommendedSelectors(branch: string | undefined): Selector[] {
  return [
    { mainBranch: true },
    ...(branch === undefined ? [] : [{ matchingBranch: true }]),
    { deployedOrReleased: true },
  ];
}
