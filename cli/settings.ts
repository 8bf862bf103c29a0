/** From the command line and the environment to everything a run needs to know before it begins. */
import { join } from 'node:path';
import { assembleTarget, type TargetDraft } from '../helpers/configuration/assemble.ts';
import type { Environment } from '../helpers/configuration/environment.ts';
import { UsageError } from '../helpers/failures.ts';
import { selectChecks } from '../helpers/select.ts';
import type { Check } from '../helpers/spec.ts';
import { checks } from '../specs/all.ts';
import type { Options } from './options.ts';

/** Everything a run was asked to do. */
export interface Settings {
  readonly target: TargetDraft;
  readonly checks: readonly Check[];
  readonly only: string;
  readonly gate: 'must' | 'should';
  readonly seed: number;
  /** Folder of the reports. */
  readonly out: string;
  /** Folder of what is kept of this target from run to run. */
  readonly state: string;
  readonly allureReport: boolean;
}

/** Throws UsageError for the first thing that is wrong, before anything is sent. */
export function settingsOf(options: Options, environment: Environment): Settings {
  const target = assembleTarget(options, environment, options.targets);
  const selected = selectChecks(checks, options.only);
  if (selected.length === 0) throw new UsageError(`--only: '${options.only}' matches no requirement or operation`);
  const { only, gate, seed, out, allureReport } = options;
  return { target, checks: selected, only, gate, seed, out, state: join(options.state, target.name), allureReport };
}
