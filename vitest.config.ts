/** The suite's own tests. The conformance run has a configuration of its own, in cli/run-checks.ts. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['selftest/**/*.test.ts'], pool: 'threads', testTimeout: 120_000, hookTimeout: 60_000 },
});
