/** Asks a third party everything that its declaration says, and keeps the answers. Decides nothing about them. */

import type { ContractDeclaration } from '../../declare/contract.ts';
import type { AnyIntegration } from '../../declare/integration.ts';
import { encodeRequest } from '../../http/request.ts';
import { wrongApiKey } from './broken-requests.ts';
import { type ConversationOptions, converse, NoPermitError, type Question } from './conversation.ts';
import { listPages } from './list-pages.ts';
import { fixturesOf } from './probe-inputs.ts';
import { type CheckRun, ProbeRecorder } from './probe-recorder.ts';
import { breakEachWay, lookUpNothing, makeTwice, removeMade } from './try-operation.ts';

export interface CheckOptions extends Omit<ConversationOptions, 'waitMsMax'> {
  /** Whose mappers make the inputs. */
  readonly integrations: readonly AnyIntegration[];
  readonly randomId: () => string;
  /** Whether things may be made at the third party. Without, only what cannot make anything is asked. */
  readonly writes: boolean;
  /** Whether the call is also made with a wrong key. Every day, that would look like an attack. */
  readonly wrongKey: boolean;
  /** How often each valid request is made: what comes and goes shows in several answers only. */
  readonly samples: number;
}

/** As long as a permit may be off; a budget for the day that is used up is not waited for. */
const waitMsMax = 60_000;

/**
 * Never rejects for what a third party does. Until something was asked it throws `ConfigError` when the secret's address
 * must not be called, and what `reserve` throws; after that whoever asked has to hear what was made, so that whatever
 * goes wrong is a trouble among the others.
 */
export async function runChecks(options: CheckOptions): Promise<CheckRun> {
  const { operations, list } = options.declaration;
  const notebook = new ProbeRecorder(converse({ ...options, waitMsMax }));
  try {
    if (!(await authenticate(notebook, options))) return notebook;
    for (const one of operations) await tryOperation(notebook, one, options);
    if (list !== undefined) await listPages(notebook, list, options.writes);
    // Where it lists things, it tells more of them once there are some.
    if (options.writes) await notebook.put(authentication(options.declaration));
  } catch (error) {
    const isOfNoPermit = error instanceof NoPermitError;
    if (notebook.exchanges.length === 0 && !isOfNoPermit) throw error;
    // Of others the name only: what an SDK says may quote what was sent.
    const reason = isOfNoPermit ? error.message : `broken off (${(error as Error).name})`;
    notebook.troubles.push({ check: isOfNoPermit ? 'permit' : 'probe', operation: 'probe', reason });
  } finally {
    // What was made goes, whatever went wrong after it was made.
    for (const one of operations) await removeMade(notebook, one);
  }
  return notebook;
}

/** `false`: nothing else would be answered either. */
async function authenticate(
  notebook: ProbeRecorder,
  { declaration, credentials, samples, wrongKey }: CheckOptions,
): Promise<boolean> {
  const question = authentication(declaration);
  for (let sample = 0; sample < samples; sample += 1) {
    const exchange = await notebook.put(question);
    if (exchange.classification.verdict === 'success') continue;
    notebook.trouble(exchange);
    return false;
  }
  if (wrongKey) {
    const wrong = { ...credentials, apiKey: wrongApiKey };
    await notebook.put({ ...question, check: 'wrong-key', isWrong: true, credentials: wrong });
  } else notebook.skip('wrong-key', 'probe', 'not asked for');
  return true;
}

function authentication({ destination }: ContractDeclaration): Question {
  const { probe } = destination;
  return {
    check: 'authenticated',
    operation: 'probe',
    template: `${probe.method} ${probe.path}`,
    request: encodeRequest(probe),
  };
}

async function tryOperation(
  notebook: ProbeRecorder,
  one: CheckOptions['declaration']['operations'][number],
  { integrations, samples, writes, randomId }: CheckOptions,
): Promise<void> {
  const { name } = one.operation;
  const fixtures = fixturesOf(name, integrations);
  const token = () => randomId().replaceAll('-', '').slice(0, tokenLength);
  if (fixtures.length === 0) return notebook.skip('create', name, 'no integration makes an input for it');
  await lookUpNothing(notebook, one, fixtures[0], token);
  if (!writes) return notebook.skip('create', name, 'it makes something: say --write');
  for (let sample = 0; sample < samples; sample += 1) {
    for (const fixture of fixtures) await makeTwice(notebook, one, fixture, token);
  }
  await breakEachWay(notebook, one, fixtures[0], token);
}

/** 64 bits of a random id: enough to be nobody's, short enough for any field. */
const tokenLength = 16;
