import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { alertOf } from '../../functions/supervisor/alert.ts';
import type { Incident } from '../../functions/supervisor/incident.ts';
import { createApp } from '../../lib/app.ts';
import { functionSources } from '../../lib/build/function-sources.ts';
import { exitCodes } from '../../lib/cli/shell/command.ts';
import { CommandError } from '../../lib/cli/shell/errors.ts';
import { integrations } from '../fixtures/shop/functions/integrations/index.ts';
import { interlock } from '../lib/cli/interlock.ts';

const runbook = readFileSync(fileURLToPath(new URL('../../docs/runbook.md', import.meta.url)), 'utf8');
const entries = runbook.split(/^### /m).slice(1);
let alarms: { AlarmName: string; AlarmDescription: unknown }[];

beforeAll(() => {
  // Any folder is code enough for a template.
  const functionDirs = new Map(functionSources(integrations).map(({ name }) => [name, 'functions/events']));
  const app = createApp({ environments: ['dev'], integrations, functionDirs, validate: false });
  const template = Template.fromJSON(app.synth().getStackByName('interlock-dev').template);
  alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties,
  );
});

/** `<integration>-dead-letters` for the alarm of any integration. */
function kindOf(alarmName: string): string {
  // The kind of a part, and of the next ten, is the same.
  const name = alarmName
    .replace('interlock-dev-', '')
    .replace(/^part-\d+-/, '')
    .replace(/-\d+$/, '');
  const owners: [kind: string, name: string][] = integrations.flatMap((integration) => [
    ['<integration>', integration.name],
    ['<destination>', integration.operation.destination.name],
  ]);
  const owner = owners.find(([, each]) => name.startsWith(`${each}-`));
  return owner === undefined ? name : name.replace(owner[1], owner[0]);
}

/** What follows `npm run interlock -- ` in a text, with names in the places for them. Each once. */
const commandsIn = (text: string) =>
  new Set(
    [...text.matchAll(/npm run interlock -- ([^`"]+)/g)].map(([, words = '']) =>
      words
        .replaceAll('<env>', 'dev')
        .replaceAll('<integration>', 'customer-created-to-wallet')
        .replaceAll('<destination>', 'wallet')
        .replaceAll('<id>', 'event-1')
        .trim(),
    ),
  );

/** Those that the command line does not take: each is called, and stops where it would reach for AWS. */
async function refused(text: string): Promise<string[]> {
  const clients = async () => {
    throw new CommandError('no AWS here');
  };
  const called = [...commandsIn(text)].map(async (words) => {
    const { code } = await interlock(words.split(' '), { stdin: '{"apiKey":"key"}', context: { clients } });
    return code === exitCodes.failed ? [] : [words];
  });
  return (await Promise.all(called)).flat();
}

describe('the runbook', () => {
  it('has one entry for each kind of alarm, and none for what does not ring', () => {
    const named = entries.flatMap((entry) => /^`(.+)`/.exec(entry)?.[1] ?? []);
    expect(named.toSorted()).toEqual(
      [...new Set(alarms.map(({ AlarmName }) => kindOf(AlarmName)))].toSorted(),
    );
  });

  it('has one entry for each kind of alert, by its subject', () => {
    const circuit = { kind: 'refused', sinceMs: 0, untilMs: 0, openings: 1, reason: '' } as const;
    const incidents: readonly Incident[] = [
      { kind: 'parked', parking: { parkedAtMs: 0, reason: '' } },
      { kind: 'refused', circuit, operation: 'create-thing' },
    ];
    const context = { environment: 'dev', destination: 'wallet', integrations: [], lastChanceMs: 0 };
    const subjects = incidents.map((incident) =>
      alertOf(incident, { ...context, redact: (text) => text })
        .subject.replace('Interlock dev: ', '')
        .replace('wallet', '<destination>')
        .replace('create-thing', '<operation>'),
    );
    const named = entries.flatMap((entry) => /^Alert `(.+)`/.exec(entry)?.[1] ?? []);
    expect(named).toEqual(subjects);
  });

  it('says in each what it means, what to look at, what to do and when it is over, and names a command', () => {
    for (const entry of entries) {
      const parts = [...entry.matchAll(/^- \*\*(.+):\*\* ./gm)].map(([, part]) => part);
      expect([entry.split('\n')[0], ...parts]).toEqual([
        entry.split('\n')[0],
        'Means',
        'Look at',
        'Do',
        'Over when',
      ]);
    }
  });

  it('and the alarms name only commands that can be called so', async () => {
    expect(commandsIn(runbook).size).toBeGreaterThan(10);
    expect(commandsIn(JSON.stringify(alarms)).size).toBeGreaterThan(10);
    expect(await refused('`npm run interlock -- logs customer-created-to-wallet`')).toHaveLength(1);

    expect(await refused(`${runbook}\n"${JSON.stringify(alarms)}`)).toEqual([]);
  });
});
