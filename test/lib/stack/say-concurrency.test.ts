import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { sayConcurrency } from '../../../lib/stack/say-concurrency.ts';

const said = (sandboxesMax: number) => {
  const stack = new Stack(
    new App({ analyticsReporting: false, builtinCloudFormationValidation: false }),
    'world',
  );
  sayConcurrency(stack, sandboxesMax);
  const annotations = Annotations.fromStack(stack);
  const texts = (entries: readonly { readonly entry: { readonly data?: unknown } }[]) =>
    entries.map(({ entry }) => entry.data);
  return {
    info: texts(annotations.findInfo('*', Match.anyValue())),
    warning: texts(annotations.findWarning('*', Match.anyValue())),
  };
};

it('says how many functions an environment may run at once', () => {
  expect(said(996)).toEqual({
    info: [
      'world runs up to 1000 functions at once: the Lambda quota "Concurrent executions" of its account and region must have as many free',
    ],
    warning: [],
  });
});

it('warns where that is more than an account has unless its quota was raised', () => {
  expect(said(997)).toEqual({
    info: [],
    warning: [
      'world runs up to 1001 functions at once: the Lambda quota "Concurrent executions" of its account and region must have as many free, and is 1000 unless raised [ack: interlock:concurrency]',
    ],
  });
});
