import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnyIntegration } from '../../../../functions/core/declare/integration.ts';
import { parseRecording } from '../../../../lib/contract/recording/recording-json.ts';
import { shopIntegrations } from '../../../../test/fixtures/shop/index.ts';
import { startShop } from '../../../../test/fixtures/shop/start.ts';
import { interlock, nowMs } from '../interlock.ts';
import { type Probing, startProbing } from '../probing.ts';

let probing: Probing;
beforeEach(async () => {
  probing = await startProbing();
});
afterEach(() => probing.stop());

const run: Probing['run'] = (...args) => probing.run(...args);

/** Passes on what the stand-in answers, with the key as fields, kinds and headers of it. */
async function startEcho(to: string, key: string) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
    const answer = await fetch(`${to}${request.url}`, {
      method: request.method ?? '',
      headers: headers as Record<string, string>,
      ...body,
    });
    const text = await answer.text();
    const said = text.startsWith('{')
      ? {
          ...JSON.parse(text),
          [key]: 1,
          type: key,
          [key.slice(3, 12)]: { [`is_${key}`]: key },
          kind: key.slice(5, 13),
        }
      : undefined;
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'text/plain',
      'x-request-id': key,
      [`x-${key}-ratelimit`]: '5',
    });
    response.end(said === undefined ? text : JSON.stringify(said));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

