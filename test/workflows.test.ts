import { execFileSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { promotedEnvironments } from '../lib/promotion-statements.ts';
import { fixtureApp } from './lib/fixture-template.ts';
import { missingCommands } from './named-commands.ts';
import { problemsOf, readWorkflow, scriptsOf } from './workflow-problems.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const paths = globSync('.github/workflows/*', { cwd: root }).sort();
const workflow = (name: string) => readWorkflow(read(`.github/workflows/${name}.yml`));

describe('the workflows', () => {
  it('are these', () => {
    expect(paths).toEqual([
      '.github/workflows/checks.yml',
      '.github/workflows/deploy-environment.yml',
      '.github/workflows/deploy.yml',
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
      'uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2',
      'uses: actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
      'uses: actions/setup-node@53b83947a5a98c8d113130e565377fae1a50d02f # v6.3.0',
      'uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1',
      'uses: aws-actions/configure-aws-credentials@8df5847569e6427dd6c4fb1cf565c83acfa8afa7 # v6.0.0',
    ]);
  });

  it('check on a pull request what .ci/run checks', () => {
    const local = read('.ci/run').match(/^npm .+$/gm) ?? [];
    expect(local.length).toBeGreaterThan(5);
    const checked = scriptsOf(workflow('checks')).flatMap((script) => script.split('\n'));
    expect(local.filter((command) => !checked.includes(command))).toEqual([]);
  });

  it('give code that is proposed neither a token for the cloud nor one that writes', () => {
    for (const { permissions } of Object.values(workflow('checks').jobs)) {
      expect(permissions).toEqual({ contents: 'read' });
    }
  });

  it('build once, and deploy that build to every environment in turn', () => {
    const { jobs } = workflow('deploy');
    expect(Object.keys(jobs)).toEqual(['checks', 'build', ...promotedEnvironments]);
    expect(Object.values(jobs).map((job) => (job as { needs?: unknown }).needs)).toEqual([
      undefined,
      undefined,
      ['checks', 'build'],
      'dev',
      'staging',
    ]);
    expect(scriptsOf(workflow('deploy'))).toEqual(['npm ci', 'npx cdk synth --quiet']);
    const deploying = [...scriptsOf(workflow('deploy-environment')), ...scriptsOf(workflow('rollback'))].join(
      '\n',
    );
    expect(deploying).not.toMatch(/synth|npm run build|bin\/app/);
    expect(deploying.match(/cdk deploy .*/g)).toEqual([
      'cdk deploy "interlock-$ENVIRONMENT" --app cdk.out --exclusively --require-approval never --progress events --no-notices',
    ]);
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

describe('commands that a text names', () => {
  it.each([
    'npm run vanish',
    'npm publish',
    'npx cdk vanish',
    'npx cdk deploy --vanish',
    'npm run interlock -- vanish --env prod',
    'npm run interlock -- send customer.created --vanish',
  ])('are missed when there is no %s', async (command) => {
    expect(await missingCommands(`first ${command}\n`)).toEqual([command]);
  });

  it('are found', async () => {
    const text =
      'npm ci\nnpm test\nnpm run check\nnpx cdk diff --fail-on broadening\nnpm run interlock -- secret set <destination> --env "$ENVIRONMENT"\n';
    expect(await missingCommands(text)).toEqual([]);
  });
});

describe('.ci/diff', () => {
  let dir: string;
  const stack = 'interlock-prod.template.json';

  /** What it says of the stack of prod against a template that `change` made older. */
  function diff(change: (resources: Record<string, { Type: string; Properties: object }>) => void) {
    const template = JSON.parse(readFileSync(join(dir, 'cdk.out', stack), 'utf8'));
    change(template.Resources);
    writeFileSync(join(dir, 'deployed.json'), JSON.stringify(template));
    writeFileSync(join(dir, 'output'), '');
    const env = { ...process.env, GITHUB_OUTPUT: join(dir, 'output') };
    const options = { cwd: dir, env, encoding: 'utf8', stdio: 'pipe' } as const;
    const said = execFileSync(join(root, '.ci/diff'), ['prod', 'deployed.json'], options);
    return { said, output: readFileSync(join(dir, 'output'), 'utf8') };
  }

  beforeAll(() => {
    // Inside the repository, where npx finds the CDK's command line.
    mkdirSync(join(root, '.interlock'), { recursive: true });
    dir = mkdtempSync(join(root, '.interlock', 'diff-'));
    symlinkSync(fixtureApp(['prod']).synth().directory, join(dir, 'cdk.out'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('has nothing to approve when nothing risky changes', () => {
    const { said, output } = diff((resources) => {
      for (const { Type, Properties } of Object.values(resources)) {
        if (Type === 'AWS::Lambda::Function') Object.assign(Properties, { MemorySize: 128 });
      }
    });
    expect(said).toContain(
      '## interlock-prod: neither broader permissions nor anything deleted, replaced or orphaned',
    );
    expect(said).toContain('MemorySize');
    expect(output).toBe('risks=\n');
  }, 60_000);

  it('asks for an approval of broader permissions, and of a queue that would be orphaned', () => {
    const { said, output } = diff((resources) => {
      for (const [id, { Type }] of Object.entries(resources)) {
        if (Type === 'AWS::SNS::TopicPolicy') delete resources[id];
      }
      const gone = { QueueName: 'interlock-prod-gone' };
      Object.assign(resources, {
        Gone: { Type: 'AWS::SQS::Queue', DeletionPolicy: 'Retain', Properties: gone },
      });
    });
    expect(said).toMatch(/Gone orphan/);
    expect(output).toBe('risks=it broadens permissions, and it deletes, replaces or orphans resources\n');
  }, 60_000);

  it('fails when it could not compare', () => {
    expect(() =>
      execFileSync(join(root, '.ci/diff'), ['prod', 'nowhere.json'], { cwd: dir, stdio: 'pipe' }),
    ).toThrow();
  }, 60_000);
});
