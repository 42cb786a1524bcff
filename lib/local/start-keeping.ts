/** Keeps what the local environment holds over restarts: reads it at the start, and writes it while it runs and at the end. */
import { secretName } from '../names.ts';
import type { KeptState } from './aws/kept-state.ts';
import type { LocalAws } from './aws/local-aws.ts';
import { type Kept, readKept, writeKept } from './kept-file.ts';
import type { StandIns } from './stand-ins/index.ts';

export interface Before {
  /** `undefined`: nothing was kept. */
  readonly aws: KeptState | undefined;
  /** What each stand-in takes. */
  readonly apiKeys: Readonly<Record<string, string>>;
}

/**
 * What an earlier run left. A secret that nobody changed since a stand-in wrote it is left out: the stand-in may have another
 * address by now. Throws `KeptFileError`.
 */
export async function readBefore(path: string | undefined): Promise<Before> {
  const kept = path === undefined ? undefined : await readKept(path);
  if (kept === undefined) return { aws: undefined, apiKeys: {} };
  const standIns = Object.entries(kept.standIns);
  const untouched = standIns.map(([name, { secret }]) => [secretName('local', name), secret] as const);
  const secrets = Object.entries(kept.aws.secrets).filter(
    ([name, text]) => !untouched.some(([own, secret]) => own === name && secret === text),
  );
  return {
    aws: { ...kept.aws, secrets: Object.fromEntries(secrets) },
    apiKeys: Object.fromEntries(standIns.map(([name, { apiKey }]) => [name, apiKey])),
  };
}

/** What a crash of the machine may cost; reading and writing a full ledger takes a second. */
const everyMs = 60_000;

export interface Keeping {
  /** Writes what is there at the end. */
  readonly keep: (state: KeptState) => Promise<void>;
  /** Writes no more by itself. */
  readonly stop: () => void;
}

/** @param say told of what was not kept */
export function startKeeping(
  path: string,
  aws: LocalAws,
  standIns: StandIns,
  say: (line: string) => void,
): Keeping {
  const keep = async (state: KeptState) => {
    const left = await writeKept(path, { version: 1, aws: state, standIns: keysOf(standIns) });
    if (left > 0) say(`${path} has no room for the newest ${left} messages: they are lost with this run`);
  };
  const timer = setInterval(() => {
    aws
      .readState()
      .then(keep)
      .catch((error: unknown) => say(`nothing was kept: ${error instanceof Error ? error.message : error}`));
  }, everyMs);
  return { keep, stop: () => clearInterval(timer) };
}

const keysOf = (standIns: StandIns): Kept['standIns'] =>
  Object.fromEntries(
    Object.values(standIns).map(({ name, secret, apiKey }) => [
      name,
      { apiKey: apiKey(), secret: JSON.stringify(secret) },
    ]),
  );
