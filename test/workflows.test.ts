import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { promotedEnvironments } from '../lib/promotion/promotion-statements.ts';
import { missingCommands } from './docs/named-commands.ts';
import { problemsOf, readWorkflow, scriptsOf } from './workflow-problems.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const paths = globSync('.github/workflows/*', { cwd: root }).sort();
const workflow = (name: string) => readWorkflow(read(`.github/workflows/${name}.yml`));

/** As GitHub writes it. */
const expression = (text: string) => `\${{ ${text} }}`;

function jobOf(name: string, job: string) {
  const found = workflow(name).jobs[job];
  if (found === undefined) throw new RangeError(`${name}.yml has no job ${job}`);
  return found;
}

describe('the workflows', () => {
  it('are these', () => {
    expect(paths).toEqual([
      '.github/workflows/checks.yml',
      '.github/workflows/deploy-environment.yml',
      '.github/workflows/deploy.yml',
      '.github/workflows/nightly.yml',
      '.github/workflows/rollback.yml',
    ]);
  });

  it.each(paths)('%s has no known weakness', (path) => {
    expect(problemsOf(read(path))).toEqual([]);
  });

  it.each(paths)(
    '%s names only commands and scripts that exist',
    async (path) => {
      const scripts = scriptsOf(readWorkflow(read(path)));
      expect(await missingCommands(scripts.join('\n'))).toEqual([]);
      const own = scripts.flatMap((script) => script.match(/\.ci\/[\w-]+/g) ?? []);
      expect(own.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    },
    30_000,
  );

  it('use one commit of each action', () => {
    const all = paths.flatMap((path) => read(path).match(/uses: (?!\.\/).+/g) ?? []);
    expect([...new Set(all)].sort()).toEqual([
      'uses: actions/attest-build-provenance@977bb373ede98d70efdf65b84cb5f73e068dcc2a # v3.0.0',
      'uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2',
      'uses: actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
      'uses: actions/setup-node@53b83947a5a98c8d113130e565377fae1a50d02f # v6.3.0',
      'uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1',
      'uses: aws-actions/configure-aws-credentials@8df5847569e6427dd6c4fb1cf565c83acfa8afa7 # v6.0.0',
    ]);
  });

  it('check on a pull request what .ci/run checks', () => {
    // With a pull request all of it is proved, here what needs no quiet machine.
    const local = (read('.ci/run').match(/^npm .+$/gm) ?? []).map((command) =>
      command.replace('npm run prove -- whole-limit', 'npm run prove'),
    );
    expect(local.length).toBeGreaterThan(5);
    const checked = scriptsOf(workflow('checks')).flatMap((script) => script.split('\n'));
    expect(local.filter((command) => !checked.includes(command))).toEqual([]);
  });

  it('try each night, on one branch and without a right to anything, what takes too long for a change', () => {
    const { on, jobs } = workflow('nightly');
    expect(Object.keys(on)).toEqual(['schedule', 'workflow_dispatch']);
    const commands = scriptsOf(workflow('nightly')).filter((script) => script !== 'npm ci');
    expect(commands).toEqual([
      'npm run prove:nightly',
      'npm run prove:newcomers',
      'npm run simulate -- --nightly',
      'npm run mutate',
    ]);
    for (const { permissions } of Object.values(jobs)) expect(permissions).toEqual({ contents: 'read' });
  });

  it('give code that is proposed neither a token for the cloud nor one that writes', () => {
    for (const { permissions } of Object.values(workflow('checks').jobs)) {
      expect(permissions).toEqual({ contents: 'read' });
    }
  });

  it('build once, and deploy that build to every environment in turn', () => {
    const { jobs } = workflow('deploy');
    expect(Object.keys(jobs)).toEqual(['checks', 'build', 'attest', ...promotedEnvironments]);
    expect(Object.values(jobs).map((job) => (job as { needs?: unknown }).needs)).toEqual([
      undefined,
      undefined,
      'build',
      ['checks', 'build', 'attest'],
      ['build', 'dev'],
      ['build', 'staging'],
    ]);
    expect(scriptsOf(workflow('deploy')).slice(0, 2)).toEqual(['npm ci', 'npx cdk synth --quiet']);
    const deploying = [...scriptsOf(workflow('deploy-environment')), ...scriptsOf(workflow('rollback'))].join(
      '\n',
    );
    expect(deploying).not.toMatch(/synth|npm run build|bin\/app/);
    expect(deploying.match(/cdk deploy .*/g)).toEqual([
      'cdk deploy "interlock-$ENVIRONMENT" --app cdk.out --exclusively --require-approval never --progress events --no-notices',
    ]);
  });

  it('deploy nothing but the bytes whose digest the build told as an output, which no other job can write', () => {
    const deploy = workflow('deploy').jobs as Record<
      string,
      { outputs?: object; with?: Record<string, string> }
    >;
    expect(deploy.build?.outputs).toEqual({ digest: expression('steps.digest.outputs.digest') });
    for (const environment of promotedEnvironments) {
      expect(deploy[environment]?.with?.digest).toBe(expression('needs.build.outputs.digest'));
    }
    for (const { steps = [] } of [
      jobOf('deploy-environment', 'diff'),
      jobOf('deploy-environment', 'deploy'),
    ]) {
      const at = (found: (step: (typeof steps)[number]) => boolean) => steps.findIndex(found);
      const downloads = at(({ uses = '' }) => uses.startsWith('actions/download-artifact@'));
      const { run, env } = steps[downloads + 1] as { run?: string; env?: object };
      // Before the job has a token for the cloud.
      expect([run, env]).toEqual(['.ci/verify cdk.out "$DIGEST"', { DIGEST: expression('inputs.digest') }]);
      expect(at(({ uses = '' }) => uses.startsWith('aws-actions/'))).toBeGreaterThan(downloads);
    }
  });

  it('sign what was built where no package runs, and roll back to nothing that was not signed', () => {
    const attest = jobOf('deploy', 'attest');
    expect(scriptsOf({ on: {}, jobs: { attest } })).toEqual([
      '.ci/verify cdk.out "$DIGEST"\n.ci/manifest cdk.out > assembly.sha256\n',
    ]);
    expect(attest.permissions).toEqual({ attestations: 'write', contents: 'read', 'id-token': 'write' });
    expect(scriptsOf(workflow('rollback')).join('\n')).toContain(
      '.ci/verify-provenance assembly.sha256 "$COMMIT"',
    );
  });

  it('judge again what was approved, right before anything is changed', () => {
    const { steps = [] } = jobOf('deploy-environment', 'deploy');
    const at = steps.findIndex(({ run = '' }) => run.includes('cdk deploy'));
    expect(steps[at - 1]).toMatchObject({
      env: { DEPLOYED: expression('needs.diff.outputs.deployed') },
      run: '.ci/judge "$ENVIRONMENT" "$DEPLOYED" >> "$GITHUB_STEP_SUMMARY"',
    });
  });

  it('send no made-up event to prod', () => {
    const { steps = [] } = workflow('deploy-environment').jobs.deploy ?? {};
    const sending = steps.filter(({ run }) => run?.includes('interlock -- send'));
    expect(sending.map((step) => (step as { if?: string }).if)).toEqual(["inputs.environment != 'prod'"]);
  });
});

const sound = `
on: { push: {} }
permissions: {}
jobs:
  a:
    timeout-minutes: 5
    permissions: { contents: read, id-token: write }
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with: { persist-credentials: false }
      - run: npm ci --ignore-scripts
`;

describe('a workflow', () => {
  it('may be sound', () => {
    expect(problemsOf(sound)).toEqual([]);
  });

  it.each([
    [' # v6.0.2', '', /^actions\/checkout@de0f\w+ is not pinned to a commit with its version beside it$/],
    ['de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2', 'v6', /^actions\/checkout@v6 is not pinned/],
    ['permissions: {}', 'permissions: read-all', /^the workflow must give no permission/],
    ['permissions: {}\n', '', /^the workflow must give no permission/],
    ['{ push: {} }', '{ pull_request_target: {} }', /^it runs on pull_request_target$/],
    ['{ push: {} }', '{ workflow_run: {} }', /^it runs on workflow_run$/],
    ['    permissions: { contents: read, id-token: write }\n', '', /^a: says nothing of permissions$/],
    ['contents: read', 'contents: write', /^a: may write contents$/],
    ['    timeout-minutes: 5\n', '', /^a: may run for six hours$/],
    [
      'npm ci --ignore-scripts',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's, not ours
      'echo ${{ github.event.issue.title }}',
      /^a: puts an expression into a script/,
    ],
    [' --ignore-scripts', '', /^a: runs scripts of packages where a token for the cloud can be had$/],
    ['persist-credentials: false', 'fetch-depth: 0', /^a: leaves its token in the checkout$/],
    ['npm ci --ignore-scripts', 'echo $KEY # secrets.KEY', /^it uses a secret/],
  ])('with %j as %j has a problem', (from, to, problem) => {
    expect(sound).toContain(from);
    expect(problemsOf(sound.replace(from, to))).toEqual([expect.stringMatching(problem)]);
  });
});
