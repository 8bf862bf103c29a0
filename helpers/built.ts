/** Where code for a process or thread of its own is found: built beside the code that asks, or as it is written. */

/** Folder that this code was built into; `cli/conformance.mjs` puts it in. */
declare const BUILT_IN: string | undefined;

const root = new URL('..', import.meta.url);

/** The file of an entry point, and what a process needs to read it. */
export function entryPoint(source: string): { readonly url: URL; readonly execArgv: readonly string[] } {
  if (typeof BUILT_IN === 'undefined') return { url: new URL(source, root), execArgv: ['--import', 'tsx'] };
  return { url: new URL(source.replace(/\.ts$/, '.mjs'), BUILT_IN), execArgv: [] };
}
