import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LambdaFunction } from '../../../../lib/local/aws/function.ts';

let dir: string;
let worker: LambdaFunction;
let lines: string[];

/** Folder of code with this body of a handler. */
const code = (body: string, before = '') => {
  const folder = mkdtempSync(join(dir, 'code-'));
  writeFileSync(
    join(folder, 'handler.mjs'),
    `${before}\nexport const handler = async (event) => { ${body} };\n`,
  );
  return folder;
};
/** Says that it has begun, and answers when the file `end` is there. */
const waits = (answer: string) =>
  code(
    `console.log('begun'); while (!existsSync(event.end)) await new Promise((go) => setTimeout(go, 20)); return '${answer}';`,
    `import { existsSync } from 'node:fs';`,
  );

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'interlock-function-'));
  lines = [];
  const definition = {
    name: 'worker',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:worker',
    codeDir: waits('old'),
    handler: 'handler.handler',
    runtime: 'nodejs24.x',
    timeoutMs: 30_000,
    memoryMb: 128,
    logGroup: '/worker',
    logFormat: 'JSON',
    environment: {},
    reservedConcurrency: undefined,
  } as const;
  worker = new LambdaFunction(definition, { onLog: ({ line }) => lines.push(line), now: Date.now });
});

afterEach(async () => {
  await worker.stop();
  rmSync(dir, { recursive: true });
});

const end = () => join(dir, 'end');
const letEnd = () => writeFileSync(end(), '');
const invoke = () => worker.invoke(JSON.stringify({ end: end() }));

describe('new code', () => {
  it('answers the next invocation, while what is under way ends with the code that it began with', async () => {
    const under = invoke();
    await expect.poll(() => lines.some((line) => line.includes('begun'))).toBe(true);

    await worker.replaceCode(code(`return 'new'`));

    expect(await invoke()).toEqual({ ok: true, payload: '"new"' });
    letEnd();
    expect(await under).toEqual({ ok: true, payload: '"old"' });
    // Of the two that are warm by now, one held the old code.
    expect(await Promise.all([invoke(), invoke()])).toEqual([
      { ok: true, payload: '"new"' },
      { ok: true, payload: '"new"' },
    ]);
  });

  it('that does not come up changes nothing, and says what is wrong with it', async () => {
    letEnd();
    await invoke();

    await expect(worker.replaceCode(code('', `throw new TypeError('no such mapping');`))).rejects.toThrow(
      'TypeError: no such mapping',
    );

    expect(await invoke()).toEqual({ ok: true, payload: '"old"' });
    expect(worker.stats).toMatchObject({ invocations: 2, errors: 0, coldStarts: 1 });
  });
});
