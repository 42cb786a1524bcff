import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { functionSources } from '../../build/function-sources.ts';
import { integrationName } from '../../names.ts';
import { fewAtOnce } from '../few-at-once.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { painter, printable, table, writeJson } from '../shell/output.ts';

interface Woken {
  readonly function: string;
  /** What stopped it; left out when it started and answered. */
  readonly error?: string;
}

/**
 * What a deployment can break in a function before it meets its first event: a bundle that does not load, settings that
 * it does not understand. An empty batch has no event, so that nothing is read, sent or written.
 */
export const wake = defineCommand({
  name: 'wake',
  summary:
    'Starts every function with an empty batch: does its code load with its settings? Delivers nothing.',
  flags: {},
  examples: ['wake', 'wake --env prod'],
  run: async ({ flags, environment: { name: environment } }, context) => {
    const { lambda } = await context.clients(environment);
    const names = functionSources(context.integrations).map(({ name }) => integrationName(environment, name));
    const woken = await fewAtOnce(names, (name) => start(lambda, name));
    const paint = painter(context);
    if (flags.json) writeJson(context, { environment, functions: woken });
    else {
      const rows = woken.map(({ function: name, error }) => [
        error === undefined ? 'starts' : 'fails',
        name,
        error ?? '',
      ]);
      context.stdout.write(table(rows).replaceAll(/^fails/gm, paint('red', 'fails')));
    }
    return woken.every(({ error }) => error === undefined) ? exitCodes.ok : exitCodes.found;
  },
});

async function start(lambda: LambdaClient, name: string): Promise<Woken> {
  const empty = JSON.stringify({ Records: [] });
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: empty }),
  );
  const answer = new TextDecoder().decode(Payload ?? new Uint8Array());
  if (FunctionError === undefined) return { function: name };
  return { function: name, error: printable(messageOf(answer) ?? FunctionError) };
}

/** Lambda tells of an error as `{"errorType", "errorMessage"}`. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
function messageOf(answer: string): string | undefined {
  try {
    const { errorType, errorMessage } = JSON.parse(answer);
    return `${errorType}: ${errorMessage}`;
  } catch {
    return undefined;
  }
}
