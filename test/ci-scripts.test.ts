import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixtureApp } from './fixtures/fixture-template.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

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

  const deployed = () => readFileSync(join(dir, 'deployed.json'), 'utf8');

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'interlock-diff-'));
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
    expect(output).toBe(`risks=\ndeployed=${sha256(deployed())}\n`);
  });

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
    expect(output).toBe(
      `risks=it broadens permissions, and it deletes, replaces or orphans resources\ndeployed=${sha256(deployed())}\n`,
    );
  });

  it('fails when it could not compare', () => {
    expect(() =>
      execFileSync(join(root, '.ci/diff'), ['prod', 'nowhere.json'], { cwd: dir, stdio: 'pipe' }),
    ).toThrow();
  });
});

describe('.ci/judge', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'interlock-judge-'));
    mkdirSync(join(dir, '.ci'));
    for (const script of ['diff', 'judge']) copyFileSync(join(root, '.ci', script), join(dir, '.ci', script));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const fake = (path: string, script: string) => {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  };

  /** Beside an `aws` that prints this template, or fails so, and a `cdk` that says so many stacks differ. */
  function judge(approved: string, aws: string, differences: 0 | 1) {
    const asked =
      'cloudformation get-template --stack-name interlock-prod --template-stage Original --query TemplateBody --output json';
    fake('bin/aws', `[ "$*" = '${asked}' ] || exit 9\n${aws}`);
    fake(
      'node_modules/.bin/cdk',
      `[ "$1 $2 $3 $4" = 'diff interlock-prod --app cdk.out' ] || exit 9\necho 'Number of stacks with differences: ${differences}'\ncase "$*" in *--fail-on*) exit ${differences};; esac`,
    );
    const env = { ...process.env, PATH: `${join(dir, 'bin')}${delimiter}${process.env.PATH}` };
    return execFileSync(join(dir, '.ci/judge'), ['prod', approved], {
      cwd: dir,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  }

  const changed =
    'interlock-prod was changed after this deployment was compared with it: start the workflow again';

  it('lets pass what was compared with the template that is deployed', () => {
    expect(judge(sha256('{"a":1}\n'), `echo '{"a":1}'`, 1)).toContain(
      '## interlock-prod: it broadens permissions, and it deletes, replaces or orphans resources',
    );
  });

  it('stops what was compared with another template, risky or not: nobody has seen what it would do', () => {
    expect(() => judge(sha256('{"a":1}\n'), `echo '{"a":2}'`, 1)).toThrow(changed);
    expect(() => judge('', `echo '{"a":2}'`, 1)).toThrow(changed);
  });

  it('lets pass what is deployed already: a smoke test is run again', () => {
    expect(judge(sha256('{"a":1}\n'), `echo '{"a":2}'`, 0)).toContain('neither broader permissions nor');
  });

  it('compares a first deployment with nothing', () => {
    const none = `echo 'Stack with id interlock-prod does not exist' >&2; exit 254`;
    expect(judge(sha256('{}\n'), none, 1)).toContain('it broadens permissions');
  });

  it('stops when what is deployed cannot be read', () => {
    expect(() => judge(sha256('{}\n'), `echo 'AccessDenied' >&2; exit 254`, 0)).toThrow('AccessDenied');
  });
});

