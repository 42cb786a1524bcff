/** `doctor` as a user calls it, in this repository and in copies of the shop. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { events } from '../../../../functions/events/index.ts';
import { integrations } from '../../../../functions/integrations/index.ts';
import { root } from '../../../../lib/build/bundle.ts';
import { shopRoot } from '../../../fixtures/shop/index.ts';
import { interlock } from '../interlock.ts';

const copies: string[] = [];
afterEach(() => {
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true });
});

/** The shop with more files in it. */
function shopWith(files: Readonly<Record<string, string>>): string {
  const copy = mkdtempSync(join(tmpdir(), 'interlock-doctor-test-'));
  copies.push(copy);
  cpSync(join(shopRoot, 'functions'), join(copy, 'functions'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  return copy;
}

describe('doctor', () => {
  it("finds nothing in this repository that is not its user's own", async () => {
    const around = { context: { root, integrations, events } as object };
    const { findings, looked } = JSON.parse((await interlock(['doctor', '--json'], around)).stdout);
    const isUsers = /^functions\/(?:destinations|events|integrations|mapping)(?:\/|$)/;
    expect(findings.filter(({ file }: { file: string }) => !isUsers.test(file))).toEqual([]);
    expect(looked).toMatchObject({ rules: 16 });
    expect(looked.files).toBeGreaterThan(500);
  });

  it('finds nothing in the shop', async () => {
    expect(await interlock(['doctor'], { context: { root: shopWith({}) } })).toMatchObject({
      code: 0,
      stdout: '',
    });
  });

  it('says, with exit 3, what is wrong where, and what to do', async () => {
    const planted = shopWith({
      'functions/integrations/customer-created-to-wallet/past-it.ts':
        "\nconst got = await fetch('https://api.vendor.com/v1');\n",
      // A test's fixture is not looked at.
      'test/fixtures/key.ts': "const got = await fetch('https://api.vendor.com/v1');\n",
    });
    const { code, stdout, stderr } = await interlock(['doctor'], { context: { root: planted } });
    expect(code).toBe(3);
    expect(
      stdout,
    ).toBe(`functions/integrations/customer-created-to-wallet/past-it.ts:2  address-outside-destination: the address of api.vendor.com stands outside of a destination's declaration
  declare it as the \`baseUrl\` of a destination (its secret's \`baseUrl\` replaces it by environment), and let an operation name the path only (mistake 6: credentials and endpoints in code)
functions/integrations/customer-created-to-wallet/past-it.ts:2  network-call-outside-core: fetch is called outside of functions/core
  describe the request as an operation of a destination: the engine sends it within the limit, under a deadline, and logs what came back (mistake 2: ignoring rate limits)
`);
    expect(stderr).toMatch(/^2 findings: 16 rules/);
  });

  it('says the same as JSON', async () => {
    const planted = shopWith({ 'functions/mapping/past-it.ts': "import 'node:https';\n" });
    const { code, stdout } = await interlock(['doctor', '--json'], { context: { root: planted } });
    expect(code).toBe(3);
    const { findings, looked } = JSON.parse(stdout);
    expect(findings).toEqual([
      {
        rule: 'network-call-outside-core',
        mistake: 2,
        isAdvice: false,
        file: 'functions/mapping/past-it.ts',
        line: 1,
        what: 'node:https is imported outside of functions/core',
        todo: 'describe the request as an operation of a destination: the engine sends it within the limit, under a deadline, and logs what came back',
      },
    ]);
    expect(looked.rules).toBe(16);
  });

  it('reads on where a file does not parse, and where there is nothing in the lists', async () => {
    const planted = shopWith({ 'functions/mapping/broken.ts': "import 'node:https'; const = ;\n" });
    const around = { context: { root: planted, integrations: [], events: [] } };
    expect((await interlock(['doctor', '--json'], around)).code).not.toBe(1);
  });

  it('takes no argument', async () => {
    expect(await interlock(['doctor', 'wallet'])).toMatchObject({ code: 2, stdout: '' });
  });
});
