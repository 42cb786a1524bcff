/** `npm start` in this process, with the shop of the fixtures: what a user deletes of the examples changes nothing here. */
import { mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Writable } from 'node:stream';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { root } from '../../lib/build/bundle.ts';
import type { Context } from '../../lib/cli/context.ts';
import { createOperator } from '../../lib/cli/start/create-operator.ts';
import { requestLine } from '../../lib/cli/start/request-line.ts';
import { environments } from '../../lib/environments.ts';
import type { LocalAws } from '../../lib/local/aws/local-aws.ts';
import { start } from '../../lib/local/start.ts';
import { secretName } from '../../lib/names.ts';
import { inEnvironment } from '../../lib/settled.ts';
import {
  shopContracts,
  shopEvents,
  shopIntegrations,
  shopStandIns,
  shopTop,
} from '../fixtures/shop/index.ts';

export interface LocalShop {
  readonly url: string;
  /** What it printed so far. */
  readonly said: () => string;
  readonly aws: LocalAws;
  /** Keys that stand in its secrets: nobody may see them. */
  readonly secrets: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

export interface LocalShopOptions {
  /** Where the shop's `functions` and `contracts` are, from the top of the repository. @default - the fixture itself */
  readonly top?: string;
  /** @default - nothing is kept */
  readonly keepIn?: string;
}

export async function startLocalShop({ top = shopTop, keepIn }: LocalShopOptions = {}): Promise<LocalShop> {
  // Inside the repository, so that the built functions resolve packages as they do elsewhere.
  const outDir = mkdtempSync(join(root, '.interlock-test-'));
  const ending = new AbortController();
  let said = '';
  let onUp: () => void = () => {};
  const up = new Promise<void>((resolve) => {
    onUp = resolve;
  });
  const stdout = new Writable({
    write: (chunk, _encoding, done) => {
      said += chunk;
      if (said.includes('Ctrl-C ends everything')) onUp();
      done();
    },
  });
  const { environment, integrations } = inEnvironment(environments.local, shopIntegrations);
  const context: Context = {
    ...{ root, stdout, stderr: stdout, env: {}, now: Date.now, random: Math.random, isTTY: false },
    stdin: (async function* () {})(),
    randomId: () => crypto.randomUUID(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    signal: ending.signal,
    clients: () => Promise.reject(new Error('the operator has its own')),
    ...{ integrations, events: shopEvents, contracts: shopContracts },
    counts: () => {
      throw new Error('nothing is counted here');
    },
  };
  let found: LocalAws | undefined;
  const ended = start(
    {
      port: 0,
      keepIn,
      replays: [],
      integrations: shopIntegrations,
      contracts: shopStandIns,
      top,
      outDir: basename(outDir),
      operatorOf: (own) => {
        found = own;
        return createOperator(own, environment, context);
      },
      shownLine: (line) => requestLine(line, context),
    },
    context,
  );
  await Promise.race([up, ended]);
  const url = /console +(http:\S+)/.exec(said)?.[1];
  const aws = found;
  if (url === undefined || aws === undefined) throw new Error(`it did not come up: ${said}`);
  return {
    url,
    said: () => said,
    aws,
    secrets: () => secretsIn(aws),
    stop: async () => {
      ending.abort();
      await ended;
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

async function secretsIn(aws: LocalAws): Promise<readonly string[]> {
  const client = new SecretsManagerClient(aws.client);
  const values = await Promise.all(
    shopStandIns.map(async ({ name }) => {
      const { SecretString } = await client.send(
        new GetSecretValueCommand({ SecretId: secretName('local', name) }),
      );
      const { baseUrl: _, ...secret } = JSON.parse(SecretString ?? '{}');
      return Object.values(secret).map(String);
    }),
  );
  return values.flat();
}
