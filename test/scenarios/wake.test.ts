import { expect, it } from 'vitest';
import { functionSources } from '../../lib/build/function-sources.ts';
import { contracts } from '../../lib/local/stand-ins/index.ts';
import type { StandIn } from '../../lib/local/stand-ins/stand-in.ts';
import { listedIntegrations as integrations } from '../fixtures/listed-integrations.ts';
import { interlock } from '../lib/cli/interlock.ts';
import { useLocalEnvironment } from './local-environment.ts';

/** Of whatever the lists hold. */
const environment = useLocalEnvironment({ integrations, contracts, top: '' });

/** As many cold starts at once, on a busy machine. */
const patienceMs = 60_000;

it(
  'wake starts each function of the local environment with no event, and nothing is sent',
  async () => {
    const { code, stdout } = await interlock(['wake', '--json'], {
      endpoint: environment.aws.endpoint,
      context: { integrations },
    });
    const names = functionSources(integrations).map(({ name }) => `interlock-local-${name}`);
    expect(JSON.parse(stdout)).toEqual({
      environment: 'local',
      functions: names.map((name) => ({ function: name })),
    });
    expect(code).toBe(0);
    expect(names.filter((name) => (environment.aws.functions.get(name)?.coldStarts ?? 0) === 0)).toEqual([]);
    expect(
      Object.values<StandIn>(environment.standIns).filter(({ journal }) => journal.arrivalsCount > 0),
    ).toEqual([]);
  },
  patienceMs,
);
