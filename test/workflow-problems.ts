/** What is wrong with a workflow of GitHub: each rule is a way in which somebody's pipeline was taken over or hung. */
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly uses?: string;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

export const readWorkflow = (text: string): Workflow => parse(text);

/** `name@<commit> # <version>`, as it stands in the text: the parser drops the comment. */
const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/** One sentence for each problem. */
export function problemsOf(text: string): readonly string[] {
  const { on, permissions, jobs } = readWorkflow(text);
  const uses = [...text.matchAll(/^\s*(?:- )?uses: *(.+?) *$/gm)].map(([, value = '']) => value);
  return [
    ...uses
      .filter((value) => !value.startsWith('./') && !pinned.test(value))
      .map((value) => `${value} is not pinned to a commit with its version beside it`),
    ...(JSON.stringify(permissions) === '{}'
      ? []
      : ['the workflow must give no permission: each job takes its own']),
    // Both run with secrets and a token that can write, on behalf of whoever proposes a change.
    ...['pull_request_target', 'workflow_run']
      .filter((name) => name in on)
      .map((name) => `it runs on ${name}`),
    ...(/\bsecrets\b/.test(text) ? ['it uses a secret: credentials come by OIDC'] : []),
    ...Object.entries(jobs).flatMap(([name, job]) =>
      jobProblems(job).map((problem) => `${name}: ${problem}`),
    ),
  ];
}

function jobProblems(job: Job): readonly string[] {
  const { permissions, uses, steps = [] } = job;
  const written = Object.entries(permissions ?? {}).flatMap(([scope, right]) =>
    right === 'write' ? [scope] : [],
  );
  return [
    ...(permissions === undefined ? ['says nothing of permissions'] : []),
    // To sign who built something is no way to change it.
    ...written
      .filter((scope) => !['id-token', 'attestations'].includes(scope))
      .map((scope) => `may write ${scope}`),
    ...(uses === undefined && job['timeout-minutes'] === undefined ? ['may run for six hours'] : []),
    ...steps.flatMap((step) => stepProblems(step, written.includes('id-token'))),
  ];
}

function stepProblems(
  { uses = '', run = '', with: inputs = {} }: Step,
  hasToken: boolean,
): readonly string[] {
  return [
    // The text of an event, put into a script, is run. Through `env` it stays text.
    ...(run.includes('${{') ? [`puts an expression into a script: ${run.trim()}`] : []),
    ...(uses.startsWith('actions/checkout@') && inputs['persist-credentials'] !== false
      ? ['leaves its token in the checkout']
      : []),
    ...(hasToken && /\bnpm (ci|install|i)\b(?!.*--ignore-scripts)/.test(run)
      ? ['runs scripts of packages where a token for the cloud can be had']
      : []),
  ];
}

export const scriptsOf = ({ jobs }: Workflow): readonly string[] =>
  Object.values(jobs).flatMap(({ steps = [] }) =>
    steps.flatMap(({ run }) => (run === undefined ? [] : [run])),
  );
