/** The suite's own tests. The conformance run has a configuration of its own, in cli/run-checks.ts. */
import { defineConfig } from 'vitest/config';

/** Where Allure's results of these tests go; they are written only where somebody asks for them. */
const results = process.env.ALLURE_RESULTS;

export default defineConfig({
  test: {
    reporters: results === undefined ? ['default'] : ['default', ['allure-vitest/reporter', { resultsDir: results }]],
    include: ['selftest/**/*.test.ts'],
    pool: 'threads',
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
