/** What stands in the log for an id or a subject that gives somebody away: found by what it stands for all the same. */
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { configVariables, type Resources } from '../../../functions/core/config.ts';
import { referenceTo } from '../../../functions/core/redact/reference.ts';
import type { Context } from '../context.ts';
import { writeLine } from '../shell/output.ts';

/** What lines may have in place of a text: itself, and the reference to it. */
export type Forms = (text: string) => readonly string[];

/**
 * By the environment's key, as it stands in the configuration of a function. Who may not read that finds plain texts only,
 * and is told so.
 */
export async function readForms(
  functionName: string,
  lambda: LambdaClient,
  context: Pick<Context, 'stderr'>,
): Promise<Forms> {
  try {
    const { Environment } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    );
    const resources = JSON.parse(Environment?.Variables?.[configVariables.resources] ?? '{}');
    const { referenceKey } = resources as Partial<Resources>;
    if (referenceKey !== undefined) return (text) => [text, referenceTo(text, referenceKey)];
    writeLine(context.stderr, `${functionName} has no key for references yet: deploy the environment`);
  } catch (error) {
    writeLine(
      context.stderr,
      `lines that hide whom they are about are not found: the configuration of ${functionName} cannot be read (${(error as Error).name})`,
    );
  }
  return (text) => [text];
}
