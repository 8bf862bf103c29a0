/** From the command line and the environment to everything a run needs to know before it begins. */
import { join } from 'node:path';
import { assembleTarget, type TargetDraft } from '../helpers/configuration/assemble.ts';
import type { Environment } from '../helpers/configuration/environment.ts';
import { UsageError } from '../helpers/failures.ts';
import { type Shard, selectChecks } from '../helpers/select.ts';
import type { Check } from '../helpers/spec.ts';
import { checks } from '../specs/all.ts';
import type { Options } from './options.ts';

/** Everything a run was asked to do. */
export interface Settings {
  readonly target: TargetDraft;
  readonly checks: readonly Check[];
  readonly only: string;
  readonly shard?: Shard;
  readonly gate: 'must' | 'should';
  readonly gateDrift: boolean;
  readonly seed: number;
  /** Folder of the reports. */
  readonly out: string;
  /** Folder of what is kept of this target from run to run. */
  readonly state: string;
  readonly allureReport: boolean;
}

/** Throws UsageError for the first thing that is wrong, before anything is sent. */
export function settingsOf(options: Options & { readonly withoutBaseline?: true }, environment: Environment): Settings {
  const target = assembleTarget(options, environment, options.targets);
  const { only, shard, gate, gateDrift, seed, out, allureReport } = options;
  const selected = selectChecks(checks, only, shard);
  if (selectChecks(checks, only).length === 0) {
    throw new UsageError(`--only: '${only}' matches no requirement or operation`);
  }
  if (shard !== undefined && selected.every(({ decide }) => 'rule' in decide)) {
    throw new UsageError(`--shard: part ${shard.index} of ${shard.count} has no check to run; ask for fewer parts`);
  }
  if (gateDrift && target.baseline === undefined) {
    throw new UsageError(
      `--gate-drift: ${target.name} has no baseline; record one with: npm run baseline -- --target ${target.name}`,
    );
  }
  const state = join(options.state, target.name);
  // Only a target of a name is the same server next time; the sandbox forgets everything with its process.
  const known = options.target !== undefined && target.url !== undefined;
  return {
    target: known ? { ...target, stateFolder: state } : target,
    checks: selected,
    only,
    ...(shard === undefined ? {} : { shard }),
    gate,
    gateDrift,
    seed,
    out,
    state,
    allureReport,
  };
}
