/** The description of the API is one that other tools take: Redocly's linter, with the rules of `redocly.yaml`. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('contracts/openapi.yaml passes the linter, but for the published sample that breaks its own schema', () => {
  const linter = 'node_modules/@redocly/cli/bin/cli.js';
  const { stdout, stderr, status } = spawnSync(process.execPath, [linter, 'lint', '--format=json'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', REDOCLY_TELEMETRY: 'off' },
  });
  expect(status, stderr).toBe(0);
  const { problems } = JSON.parse(stdout) as { problems: { message: string; location: { pointer: string }[] }[] };
  expect(problems.map(({ message, location }) => `${location[0]?.pointer}: ${message}`)).toEqual([
    '#/paths/~1identities~1{identityReference}/put/requestBody/content/application~1json/examples/published/value: ' +
      "Example value must conform to the schema: must have required property 'reference'.",
  ]);
});
