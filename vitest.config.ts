/** The suite's own tests. The conformance run has a configuration of its own, in cli/run-checks.ts. */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where Allure's results of these tests go; they are written only where somebody asks for them. */
const results = process.env.ALLURE_RESULTS;

/** Files that take longest: started last, they would be waited for alone. */
const longest = ['suite/faults', 'hostile/contents', 'suite/freedoms', 'kill-matrix/matrix', 'suite/command'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = longest.findIndex((name) => moduleId.endsWith(`${name}.test.ts`));
      return index < 0 ? longest.length : index;
    };
    return (await super.sort(files)).sort((left, right) => rank(left) - rank(right));
  }
}

export default defineConfig({
  test: {
    reporters: results === undefined ? ['default'] : ['default', ['allure-vitest/reporter', { resultsDir: results }]],
    include: ['selftest/**/*.test.ts'],
    pool: 'threads',
    // One more than there are cores: much of a test's time is waiting.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