describe('probe', () => {
  it('asks who has a contract before an integration uses it, and tells who operates it that nobody does', async () => {
    const used = shopIntegrations.filter(({ operation }) => operation.destination.name !== 'gazette');
    const integrations = used as unknown as readonly AnyIntegration[];
    const { standIns, aws, root } = probing;
    const context = { integrations, root, now: () => nowMs };
    const run = (...args: readonly string[]) => interlock(args, { endpoint: aws.endpoint, context });
    const { code, stdout } = await run('probe', 'gazette');
    expect([code, stdout]).toEqual([3, expect.stringContaining('gazette')]);
    expect(standIns.gazette.journal.arrivalsCount).toBeGreaterThan(0);
    expect(await run('park', 'gazette')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no integration uses gazette'),
    });
  });

  it('says that there is nothing to compare with, and records what it saw when it is told to', async () => {
    const before = await run('helpdesk', '--write');
    expect(before.code).toBe(3);
    expect(before.stdout).toContain('contracts/helpdesk.lock.json is not there: nothing to compare with');
    const update = await run('helpdesk', '--write', '--update');
    expect([update.code, update.stdout.split('\n').at(-2)]).toEqual([
      0,
      'contracts/helpdesk.lock.json is written',
    ]);
    const after = await run('helpdesk', '--write');
    expect([after.code, after.stdout.split('\n').at(-2)]).toEqual([0, '  no difference']);
  });

  it('only reads unless it is told to write, and removes what it made', async () => {
    await run('wallet');
    expect(probing.standIns.wallet.journal.effects).toEqual([]);
    await run('wallet', '--write');
    const entities = probing.standIns.wallet.journal.entities.map(({ kind, value }) => [kind, value.status]);
    // A payment intent cannot be deleted.
    expect(new Set(entities.map(String))).toEqual(new Set(['payment_intent,canceled']));
  });

  it('is refused where the environment does not allow that things are made', async () => {
    const { code, stderr } = await run('wallet', '--write', '--env', 'prod');
    expect([code, stderr]).toEqual([
      1,
      'error: prod does not allow --write, which makes things at wallet: probe with it in dev; lib/environments.ts decides\n',
    ]);
  });

  it('calls nothing but the hosts of the destination outside of local', async () => {
    const { code, stderr } = await run('wallet', '--env', 'dev');
    expect(code).toBe(1);
    expect(stderr).toContain('baseUrl must be https on one of api.wallet.example');
    expect(probing.standIns.wallet.journal.arrivalsCount).toBe(0);
  });

  it('finds a refused key, and records nothing then', async () => {
    probing.standIns.wallet.setApiKey('sk_test_another');
    const { code, stdout } = await run('wallet');
    expect(code).toBe(3);
    expect(stdout).toContain('authenticated, probe: CREDENTIALS_REJECTED (HTTP 401)');
    const update = await run('wallet', '--update');
    expect([update.code, update.stderr.split('\n').at(-2)]).toEqual([
      1,
      'error: nothing was recorded, the probe has gaps: authenticated, probe: CREDENTIALS_REJECTED (HTTP 401); probe again',
    ]);
  });

  it('names what it left behind even when nothing may be recorded', async () => {
    probing.standIns.helpdesk.faults.add([{ kind: 'error-500', times: 50, match: { path: '/contacts/' } }]);
    const { code, stdout, stderr } = await run('helpdesk', '--write', '--update');
    expect([code, stderr.split('\n').at(-2)]).toEqual([1, expect.stringContaining('nothing was recorded')]);
    expect(stdout).toMatch(/Left behind\n {2}create-contact: [0-9a-f]{24} \(/);
  });

  it('never shows the key, in no form of output and not in the lock', async () => {
    const apiKey = String(probing.standIns.wallet.secret.apiKey);
    const outputs = [
      await run('wallet', '--write', '--json'),
      await run('wallet', '--write', '--update'),
    ].map(({ stdout, stderr }) => stdout + stderr);
    outputs.push(await readFile(probing.lockPath('wallet'), 'utf8'));
    for (const output of outputs) {
      expect(output).not.toContain(apiKey);
      expect(output).not.toContain(apiKey.slice(-12));
    }
  });

  it('writes and prints no piece of the key of a third party that puts it into names of fields and kinds', async () => {
    const word = 'SuperSecretTokenValue';
    const { helpdesk } = probing.standIns;
    helpdesk.setApiKey(word);
    const echo = await startEcho(helpdesk.url, word);
    probing.aws.secrets.set('interlock/local/helpdesk', JSON.stringify({ apiKey: word, baseUrl: echo.url }));
    const ran = [
      await run('helpdesk', '--write', '--update', '--record'),
      await run('helpdesk', '--write', '--json'),
      await run('helpdesk', '--write'),
    ];
    await echo.close();
    expect(ran[0]?.stdout).toContain('contracts/helpdesk.lock.json is written');
    expect(ran[0]?.stdout).toContain('contracts/recordings/helpdesk.json is written');
    const all = [
      ...ran.flatMap(({ stdout, stderr }) => [stdout, stderr]),
      await readFile(probing.lockPath('helpdesk'), 'utf8'),
      await readFile(join(probing.root, 'contracts/recordings/helpdesk.json'), 'utf8'),
    ];
    const pieces = Array.from({ length: word.length - 5 }, (_, at) => word.slice(at, at + 6).toLowerCase());
    const shown = pieces.filter(
      (piece) => piece !== 'secret' && all.join('\n').toLowerCase().includes(piece),
    );
    expect(shown).toEqual([]);
  });

  it("does not put a stand-in's word in the place of the third party's", async () => {
    await run('gazette', '--write', '--update');
    const text = await readFile(probing.lockPath('gazette'), 'utf8');
    await writeFile(probing.lockPath('gazette'), text.replace('"from": "stand-in"', '"from": "live"'));
    const { code, stderr } = await run('gazette', '--write', '--update');
    expect(code).toBe(1);
    expect(stderr).toContain("contracts/gazette.lock.json is the third party's word (live)");
  });

  it('keeps what it did not ask this time', async () => {
    await run('helpdesk', '--write', '--update');
    await run('helpdesk', '--update');
    const { operations } = JSON.parse(await readFile(probing.lockPath('helpdesk'), 'utf8'));
    expect(Object.keys(operations)).toEqual([
      'create-contact',
      'create-contact follow-up',
      'create-contact lookup',
      'list-contacts',
      'probe',
    ]);
  });

  it('names a lock that cannot be read', async () => {
    await run('wallet', '--update');
    await writeFile(probing.lockPath('wallet'), '{"lockVersion":2}');
    const { code, stderr } = await run('wallet');
    expect(code).toBe(1);
    expect(stderr).toContain('contracts/wallet.lock.json: ');
    expect(stderr).toContain('record it anew: npm run interlock -- probe');
  });

  it('tells a program the same', async () => {
    await run('helpdesk', '--write', '--update');
    const { code, stdout } = await run('helpdesk', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      destination: 'helpdesk',
      environment: 'local',
      isProven: true,
      differences: [],
      troubles: [],
      leftBehind: [],
      written: null,
      headers: { 'x-ratelimit-limit': 1_666, 'x-request-id': null },
    });
  });

  it('keeps what was said with every value made up, for a stand-in to say again', async () => {
    const { stdout } = await run('helpdesk', '--write', '--record');
    expect(stdout).toContain('contracts/recordings/helpdesk.json is written; every value in it is made up');
    const path = join(probing.root, 'contracts/recordings/helpdesk.json');
    const text = await readFile(path, 'utf8');
    expect(text).not.toContain('interlock-probe-0');
    expect(text).not.toContain(probing.standIns.helpdesk.secret.apiKey);

    const replaying = await startShop({ now: () => nowMs, replays: [parseRecording(text)] });
    probing.aws.secrets.set('interlock/local/helpdesk', JSON.stringify(replaying.helpdesk.secret));
    const { exchanges } = parseRecording(text);
    const again = await fetch(`${replaying.helpdesk.url}/me`, {
      headers: { authorization: `Bearer ${replaying.helpdesk.secret.apiKey}` },
    });
    expect({ json: await again.json() }).toEqual(exchanges[0]?.response.body);
    await Promise.all(Object.values(replaying).map((standIn) => standIn.stop()));
  });

  it("names what the third party's document does not say", async () => {
    const document = fileURLToPath(
      new URL('../../../fixtures/openapi/intercom-2.16-excerpt.yaml', import.meta.url),
    );
    const { code, stdout } = await run('helpdesk', '--write', '--openapi', document);
    expect(code).toBe(3);
    expect(stdout).toContain(
      'POST /contacts answered 409, which the document does not list (it lists 200, 401)',
    );
  });

  it("writes a page for the third party's support, without a value and without the key", async () => {
    const document = fileURLToPath(
      new URL('../../../fixtures/openapi/intercom-2.16-excerpt.yaml', import.meta.url),
    );
    const { stdout } = await run('helpdesk', '--write', '--report', '--openapi', document);
    expect(stdout).toContain('contracts/reports/helpdesk.md is written; no value and no secret is in it');
    const [page, html] = await Promise.all(
      ['md', 'html'].map((kind) =>
        readFile(join(probing.root, `contracts/reports/helpdesk.${kind}`), 'utf8'),
      ),
    );
    expect(page).toContain('# helpdesk: what its API really does');
    expect(page).toContain('| create again | POST /contacts | 409 | terminal: conflict | conflict |');
    expect(page).toContain('- x-ratelimit-limit: 1666');
    expect(page).toContain('POST /contacts answered 409, which the document does not list');
    expect(page).toMatch(/\| PUT \/contacts\/\{contact\\_id\} \| 4 \| \d+ \| \d+ \|/);
    expect(html).toContain('<td>create again</td><td>POST /contacts</td><td>409</td>');
    expect(html).toContain('@page');
    for (const text of [page, html]) {
      expect(text).not.toContain(probing.standIns.helpdesk.secret.apiKey);
      expect(text).not.toContain('interlock-probe-');
      expect(text).not.toContain('@example');
    }
  });

  it("keeps to a stand-in's name what a server of this machine says, wherever it was scaffolded from", async () => {
    await run('wallet', '--update');
    expect(JSON.parse(await readFile(probing.lockPath('wallet'), 'utf8')).recorded.from).toBe('stand-in');
  });

  it('says that a lock has no verdicts yet, and what records them', async () => {
    await run('wallet', '--write', '--update');
    const lock = JSON.parse(await readFile(probing.lockPath('wallet'), 'utf8'));
    for (const operation of Object.values(lock.operations) as { checks?: object; samples?: object }[]) {
      delete operation.checks;
      delete operation.samples;
    }
    await writeFile(probing.lockPath('wallet'), JSON.stringify({ ...lock, lockVersion: 1 }));
    const { code, stdout } = await run('wallet', '--write');
    expect([code, stdout]).toEqual([
      3,
      expect.stringContaining(
        'it was recorded before verdicts were kept (lockVersion 1): --update records what each check comes to',
      ),
    ]);
    expect((await run('wallet', '--write', '--update')).code).toBe(0);
    expect((await run('wallet', '--write')).code).toBe(0);
  });

  it('asks nothing when the document cannot be read', async () => {
    const { code, stderr } = await run('helpdesk', '--openapi', 'nowhere.yaml');
    expect([code, probing.standIns.helpdesk.journal.arrivalsCount]).toEqual([1, 0]);
    expect(stderr).toContain('nowhere.yaml: cannot be read (ENOENT)');
  });
});

describe('start', () => {
  it('says how to make the recording that it should play and that is not there', async () => {
    const { code, stderr } = await interlock(['start', '--replay', 'gazette'], {
      context: { root: probing.root },
    });
    expect([code, stderr]).toEqual([
      1,
      'error: contracts/recordings/gazette.json is not there: npm run interlock -- probe gazette --write --record\n',
    ]);
  });
});
