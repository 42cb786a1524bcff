import { describe, expect, it } from 'vitest';
import type { Asked } from './deviation.ts';
import { deviations } from './index.ts';
import { notNeeded } from './not-needed.ts';

/** A client that answers everything with the same. */
const answering = (answer: object) => ({ send: async () => answer });
const failing = (name: string) => ({
  send: async () => {
    throw Object.assign(new Error(), { name });
  },
});

const asked = (does: { role: object; changes: object; root: object; secretRef: string }) =>
  ({
    role: { dynamodb: does.role, lambda: does.changes },
    root: { dynamodb: does.root, sns: does.root, cloudWatch: does.root, cloudFormation: does.root },
    tableName: 'deviations',
    topicArn: 'arn:aws:sns:us-east-1:000000000000:deviations',
    secretRef: does.secretRef,
  }) as unknown as Asked;

describe('a deviation from AWS', () => {
  it('is still needed while the emulator does otherwise', async () => {
    const emulator = asked({
      role: failing('AccessDeniedException'),
      changes: failing('ResourceNotFoundException'),
      root: answering({ Attributes: {}, Metrics: [], Stacks: [{ StackStatus: 'ROLLBACK_COMPLETE' }] }),
      secretRef: 'interlock/dev/stripe',
    });
    expect(await notNeeded(emulator, deviations)).toEqual([]);
  });

  it('fails the build once the emulator does as AWS', async () => {
    const aws = asked({
      role: failing('ResourceNotFoundException'),
      changes: failing('AccessDeniedException'),
      root: answering({
        TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED' },
        ContinuousBackupsDescription: {
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
        },
        Attributes: { KmsMasterKeyId: 'alias/aws/sns' },
        Metrics: [{}],
        Stacks: [{ StackStatus: 'CREATE_COMPLETE' }],
      }),
      secretRef: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:interlock/dev/stripe-a1b2c3',
    });
    const advice = await notNeeded(aws, deviations);
    expect(advice.map((text) => text.split(':')[0])).toEqual(deviations.map(({ id }) => id));
    expect(advice[0]).toBe(
      'leading-keys: the emulator can do this now: remove the deviation, so that the template is deployed as it is',
    );
    expect(advice[5]).toBe(
      'time-to-live: the emulator can do this now: remove the deviation and prove that the ledger forgets',
    );
  });

  it('has an id of its own, and stands in the decision', async () => {
    const { readFile } = await import('node:fs/promises');
    const note = await readFile(new URL('../../../docs/decisions/deploy-proof.md', import.meta.url), 'utf8');
    const ids = deviations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !note.includes(`| \`${id}\` |`))).toEqual([]);
  });
});
