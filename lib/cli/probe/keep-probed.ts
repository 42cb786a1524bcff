/** What a probe leaves in the repository: the lock, and the recorded conversation. */

import type { Lock } from '../../../functions/core/contract/lock/lock.ts';
import { unkept } from '../../../functions/core/contract/probe/unkept.ts';
import type { ContractDeclaration } from '../../../functions/core/declare/contract.ts';
import { writeLock } from '../../contract/lock-file.ts';
import { recordingOf } from '../../contract/recording/recording.ts';
import { recordingFile, writeRecording } from '../../contract/recording/recording-file.ts';
import { updatedLock } from '../../contract/updated-lock.ts';
import { lockFile } from '../../names.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../shell/errors.ts';
import type { Probed } from './probe-destination.ts';

export interface Kept {
  readonly written?: Lock;
  readonly recording?: string;
  /** Why something of it was not kept. */
  readonly failure?: unknown;
}

/** What was asked to be kept, as far as it could be. Never rejects. */
export async function keepProbed(
  flags: { readonly update: boolean; readonly record: boolean },
  about: {
    readonly declaration: ContractDeclaration;
    readonly recorded: Lock | undefined;
    readonly probed: Probed;
  },
  context: Context,
): Promise<Kept> {
  const { declaration, recorded, probed } = about;
  let kept: Kept = {};
  try {
    if (flags.record) kept = { ...kept, recording: await record(declaration, probed, context) };
    if (flags.update) {
      kept = { ...kept, written: await update(recorded, { declaration, probed }, context.root) };
    }
    return kept;
  } catch (failure) {
    return { ...kept, failure };
  }
}

/**
 * A stand-in's word never replaces the third party's, half a probe is no whole one, and what the operations do not declare is no
 * contract of theirs. Throws `CommandError` in all these cases.
 */
async function update(
  recorded: Lock | undefined,
  { declaration, probed: { run, observed } }: { declaration: ContractDeclaration; probed: Probed },
  root: string,
) {
  const { destination } = observed;
  const { troubles } = run;
  if (troubles.length > 0) {
    const [{ check, operation, reason } = { check: '', operation: '', reason: '' }] = troubles;
    throw new CommandError(
      `nothing was recorded, the probe has gaps: ${check}, ${operation}: ${reason}; probe again`,
    );
  }
  const [broken] = unkept(run, declaration);
  if (broken !== undefined) {
    const { check, operation, reason } = broken;
    throw new CommandError(
      `nothing was recorded, no integration could live with it: ${check}, ${operation}: ${reason}; change the declaration, or ask the third party`,
    );
  }
  if (
    recorded !== undefined &&
    recorded.recorded.from !== 'stand-in' &&
    observed.recorded.from === 'stand-in'
  ) {
    throw new CommandError(
      `nothing was recorded: ${lockFile(destination)} is the third party's word (${recorded.recorded.from}), a stand-in's must not replace it; to record it all the same, delete the file first`,
    );
  }
  const lock = updatedLock(recorded, observed);
  await writeLock(root, lock);
  return lock;
}

/** Returns where it is kept, from the top of the repository. Half a conversation is one, too. */
async function record(declaration: ContractDeclaration, { run, observed }: Probed, context: Context) {
  const { from: origin, host } = observed.recorded;
  const about = { declaration, origin, host, nowMs: context.now() };
  await writeRecording(context.root, recordingOf(run.exchanges, about));
  return recordingFile(observed.destination);
}
