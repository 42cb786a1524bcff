/** What stands in the log for an id or a subject that gives somebody away: found by what it stands for all the same. */
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { configVariables, type Resources } from '../../../functions/core/config.ts';
import { referenceTo } from '../../../functions/core/redact/reference.ts';
import type { Context } from '../context.ts';
import { writeLine } from '../shell/output.ts';

/**
 * The text and, where the environment's key can be read, the reference that lines may have in its place. Who may not read
 * the configuration of a function finds plain subjects only, and is told so.
 */
export async function asLogged(
  text: string,
  functionName: string,
  lambda: LambdaClient,
  context: Pick<Context, 'stderr'>,
): Promise<readonly string[]> {
  try {
    const { Environment } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    );
    const resources = JSON.parse(Environment?.Variables?.[configVariables.resources] ?? '{}');
    const { referenceKey } = resources as Partial<Resources>;
    if (referenceKey !== undefined) return [text, referenceTo(text, referenceKey)];
    writeLine(context.stderr, `${functionName} has no key for references yet: deploy the environment`);
  } catch (error) {
    writeLine(
      context.stderr,
      `lines that hide whom they are about are not found: the configuration of ${functionName} cannot be read (${(error as Error).name})`,
    );
  }
  return [text];
}
