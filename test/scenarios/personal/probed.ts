/** What a probe leaves in the repository and on the terminal, of a third party that says what it knows in all its answers. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareLocks } from '../../../functions/core/contract/lock/compare-locks.ts';
import { printLock } from '../../../functions/core/contract/lock/lock-json.ts';
import { lockOf } from '../../../functions/core/contract/probe/lock-of.ts';
import { runChecks } from '../../../functions/core/contract/probe/run-checks.ts';
import { declareContract, probed } from '../../../functions/core/declare/contract.ts';
import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import { createPacedSend } from '../../../functions/core/pace/paced-send.ts';
import { generalDisclosure } from '../../../functions/core/redact/event-disclosure.ts';
import { createRedactor } from '../../../functions/core/redact/redactor.ts';
import { probeJson, reportProbe } from '../../../lib/cli/probe/report-probe.ts';
import { recordingOf } from '../../../lib/contract/recording/recording.ts';
import { printRecording } from '../../../lib/contract/recording/recording-json.ts';
import { writeReport } from '../../../lib/contract/report/report-file.ts';
import { orderPlacedToShop, type ShopOrder, shop } from './order-integration.ts';

const { operation } = orderPlacedToShop;
const again = (input: ShopOrder, changes: object) => {
  const request = operation.request(input);
  const { value } = request.body as { readonly value: object };
  return { ...request, body: { encoding: 'json' as const, value: { ...value, ...changes } } };
};

const contract = declareContract({
  destination: shop,
  maps: [],
  list: {
    name: 'list-members',
    of: operation.name,
    request: { method: 'GET', path: '/members', query: { limit: '1' } },
    largest: { method: 'GET', path: '/members', query: { limit: '100' } },
    nextAt: '$.next',
    firstId: () => undefined,
    next: () => undefined,
  },
  operations: [
    probed<ShopOrder>({
      operation,
      paths: { request: '/lists/{list}/members/{id}' },
      distinct: (input, token) => ({ ...input, email: `${token}@example.com` }),
      withUnknown: (input) => again(input, { interlockProbe: 'nobody knows it' }),
    }),
  ],
});

/** By where, all of it. `apiKey` is in the secret. */
export async function probedRemains(apiKey: string, baseUrl: string): Promise<ReadonlyMap<string, string>> {
  const now = Date.now;
  const redactor = createRedactor();
  redactor.addSecret(apiKey);
  const credentials = { apiKey, baseUrl };
  let ids = 0;
  const run = await runChecks({
    declaration: contract,
    integrations: [orderPlacedToShop],
    credentials,
    send: createPacedSend({
      reserve: async () => now(),
      hold: async () => {},
      send: createSendHttp({ allowPrivateAddresses: true, now }),
      permitWaitMsMax: 1_000,
      now,
      monotonicMs: now,
      sleep: async () => {},
    }),
    redact: redactor.secrets,
    now,
    random: () => 0,
    randomId: () => {
      ids += 1;
      return `${ids}`.padStart(16, '0');
    },
    writes: true,
    wrongKey: true,
    samples: 1,
    allowPrivateAddresses: true,
  });
  const about = {
    declaration: contract,
    origin: 'sandbox',
    host: new URL(baseUrl).host,
    nowMs: now(),
  } as const;
  const observed = lockOf(run, about);
  const found = {
    environment: 'dev',
    destination: 'shop',
    recorded: observed,
    // What the probe itself made has to be found again, by whatever the third party calls it.
    probed: { run: { ...run, leftBehind: [] }, observed },
    broken: [],
    differences: [...run.differences, ...compareLocks({ ...observed, operations: new Map() }, observed)],
    findings: undefined,
    tell: generalDisclosure(redactor),
    redact: redactor.secrets,
    written: observed,
    recording: 'contracts/recordings/shop.json',
    pages: [],
  };
  const root = await mkdtemp(join(tmpdir(), 'probed-'));
  try {
    const pages = await writeReport(root, { ...found, run, observed });
    const texts = await Promise.all(pages.map((page) => readFile(join(root, page), 'utf8')));
    return new Map([
      ['lock', printLock(observed)],
      ['recording', printRecording(recordingOf(run.exchanges, about))],
      ['report', texts.join('\n')],
      [
        'output of probe',
        `${printed((context) => reportProbe(found, context))}\n${JSON.stringify(probeJson(found))}`,
      ],
    ]);
  } finally {
    await rm(root, { recursive: true });
  }
}

function printed(report: (context: Parameters<typeof reportProbe>[1]) => void): string {
  let text = '';
  const stdout = {
    write: (part: string) => {
      text += part;
      return true;
    },
  };
  report({ stdout, stderr: stdout, isTTY: false, env: {} } as never);
  return text;
}
