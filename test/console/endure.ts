/** `npm start` for a long time under events, with an edit of a mapping now and then: what it takes, and how soon edits are live. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { on } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { topicName } from '../../lib/names.ts';
import { shopEvents } from '../fixtures/shop/index.ts';
import { placeShop } from '../fixtures/shop/place-shop.ts';
import { readFeed } from '../lib/local/console/fake-console.ts';
import { copyOfRepository } from '../newcomers/copy-of-repository.ts';

export interface Endured {
  /** Memory of the process, without those of the functions: so many seconds after the first event, MB. */
  readonly memory: readonly { readonly seconds: number; readonly mb: number }[];
  /** From the writing of each edit until a request that was made by it was seen in the console. */
  readonly editsMs: readonly number[];
  readonly published: number;
  readonly delivered: number;
  /** What was left of it after npm was told to end, as `ps` names it. */
  readonly leftRunning: readonly string[];
}

export interface EndureOptions {
  readonly seconds: number;
  readonly perSecond: number;
  readonly edits: number;
  readonly say: (line: string) => void;
}

const mapping = 'functions/mapping/customer-to-wallet.ts';
const company = `m.from('company').orOmit()`;

/** In a copy of the repository with the shop for its lists: what a user deletes of the examples changes nothing here. */
export async function endure(options: EndureOptions): Promise<Endured> {
  const { seconds, perSecond, edits, say } = options;
  const copy = copyOfRepository('start');
  placeShop(copy.root);
  playShop(copy.root);
  // A group of its own, so that whatever is left of it is found.
  const npm = spawn('npm', ['start', '--', '--port', '0', '--json'], {
    cwd: copy.root,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let isOver = false;
  try {
    const { console: url, endpoint } = await addressesOf(npm);
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
    const feed = listen(url, () => isOver);
    const publish = async () => {
      while (now() < seconds) {
        await sns.send(new PublishCommand({ TopicArn: topic, Message: messageOf(published) }));
        published += 1;
        // Evenly: whoever waits for the next event does not wait for the next second.
        await sleep(Math.max(0, (published / perSecond - now()) * 1_000));
      }
    };
    const watch = async () => {
      while (now() < seconds) {
        memory.push({ seconds: Math.round(now()), mb: memoryOf(npm) });
        say(`${memory.at(-1)?.seconds} s: ${memory.at(-1)?.mb} MB, ${published} events`);
        await sleep(15_000);
      }
    };
    const edit = async () => {
      const path = join(copy.root, mapping);
      const before = readFileSync(path, 'utf8');
      for (let n = 1; n <= edits; n += 1) {
        await sleep((seconds * 1_000) / (edits + 1));
        // No character that a form writes otherwise.
        writeFileSync(path, before.replace(company, `m.derive(['company'], () => 'edit-${n}')`));
        const wroteMs = performance.now();
        feed.takeNew();
        for (let last = ''; !last.includes(`edit-${n}`); await sleep(50)) {
          if (performance.now() - wroteMs > 60_000)
            throw new Error(`edit ${n} was not live after a minute: ${last}`);
          // Each is asked for once: a person does not click a hundred times a second.
          const details = await detailsOf(url, feed.takeNew());
          last = details.find((text) => text.includes(`edit-${n}`)) ?? details.at(-1) ?? last;
        }
        editsMs.push(Math.round(performance.now() - wroteMs));
        say(`edit ${n} was live after ${editsMs.at(-1)} ms`);
      }
    };
    await Promise.all([publish(), watch(), edit()]);
    isOver = true;
    await feed.ended;
    const delivered = await deliveredBy(url);
    npm.kill('SIGTERM');
    // npm ends at once; what it started sees that within a second, and has five to end.
    for (let waitedMs = 0; waitedMs < 10_000 && processesOf(npm).length > 0; waitedMs += 100)
      await sleep(100);
    return { memory, editsMs, published, delivered, leftRunning: processesOf(npm).map(({ args }) => args) };
  } finally {
    isOver = true;
    for (const { pid } of processesOf(npm)) process.kill(pid, 'SIGKILL');
    copy.remove();
  }
}

/** The stand-ins of the shop, in the place of those that are listed. */
function playShop(copy: string): void {
  const path = join(copy, 'lib/local/stand-ins/index.ts');
  const list = /(export const contracts: readonly Contract\[\] = )\[([^\]]*)\]/;
  const before = readFileSync(path, 'utf8');
  const listed = (list.exec(before)?.[2] ?? '').split(',').map((name) => name.trim());
  const kept = before
    .split('\n')
    .filter((line) => !listed.some((name) => line.startsWith(`import { ${name} }`)));
  const after = kept.join('\n').replace(list, '$1standIns');
  writeFileSync(path, `import { standIns } from './shop.ts';\n${after}`);
}

/** What it prints when it is up, below what npm prints. Rejects when it ends before. */
async function addressesOf({ stdout }: ChildProcess): Promise<{ console: string; endpoint: string }> {
  if (stdout === null) throw new Error('npm was not found');
  // Closing the lines would close what they are read of, and it must be able to go on writing.
  const lines = createInterface({ input: stdout });
  for await (const [line] of on(lines, 'line', { close: ['close'] })) {
    if (!String(line).startsWith('{')) continue;
    lines.on('line', () => {});
    return JSON.parse(String(line));
  }
  throw new Error('it did not come up');
}

const topic = `arn:aws:sns:us-east-1:000000000000:${topicName('local')}`;

/** Customers and payments in turn: together inside the limits of all three. */
function messageOf(n: number): string {
  const { type, example } = shopEvents[n % shopEvents.length] ?? {};
  const subject = `${100_000 + n}`;
  const own =
    type === 'payment.requested'
      ? { paymentId: `p${subject}` }
      : { customerId: Number(subject), email: `c${subject}@example.com` };
  const data = { ...(example as object), ...own };
  const event = { specversion: '1.0', id: `e${subject}`, source: 'urn:example:endure', type, subject };
  return JSON.stringify({ ...event, time: new Date().toISOString(), data });
}

/** All that belong to its group, itself included. */
const processesOf = ({ pid }: ChildProcess) =>
  execFileSync('ps', ['-eo', 'pgid=,pid=,rss=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, group, own, kb, stat = '', args = ''] =
        /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)/.exec(line) ?? [];
      // One that has ended and was not asked for yet runs no more.
      return Number(group) !== pid || stat.startsWith('Z')
        ? []
        : [{ pid: Number(own), mb: Number(kb) / 1_024, args }];
    });

/** Of the one that is the local environment: neither npm, nor its shell, nor a function. */
const memoryOf = (npm: ChildProcess) =>
  Math.round(
    processesOf(npm).find(({ args }) => /^\S*node\S* bin\/interlock\.ts start/.test(args))?.mb ?? Number.NaN,
  );

interface Listed {
  readonly key: string;
  readonly last: { readonly integration: string; readonly outcome: string };
}

/** Keys of deliveries to the wallet that were made since they were last taken, as the feed tells of them, until `isOver`. */
function listen(url: string, isOver: () => boolean) {
  let made: string[] = [];
  let read = 0;
  const ended = readFeed(Number(new URL(url).port), (all) => {
    for (const { event, data } of all.slice(read)) {
      if (event !== 'deliveries') continue;
      const own = (data as readonly Listed[]).filter(
        ({ last }) => last.integration === 'customer-created-to-wallet' && last.outcome === 'delivered',
      );
      made.push(...own.map(({ key }) => key));
    }
    read = all.length;
    return isOver();
  });
  // Whoever waits for it hears of it; until then the environment may have ended.
  ended.catch(() => undefined);
  const takeNew = () => {
    const taken = made;
    made = [];
    return taken;
  };
  return { takeNew, ended };
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
