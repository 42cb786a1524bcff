/** Makes every request that a contract's declaration names, and keeps the answers. Decides nothing about them. */

import type { ContractDeclaration } from '../../declare/contract.ts';
import type { AnyIntegration } from '../../declare/integration.ts';
import { withOtherSecrets } from '../../declare/secret-values.ts';
import { NoPermitError } from '../../errors.ts';
import { encodeRequest } from '../../http/request.ts';
import { wrongApiKey } from './broken-requests.ts';
import { listPages } from './list-pages.ts';
import { fixturesOf } from './probe-inputs.ts';
import { type CheckRun, ProbeRecorder } from './probe-recorder.ts';
import { answered, brokenOnPurpose } from './relate.ts';
import { createSendProbe, type ProbeRequest, type SendProbeOptions } from './send-probe.ts';
import { breakEachWay, lookUpNothing, makeTwice, removeMade } from './try-operation.ts';

export interface CheckOptions extends Omit<SendProbeOptions, 'destination'> {
  readonly declaration: ContractDeclaration;
  /** Whose mappers make the inputs. */
  readonly integrations: readonly AnyIntegration[];
  readonly randomId: () => string;
  /** Whether things may be made at the third party. Otherwise only requests that cannot make anything are sent. */
  readonly writes: boolean;
  /** Whether the call is also made with a wrong key. Every day, that would look like an attack. */
  readonly wrongKey: boolean;
  /** How often each valid request is made: only several answers show that a field comes and goes. */
  readonly samples: number;
}

/** How long an operator's probe waits for a permit: a minute's window passes, and a used-up day is not waited for. */
export const operatorPermitWaitMsMax = 60_000;

/**
 * Never rejects for what a third party does. Before the first answer it throws `ConfigError` when the secret's address
 * must not be called, and what `send` throws except `NoPermitError`. After it, whatever goes wrong is one of the troubles:
 * the caller has to know what was made.
 */
export async function runChecks(options: CheckOptions): Promise<CheckRun> {
  const { destination, operations, list } = options.declaration;
  const recorder = new ProbeRecorder(createSendProbe({ ...options, destination }));
  try {
    if (!(await authenticate(recorder, options))) return recorder;
    for (const one of operations) await tryOperation(recorder, one, options);
    if (list !== undefined) await listPages(recorder, list, options.writes);
    // Some probes list things: now there are some in the answer.
    if (options.writes) await recorder.send(authentication(options.declaration));
  } catch (error) {
    const isOfNoPermit = error instanceof NoPermitError;
    if (recorder.exchanges.length === 0 && !isOfNoPermit) throw error;
    // Only the name of any other error: an SDK's message may quote what was sent.
    const reason = isOfNoPermit ? error.message : `broken off (${(error as Error).name})`;
    recorder.troubles.push({ check: isOfNoPermit ? 'permit' : 'probe', operation: 'probe', reason });
  } finally {
    // What was made is removed, whatever went wrong after it was made.
    for (const one of operations) await removeMade(recorder, one);
  }
  return recorder;
}

/** `false`: no other request would be answered either. */
async function authenticate(
  recorder: ProbeRecorder,
  { declaration, credentials, samples, wrongKey }: CheckOptions,
): Promise<boolean> {
  const request = authentication(declaration);
  for (let sample = 0; sample < samples; sample += 1) {
    const exchange = await recorder.send(request, answered);
    if (exchange.classification.verdict === 'success') continue;
    recorder.trouble(exchange);
    return false;
  }
  if (wrongKey) {
    const wrong = withOtherSecrets(credentials, declaration.destination, () => wrongApiKey);
    await recorder.send(
      { ...request, check: 'wrong-key', isWrong: true, credentials: wrong },
      brokenOnPurpose,
    );
  } else recorder.skip('wrong-key', 'probe', 'not asked for');
  return true;
}

function authentication({ destination }: ContractDeclaration): ProbeRequest {
  const { probe } = destination;
  return {
    check: 'authenticated',
    operation: 'probe',
    template: `${probe.method} ${probe.path}`,
    request: encodeRequest(probe),
  };
}

async function tryOperation(
  recorder: ProbeRecorder,
  one: CheckOptions['declaration']['operations'][number],
  { integrations, samples, writes, randomId }: CheckOptions,
): Promise<void> {
  const { name } = one.operation;
  const fixtures = fixturesOf(one, integrations);
  const token = () => randomId().replaceAll('-', '').slice(0, tokenLength);
  if (fixtures.length === 0) return recorder.skip('create', name, 'no integration makes an input for it');
  await lookUpNothing(recorder, one, fixtures[0], token);
  if (!writes) return recorder.skip('create', name, 'it makes something: say --write');
  for (let sample = 0; sample < samples; sample += 1) {
    for (const fixture of fixtures) await makeTwice(recorder, one, fixture, token);
  }
  await breakEachWay(recorder, one, fixtures[0], token);
}

/** 64 bits of a random id: enough to be nobody's, short enough for any field. */
const tokenLength = 16;
