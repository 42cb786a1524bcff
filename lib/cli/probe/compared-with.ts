/** What a probe's findings are held against: the declaration, the recorded lock, the third party's own document. */
import type { Lock } from '../../../functions/core/contract/lock/lock.ts';
import { LockError } from '../../../functions/core/contract/lock/lock-json.ts';
import type { ContractDeclaration } from '../../../functions/core/declare/contract.ts';
import { contractIn } from '../../../functions/core/declare/in-environment.ts';
import { readLock } from '../../contract/lock-file.ts';
import { DocumentError } from '../../contract/openapi/document-error.ts';
import { loadDocument } from '../../contract/openapi/load-document.ts';
import type { OpenApiDocument } from '../../contract/openapi/read-document.ts';
import type { Environment } from '../../environments.ts';
import { lockFile } from '../../names.ts';
import type { Context } from '../context.ts';
import { findDestination } from '../resources.ts';
import { CommandError } from '../shell/errors.ts';
import { printable } from '../shell/output.ts';

/**
 * Of a destination that an integration uses, or that has a contract: it can be asked before there is one.
 * Throws `CommandError` when the destination declares no contract, `UsageError` when there is no such destination.
 */
export function declarationOf(
  name: string,
  { settings }: Pick<Environment, 'settings'>,
  context: Context,
): ContractDeclaration {
  const unused = context.contracts.map(({ destination }) => destination);
  const found = contractIn(settings.destinations, context.contracts, findDestination(name, context, unused));
  if (found !== undefined) return found;
  throw new CommandError(
    `${name} declares no contract: write functions/destinations/${name}/contract.ts and add it to functions/destinations/contracts.ts`,
  );
}

/** `undefined`: none was recorded. Throws `CommandError` on one that cannot be read. */
export async function recordedLock(root: string, name: string): Promise<Lock | undefined> {
  try {
    return await readLock(root, name);
  } catch (error) {
    if (error instanceof LockError) throw new CommandError(`${lockFile(name)}: ${error.message}`);
    throw error;
  }
}

/** The OpenAPI document at a path or URL. Throws `CommandError` when it cannot be read. */
export async function documentAt(location: string): Promise<OpenApiDocument> {
  try {
    return await loadDocument(location);
  } catch (error) {
    if (error instanceof DocumentError) throw new CommandError(printable(error.message));
    throw error;
  }
}
