import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { functionSources } from '../../../../lib/build/function-sources.ts';
import { integrations } from '../../../fixtures/shop/functions/integrations/index.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { interlock } from '../interlock.ts';

const names = functionSources(integrations).map(({ name }) => `interlock-prod-${name}`);
const wallet = 'interlock-prod-customer-created-to-wallet';

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const name of names) aws.functions.set(name, { batchItemFailures: [] });
});
afterEach(() => aws.close());

const wake = (args: readonly string[]) => interlock(['wake', ...args], { endpoint: aws.endpoint });

describe('wake', () => {
  it('starts every function of the environment with an empty batch', async () => {
    const { code, stdout } = await wake(['--env', 'prod']);
    expect(code).toBe(0);
    expect(aws.invoked.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(new Set(aws.invoked.map(({ payload }) => payload))).toEqual(new Set(['{"Records":[]}']));
    expect(stdout).toContain(`starts  ${wallet}\n`);
    expect(aws.published).toEqual([]);
  });

  it('ends with 3 and says what stopped a function that does not start', async () => {
    aws.functions.set(wallet, { errorType: 'ConfigError', errorMessage: 'INTERLOCK_SETTINGS is not set' });
    const { code, stdout } = await wake(['--env', 'prod']);
    expect(code).toBe(3);
    expect(stdout).toContain(`fails   ${wallet}`);
    expect(stdout).toContain('ConfigError: INTERLOCK_SETTINGS is not set\n');
  });

  it('fails when a function is not there', async () => {
    aws.functions.delete(wallet);
    const { code, stderr } = await wake(['--env', 'prod']);
    expect(code).toBe(1);
    expect(stderr).toContain('interlock-prod lacks what this needs (ResourceNotFoundException)');
  });

  it('is for the local environment, too', async () => {
    for (const name of names) {
      aws.functions.set(name.replace('prod', 'local'), { batchItemFailures: [] });
    }
    const { code, stdout } = await wake([]);
    expect(code).toBe(0);
    expect(stdout).toContain('starts  interlock-local-customer-created-to-wallet\n');
    expect(stdout).not.toContain('interlock-prod');
  });
});
