/** What `npm run prove:deploy` is told: where to deploy to. */
import { parseArgs } from 'node:util';

export type Target =
  | { readonly account: 'emulator'; readonly plan: 'few' | 'many' }
  | { readonly account: 'real'; readonly id: string };

export const usage = `Usage: npm run prove:deploy [-- --many | --account real --confirm <account id>]

Deploys Interlock as a user does, operates it by its own command line, and looks what came of it.

Without flags: to an AWS emulator on 127.0.0.1 (MiniStack, from PyPI, in a virtualenv that is thrown away), for dev and
staging side by side. IAM is enforced, TLS is spoken, functions run as processes; stand-ins take the place of the third
parties at their real names. docs/decisions/deploy-proof.md says what is changed for the emulator, and what it cannot
prove. Needs Python 3.11 to 3.14 with venv and pip, and takes under four minutes.

--many
  24 made-up integrations instead, as many as one template holds: deployed and destroyed, nothing is sent.

--account real --confirm <account id>   (or INTERLOCK_DEPLOY_PROOF=real with --confirm)
  To the AWS account that your credentials and your region belong to, bootstrapped already; nothing is changed for it.
  interlock-dev is deployed, changed and destroyed again; the proof refuses to start when the account has one. It costs
  cents. Stand-ins on this machine cannot be reached from Lambda, so that deliveries are not looked at: what is looked
  at is that it deploys, that a refused key parks the destination (one request with a made-up key goes to Stripe), that
  an invalid event becomes a dead letter, that the log has both, that a change replaces and resumes nothing, and that
  all is gone at the end.
  staging keeps its data when it is destroyed, so it is left out.
`;

export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

/**
 * Returns `undefined` when help was asked for. Throws `OptionsError` when a real account is not confirmed by its id:
 * what follows makes and destroys things in it.
 * @param mode value of INTERLOCK_DEPLOY_PROOF
 */
export function readOptions(args: readonly string[], mode: string | undefined): Target | undefined {
  const { account, confirm, help, many = false } = parse(args);
  if (help) return undefined;
  const chosen = account ?? mode ?? 'emulator';
  if (chosen === 'emulator') {
    if (confirm === undefined) return { account: 'emulator', plan: many ? 'many' : 'few' };
    throw new OptionsError('--confirm goes with --account real');
  }
  if (chosen !== 'real') throw new OptionsError(`there is no account "${chosen}": emulator or real`);
  if (many) throw new OptionsError('--many goes with the emulator');
  if (confirm === undefined || !/^\d{12}$/.test(confirm)) {
    throw new OptionsError('a real account has to be confirmed by its twelve digits: --confirm <account id>');
  }
  return { account: 'real', id: confirm };
}

function parse(args: readonly string[]) {
  const options = {
    account: { type: 'string' },
    confirm: { type: 'string' },
    many: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new OptionsError((error as Error).message);
  }
}
