import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtureApp } from './fixtures/fixture-template.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

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
