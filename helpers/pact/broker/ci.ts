/** What continuous-integration servers say of the build: their variables, and nothing else. */
import type { Environment } from '../../configuration/environment.ts';

/** What a CI server knows of a build; a member it does not tell is absent. */
export interface Build {
  readonly branch?: string;
  readonly commit?: string;
  readonly url?: string;
}

/** One CI server: the variable that says it is this one, and where it keeps the rest. The first that is set counts. */
interface Server {
  readonly sign: string;
  readonly branch: readonly string[];
  readonly commit: string;
  readonly url: (variable: (name: string) => string | undefined) => string | undefined;
}

/** Joins parts of an address; undefined when one of them is not known. */
function address(parts: TemplateStringsArray, ...values: readonly (string | undefined)[]): string | undefined {
  if (values.includes(undefined)) return undefined;
  return parts.map((part, index) => part + (values[index] ?? '')).join('');
}

const servers: readonly Server[] = [
  {
    sign: 'GITHUB_ACTIONS',
    // For a pull request the head's branch; GITHUB_REF_NAME would be `12/merge`.
    branch: ['GITHUB_HEAD_REF', 'GITHUB_REF_NAME'],
    commit: 'GITHUB_SHA',
    url: (v) => address`${v('GITHUB_SERVER_URL')}/${v('GITHUB_REPOSITORY')}/actions/runs/${v('GITHUB_RUN_ID')}`,
  },
  {
    sign: 'GITLAB_CI',
    branch: ['CI_MERGE_REQUEST_SOURCE_BRANCH_NAME', 'CI_COMMIT_BRANCH'],
    commit: 'CI_COMMIT_SHA',
    url: (v) => v('CI_JOB_URL') ?? v('CI_PIPELINE_URL'),
  },
  {
    sign: 'JENKINS_URL',
    branch: ['CHANGE_BRANCH', 'BRANCH_NAME', 'GIT_LOCAL_BRANCH', 'GIT_BRANCH'],
    commit: 'GIT_COMMIT',
    url: (v) => v('BUILD_URL'),
  },
  { sign: 'CIRCLECI', branch: ['CIRCLE_BRANCH'], commit: 'CIRCLE_SHA1', url: (v) => v('CIRCLE_BUILD_URL') },
  {
    sign: 'TF_BUILD',
    branch: ['SYSTEM_PULLREQUEST_SOURCEBRANCH', 'BUILD_SOURCEBRANCH'],
    commit: 'BUILD_SOURCEVERSION',
    url: (v) =>
      address`${v('SYSTEM_COLLECTIONURI')}${v('SYSTEM_TEAMPROJECT')}/_build/results?buildId=${v('BUILD_BUILDID')}`,
  },
  {
    sign: 'BITBUCKET_BUILD_NUMBER',
    branch: ['BITBUCKET_BRANCH'],
    commit: 'BITBUCKET_COMMIT',
    url: (v) => address`${v('BITBUCKET_GIT_HTTP_ORIGIN')}/pipelines/results/${v('BITBUCKET_BUILD_NUMBER')}`,
  },
  { sign: 'BUILDKITE', branch: ['BUILDKITE_BRANCH'], commit: 'BUILDKITE_COMMIT', url: (v) => v('BUILDKITE_BUILD_URL') },
  {
    sign: 'TRAVIS',
    branch: ['TRAVIS_PULL_REQUEST_BRANCH', 'TRAVIS_BRANCH'],
    commit: 'TRAVIS_COMMIT',
    url: (v) => v('TRAVIS_BUILD_WEB_URL'),
  },
];

/** `refs/heads/main` and `origin/main` are both the branch `main`; a tag or a merge ref is no branch. */
function branchName(text: string): string | undefined {
  if (/^refs\/(?!heads\/)/.test(text) || /^\d+\/merge$/.test(text)) return undefined;
  return text.replace(/^refs\/heads\//, '').replace(/^origin\//, '');
}

/** Reads the variables of the CI server we are on; nothing is known on any other machine. */
export function readBuild(environment: Environment): Build {
  const variable = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const server = servers.find(({ sign }) => variable(sign) !== undefined);
  if (server === undefined) return {};
  const named = server.branch.map(variable).find((text) => text !== undefined);
  const ofTag = variable('GITHUB_REF_TYPE') === 'tag' || variable('CI_COMMIT_TAG') !== undefined;
  const branch = named === undefined || ofTag ? undefined : branchName(named);
  const commit = variable(server.commit);
  const url = server.url(variable);
  return {
    ...(branch === undefined ? {} : { branch }),
    ...(commit === undefined ? {} : { commit }),
    ...(url === undefined ? {} : { url }),
  };
}
