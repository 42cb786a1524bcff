import { Annotations, type Stack } from 'aws-cdk-lib';
import { concurrentExecutionsDefault, eventSourceConcurrency } from './aws-limits.ts';

/** Supervisor and contract watch. */
const systemFunctions = 2;

/**
 * Says with every `cdk` command how many functions may run at once, and warns where that is more than an account has unless
 * its quota was raised: what Lambda throttles costs receives, and the alarm `throttles` rings only then.
 * @param sandboxesMax of all integrations together
 */
export function sayConcurrency(stack: Stack, sandboxesMax: number): void {
  const needed = sandboxesMax + systemFunctions * eventSourceConcurrency.least;
  const said = `${stack.stackName} runs up to ${needed} functions at once: the Lambda quota "Concurrent executions" of its account and region must have as many free`;
  if (needed <= concurrentExecutionsDefault) Annotations.of(stack).addInfo(said);
  else
    Annotations.of(stack).addWarningV2(
      'interlock:concurrency',
      `${said}, and is ${concurrentExecutionsDefault} unless raised`,
    );
}
