/** `npm run prove:deploy`: see `--help`, options.ts. */
import { OptionsError, readOptions, type Target, usage } from './options.ts';
import { proveOnEmulator } from './prove-on-emulator.ts';
import { proveOnRealAccount } from './prove-on-real-account.ts';

/** On the emulator the whole proof takes about a minute; what hangs is killed before anybody else has to. */
const deadlineMs = { emulator: 225_000, real: 30 * 60_000 } as const;

async function main(): Promise<number> {
  let target: Target | undefined;
  try {
    target = readOptions(process.argv.slice(2), process.env.INTERLOCK_DEPLOY_PROOF);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    process.stderr.write(`error: ${error.message}\n${usage}`);
    return 2;
  }
  if (target === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stopped.abort(new Error(`ended by ${signal}`)));
  }
  const seconds = deadlineMs[target.account] / 1_000;
  const deadline = setTimeout(
    () => stopped.abort(new Error(`not done after ${seconds} s`)),
    deadlineMs[target.account],
  );
  const options = {
    signal: stopped.signal,
    env: process.env,
    say: (line: string) => process.stdout.write(`${line}\n`),
  };
  try {
    const proved =
      target.account === 'real'
        ? proveOnRealAccount(target.id, options)
        : proveOnEmulator({ ...options, plan: target.plan });
    return (await proved) ? 0 : 1;
  } finally {
    clearTimeout(deadline);
  }
}

// Whatever still waits for an answer waits in vain: all that could give one has been ended.
process.exit(await main());
