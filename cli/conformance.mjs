/**
 * `npm run conformance`: runs `conformance.ts` built into a few files. Node.js loads those in a fraction of the time that
 * it needs for some hundred, in each of the threads and processes of a run. They are built anew when a source has changed.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules/.cache/abillify-conformance');
const folders = ['cli', 'contracts', 'helpers', 'sandbox', 'specs'];
/** What a run loads by itself: the command, its process, its thread, and what vitest runs. */
const entryPoints = [
  'cli/conformance.ts',
  'cli/contracts.ts',
  'helpers/report/allure/worker.ts',
  'specs/conformance.test.ts',
];

/** A name that changes with every source and with the place, which is written into what is built. */
function fingerprint() {
  const hash = createHash('sha256')
    .update(root)
    .update(readFileSync(fileURLToPath(import.meta.url)));
  for (const folder of folders) {
    for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (!path.endsWith('.ts')) continue;
      const { mtimeMs, size } = statSync(join(root, folder, path));
      hash.update(`${folder}/${path} ${mtimeMs} ${size}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** Builds into a folder beside the one that is meant, and renames it: a run beside this one sees all or nothing. */
async function buildInto(folder) {
  const { build } = await import('esbuild');
  mkdirSync(cache, { recursive: true });
  const part = mkdtempSync(join(cache, 'part-'));
  try {
    await build({
      absWorkingDir: root,
      entryPoints,
      outdir: part,
      outbase: root,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      define: { BUILT_IN: JSON.stringify(pathToFileURL(`${folder}/`).href) },
      plugins: [{ name: 'sources stay where they are', setup: keepPlaces }],
    });
    // Where another run was first, its folder is in use already and stays: renaming onto it fails.
    if (!existsSync(folder)) renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** Files that code reads stand beside its source. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const here = JSON.stringify(pathToFileURL(path).href);
    return { contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', here), loader: 'ts' };
  });
}

/** Forgets what was built of other sources; a run that began with them has a day to end. */
function tidy(own) {
  const dayMs = 24 * 60 * 60 * 1000;
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (path !== own && statSync(path).mtimeMs < Date.now() - dayMs) rmSync(path, { recursive: true, force: true });
  }
}

async function entry() {
  const folder = join(cache, fingerprint());
  const command = join(folder, 'cli/conformance.mjs');
  try {
    if (!existsSync(command)) {
      await buildInto(folder);
      tidy(folder);
    }
    return command;
  } catch {
    // Another run was first, or nothing can be written here: as it stands it runs as well.
    if (existsSync(command)) return command;
    (await import('tsx/esm/api')).register();
    return join(root, 'cli/conformance.ts');
  }
}

await import(pathToFileURL(await entry()).href);
