/** `npm start` for a long time under events, with an edit of a mapping now and then: what it takes, and how soon edits are live. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { root } from '../../lib/build/bundle.ts';
import { topicName } from '../../lib/names.ts';
import { shopEvents, shopRoot } from '../fixtures/shop/index.ts';
import { readFeed } from '../lib/local/console/fake-console.ts';

export interface Endured {
  /** Memory of the process, without those of the functions: so many seconds after the first event, MB. */
  readonly memory: readonly { readonly seconds: number; readonly mb: number }[];
  /** From the writing of each edit until a request was made by it. */
  readonly editsMs: readonly number[];
  readonly published: number;
  readonly delivered: number;
}

export interface EndureOptions {
  readonly seconds: number;
  readonly perSecond: number;
  readonly edits: number;
  readonly say: (line: string) => void;
}

const mapping = 'functions/mapping/customer-to-wallet.ts';
const company = `m.from('company').orOmit()`;

export async function endure(options: EndureOptions): Promise<Endured> {
  const { seconds, perSecond, edits, say } = options;
  // As deep as the fixture: its modules name those of the repository by their way up.
  const dir = mkdtempSync(join(root, '.interlock-test-'));
  const copy = join(dir, 'a', 'shop');
  cpSync(shopRoot, copy, { recursive: true });
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('serve-shop.ts', import.meta.url)), `${relative(root, copy)}/`],
    { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { url, endpoint } = JSON.parse(String(line)) as { url: string; endpoint: string };
    const sns = new SNSClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
    });
    const startedMs = performance.now();
    const now = () => (performance.now() - startedMs) / 1_000;
    const memory: { seconds: number; mb: number }[] = [];
    const editsMs: number[] = [];
    let published = 0;
    let isOver = false;
    const feed = listen(url, () => isOver);
    const publish = async () => {
      while (now() < seconds) {
        await sns.send(
          new PublishBatchCommand({
            TopicArn: topic,
            PublishBatchRequestEntries: batch(published, perSecond),
          }),
        );
        published += perSecond;
        await sleep(Math.max(0, (published / perSecond - now()) * 1_000));
      }
    };
    const watch = async () => {
      while (now() < seconds) {
        memory.push({ seconds: Math.round(now()), mb: memoryOf(child) });
        say(`${memory.at(-1)?.seconds} s: ${memory.at(-1)?.mb} MB, ${published} events`);
        await sleep(15_000);
      }
    };
    const edit = async () => {
      const path = join(copy, mapping);
      const before = readFileSync(path, 'utf8');
      for (let n = 1; n <= edits; n += 1) {
        await sleep((seconds * 1_000) / (edits + 1));
        writeFileSync(path, before.replace(company, `m.derive(['company'], () => 'edit ${n}')`));
        const wroteMs = performance.now();
        while (!(await detailsOf(url, feed.newest)).some((text) => text.includes(`edit+${n}`))) {
          if (performance.now() - wroteMs > 60_000)
            throw new Error(
              `edit ${n} was not live after a minute: ${(await detailsOf(url, feed.newest)).at(-1)}`,
            );
          await sleep(50);
        }
        editsMs.push(Math.round(performance.now() - wroteMs));
        say(`edit ${n} was live after ${editsMs.at(-1)} ms`);
      }
    };
    await Promise.all([publish(), watch(), edit()]);
    isOver = true;
    await feed.ended;
    return { memory, editsMs, published, delivered: await deliveredBy(url) };
  } finally {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'exit');
    rmSync(dir, { recursive: true, force: true });
  }
}

const topic = `arn:aws:sns:us-east-1:000000000000:${topicName('local')}`;

/** Customers and payments in turn: together inside the limits of all three. */
const batch = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => {
    const { type, example } = shopEvents[(from + n) % shopEvents.length] ?? {};
    const subject = `${100_000 + from + n}`;
    const data = { ...(example as object), customerId: Number(subject), email: `c${subject}@example.com` };
    const own = type === 'payment.requested' ? { ...(example as object), paymentId: `p${subject}` } : data;
    const event = { specversion: '1.0', id: `e${subject}`, source: 'urn:example:endure', type, subject };
    return { Id: `${n}`, Message: JSON.stringify({ ...event, time: new Date().toISOString(), data: own }) };
  });

const memoryOf = ({ pid }: ChildProcess) =>
  Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' })) / 1_024);

interface Listed {
  readonly key: string;
  readonly last: { readonly integration: string };
}

/** Keys of the newest deliveries to the wallet, as the feed tells of them, until `isOver`. */
function listen(url: string, isOver: () => boolean) {
  const newest: string[] = [];
  let read = 0;
  const ended = readFeed(Number(new URL(url).port), (all) => {
    for (const { event, data } of all.slice(read)) {
      if (event === 'state') continue;
      const own = (data as readonly Listed[]).filter(
        ({ last }) => last.integration === 'customer-created-to-wallet',
      );
      newest.push(...own.map(({ key }) => key));
      newest.splice(0, Math.max(0, newest.length - 5));
    }
    read = all.length;
    return isOver();
  });
  return { newest, ended };
}

/** All that the console tells of these deliveries, requests included. */
const detailsOf = (url: string, keys: readonly string[]): Promise<readonly string[]> =>
  Promise.all(
    keys.map(async (key) => (await fetch(`${url}/api/delivery?key=${encodeURIComponent(key)}`)).text()),
  );

async function deliveredBy(url: string): Promise<number> {
  const events = await readFeed(Number(new URL(url).port), (all) =>
    all.some(({ event }) => event === 'state'),
  );
  const state = events.find(({ event }) => event === 'state')?.data as {
    readonly status: { readonly delivered: Readonly<Record<string, number>> };
  };
  return Object.values(state.status.delivered).reduce((sum, count) => sum + count, 0);
}