describe('.ci/verify', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'interlock-assembly-'));
    mkdirSync(join(dir, 'asset.1'));
    for (const [file, text] of [
      ['manifest.json', '{}'],
      ['asset.1/handler.mjs', 'export const a = 1;'],
      ['.hidden', 'x'],
    ] as const) {
      writeFileSync(join(dir, file), text);
    }
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const run = (script: string, args: readonly string[]) =>
    execFileSync(join(root, script), args, { encoding: 'utf8', stdio: 'pipe' });
  const digest = () =>
    createHash('sha256')
      .update(run('.ci/manifest', [dir]))
      .digest('hex');

  it('passes what was built, wherever it lies', () => {
    const built = digest();
    expect(
      run('.ci/manifest', [dir])
        .split('\n')
        .map((line) => line.slice(66)),
    ).toEqual(['./.hidden', './asset.1/handler.mjs', './manifest.json', '']);
    expect(run('.ci/verify', [dir, built])).toBe('');
  });

  it.each<[string, (file: (path: string) => string) => void]>([
    [
      'a byte of code is changed',
      (file) => writeFileSync(file('asset.1/handler.mjs'), 'export const a = 2;'),
    ],
    ['a file is added', (file) => writeFileSync(file('asset.1/more.mjs'), '')],
    ['a hidden file is added', (file) => writeFileSync(file('asset.1/.more'), '')],
    ['a file is taken away', (file) => rmSync(file('asset.1/handler.mjs'))],
    ['a file is renamed', (file) => renameSync(file('manifest.json'), file('manifest.js'))],
    [
      'two files change places',
      (file) => {
        renameSync(file('.hidden'), file('x'));
        renameSync(file('manifest.json'), file('.hidden'));
        renameSync(file('x'), file('manifest.json'));
      },
    ],
    ['a link is put into it', (file) => symlinkSync('/etc/hostname', file('asset.1/link'))],
  ])('fails when %s', (_what, tamper) => {
    const built = digest();
    tamper((path) => join(dir, path));
    expect(() => run('.ci/verify', [dir, built])).toThrow(/is not what was built|which is no file/);
  });

  it.each(['', 'abc', 'x'.repeat(64)])('fails without a digest: %j', (given) => {
    expect(() => run('.ci/verify', [dir, given])).toThrow('a digest is 64 hexadecimal digits');
  });
});

describe('.ci/verify-provenance', () => {
  it('asks for what deploy.yml signed on main, of that commit', () => {
    const dir = mkdtempSync(join(tmpdir(), 'interlock-gh-'));
    writeFileSync(join(dir, 'gh'), '#!/bin/sh\necho "$*"\n', { mode: 0o755 });
    const env = { PATH: `${dir}${delimiter}${process.env.PATH}`, GITHUB_REPOSITORY: 'acme/interlock' };
    const said = execFileSync(join(root, '.ci/verify-provenance'), ['a.sha256', 'c0ffee'], {
      env,
      encoding: 'utf8',
    });
    rmSync(dir, { recursive: true, force: true });
    expect(said).toBe(
      'attestation verify a.sha256 --repo acme/interlock --signer-workflow acme/interlock/.github/workflows/deploy.yml ' +
        '--source-ref refs/heads/main --source-digest c0ffee --deny-self-hosted-runners\n',
    );
  });
});

describe('.ci/find-build', () => {
  const commit = 'a941ee7d3c8f4b2e9a1c5d6f7081920304a5b6c7';
  let dir: string;

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'interlock-gh-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  /** Runs it beside a `gh` that knows two runs of the commit, of which `kept` still have their cloud assembly. */
  function findBuild(of: string, kept: readonly string[]): string {
    const answers = ['12', '11'].map(
      (run) => `*/runs/${run}/artifacts*) echo ${kept.includes(run) ? 1 : 0};;`,
    );
    const list = `'run list --repo acme/interlock --workflow deploy.yml --branch main --commit ${commit}'*) echo 12; echo 11;;`;
    const script = `#!/bin/sh\ncase "$*" in\n${[list, ...answers].join('\n')}\n*) exit 1;;\nesac\n`;
    writeFileSync(join(dir, 'gh'), script, { mode: 0o755 });
    const env = { PATH: `${dir}${delimiter}${process.env.PATH}`, GITHUB_REPOSITORY: 'acme/interlock' };
    return execFileSync(join(root, '.ci/find-build'), [of], { env, encoding: 'utf8', stdio: 'pipe' });
  }

  it('finds the newest run on main that still has the build', () => {
    expect(findBuild(commit, ['11', '12'])).toBe('12\n');
    expect(findBuild(commit, ['11'])).toBe('11\n');
  });

  it('says where to read on when GitHub has dropped the build', () => {
    expect(() => findBuild(commit, [])).toThrow(
      /no run of deploy\.yml on main has a cloud assembly of a941ee7/,
    );
  });

  it.each(['main', 'a941ee7', `${commit}; true`])('takes no %s for a commit', (of) => {
    expect(() => findBuild(of, ['12'])).toThrow(/a commit is 40 hexadecimal digits/);
  });
});
