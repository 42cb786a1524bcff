/** The local environment of a test file: up before its first test, gone after its last. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import {
  type LocalEnvironment,
  type LocalEnvironmentOptions,
  startLocalEnvironment,
} from '../../lib/local/local-environment.ts';
import { shopIntegrations, shopStandIns, shopTop } from '../fixtures/shop/index.ts';
import type { ShopName } from '../fixtures/shop/start.ts';
import { explainFailures } from './explain-failures.ts';
import { createFunctionLog, type FunctionLog } from './function-log.ts';
import { createWaiting, type Until } from './until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface RunningEnvironment {
  readonly aws: LocalEnvironment['aws'];
  readonly standIns: LocalEnvironment<ShopName>['standIns'];
  /** Folder of the cloud assembly. */
  readonly outDir: string;
  /** What its functions wrote, in order. */
  readonly lines: FunctionLog['lines'];
  readonly until: Until;
}

export interface UseOptions
  extends Partial<
    Pick<LocalEnvironmentOptions, 'integrations' | 'contracts' | 'top' | 'limits' | 'settings' | 'onLog'>
  > {
  /** How long the longest of what is waited for may take. @default 45 s: a poll, a cold start, and what a busy machine adds */
  readonly patienceMs?: number;
}

/** Call it where hooks may be: at the top of a file, or in a `describe`. What it returns is there while tests run. */
export function useLocalEnvironment({
  patienceMs = 45_000,
  onLog,
  ...options
}: UseOptions = {}): RunningEnvironment {
  const log = createFunctionLog();
  const { until, current } = createWaiting({ patienceMs, troubles: log.troubles });
  let environment: LocalEnvironment<ShopName> | undefined;
  let outDir = '';
  beforeAll(async () => {
    // Inside the repository, so that the built functions resolve packages as they do elsewhere.
    outDir = mkdtempSync(join(root, '.interlock-test-'));
    const started = await startLocalEnvironment({
      integrations: shopIntegrations,
      contracts: shopStandIns,
      top: shopTop,
      ...options,
      port: 0,
      outDir,
      now: Date.now,
      onLog: (line, functionName) => {
        log.read(line, functionName);
        onLog?.(line, functionName);
      },
    });
    // Whoever names other integrations asks for theirs by their own names.
    environment = started as LocalEnvironment<ShopName>;
  }, 60_000);
  afterAll(async () => {
    await environment?.stop();
    if (outDir !== '') rmSync(outDir, { recursive: true, force: true });
  }, 30_000);
  explainFailures({ troubles: log.troubles, current });
  const running = (): LocalEnvironment<ShopName> => {
    if (environment === undefined) throw new Error('the local environment is not up yet');
    return environment;
  };
  return {
    get aws() {
      return running().aws;
    },
    get standIns() {
      return running().standIns;
    },
    get outDir() {
      return outDir;
    },
    lines: log.lines,
    until,
  };
}
