/** Installs what the Pact Broker needs: Debian's Ruby where we may, and its gems into a cache that outlives a work tree. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ended, run } from './run.ts';

/** Gemfile, Gemfile.lock and the script that serves. */
export const rubyFolder = fileURLToPath(new URL('./ruby', import.meta.url));

/** The broker cannot be had on this machine, through no fault of ours: no way to the packages, or no right to install. */
export class NotInstallable extends Error {
  override readonly name = 'NotInstallable';
}

const debianPackages = ['ruby', 'ruby-dev', 'bundler', 'build-essential', 'libyaml-dev', 'libsqlite3-dev'];

const minuteMs = 60_000;

/** What apt-get and bundler say when a registry cannot be reached, or lacks what is asked of it. */
const unreachable =
  /could not resolve|temporary failure resolving|failed to fetch|unable to fetch|unable to locate package|could not connect|could not reach host|network is unreachable|could not fetch specs|network error|connection refused|timed out|getaddrinfo|HTTPError|RemoteFetcher|could not find .* in (any of the sources|rubygems repository)|unable to download/i;

function judge(what: string, { code, output, timedOut }: Ended): void {
  if (code === 0) return;
  const lines = output.trim().split('\n');
  if (timedOut || unreachable.test(output)) {
    const line = lines.find((text) => unreachable.test(text)) ?? lines.at(-1) ?? '';
    throw new NotInstallable(`${what}: ${timedOut ? 'it did not end' : line.trim()}`);
  }
  throw new Error(`${what} failed:\n${lines.slice(-30).join('\n')}`);
}

/** Ruby's version and platform, on which compiled gems depend; undefined where there is no Ruby with a bundler. */
async function ruby(): Promise<string | undefined> {
  const code = 'require "bundler"; require "rbconfig"; puts "#{RUBY_VERSION} #{RbConfig::CONFIG["arch"]}"';
  const { code: status, output } = await run('ruby', ['-e', code], { timeoutMs: minuteMs });
  return status === 0 ? output.trim() : undefined;
}

async function installDebianPackages(): Promise<void> {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is dpkg-query's own
  const format = '${db:Status-Status}\n';
  const listed = await run('dpkg-query', ['-W', '-f', format, ...debianPackages], {
    timeoutMs: minuteMs,
  });
  const installed = listed.output.split('\n').filter((line) => line === 'installed').length;
  if (installed === debianPackages.length) return;
  // What is there may do, on another system or where we may not install; bundler will say what it misses.
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  judge('apt-get update', await run('apt-get', ['-qq', 'update'], { environment, timeoutMs: 2 * minuteMs }));
  const words = ['-qq', 'install', '--yes', '--no-install-recommends', ...debianPackages];
  judge('apt-get install', await run('apt-get', words, { environment, timeoutMs: 5 * minuteMs }));
}

/** The environment in which bundler sees our gems, whatever else is configured on this machine. */
export function bundlerEnvironment(gems: string): Record<string, string | undefined> {
  return {
    ...process.env,
    RUBYOPT: undefined,
    BUNDLE_GEMFILE: join(rubyFolder, 'Gemfile'),
    BUNDLE_APP_CONFIG: join(gems, 'config'),
    BUNDLE_PATH: gems,
    BUNDLE_FROZEN: 'true',
    BUNDLE_JOBS: '4',
    BUNDLE_SILENCE_ROOT_WARNING: 'true',
    MAKE: 'make -j2',
  };
}

/** Where a set of gems is kept: one folder for each lock file and Ruby. */
function cacheFolder(ruby: string): string {
  const lock = readFileSync(join(rubyFolder, 'Gemfile.lock'));
  const key = createHash('sha256').update(lock).update(ruby).digest('hex').slice(0, 16);
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(cache, 'abillify-conformance', `pact-broker-${key}`);
}

/** The last thing written into a cache: without it the folder is somebody's broken attempt. */
const mark = 'complete';

/**
 * Gives the folder with the broker's gems, installing them where they are not there yet. Throws NotInstallable where a
 * package registry cannot be reached, and another error where it can be and the installation fails all the same.
 */
export async function installBroker(): Promise<string> {
  let version = await ruby();
  if (version !== undefined && existsSync(join(cacheFolder(version), mark))) return cacheFolder(version);
  await installDebianPackages();
  version = await ruby();
  if (version === undefined) {
    throw new NotInstallable(`Ruby and Bundler are not here; as root, apt-get install ${debianPackages.join(' ')}`);
  }
  const gems = cacheFolder(version);
  const attempt = `${gems}.${process.pid}`;
  mkdirSync(attempt, { recursive: true });
  try {
    const environment = bundlerEnvironment(attempt);
    judge('bundle install', await run('bundle', ['install'], { environment, timeoutMs: 10 * minuteMs }));
    writeFileSync(join(attempt, mark), '');
    // Two processes may both have installed: the first one's folder stays.
    if (!existsSync(join(gems, mark))) {
      rmSync(gems, { recursive: true, force: true });
      renameSync(attempt, gems);
    }
  } finally {
    rmSync(attempt, { recursive: true, force: true });
  }
  return gems;
}
