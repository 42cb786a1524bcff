import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AwsError } from '../../../lib/local/aws/aws-error.ts';
import { Secrets } from '../../../lib/local/aws/secrets.ts';
import { SecretsModel } from '../../models/secrets.ts';
import { type Answer, answerOf, type Subject } from './subject.ts';

const nowMs = 1_700_000_000_000;
/** The least length that Secrets Manager takes. */
const token = (n: number) => `${n}`.padStart(32, '0');

function subjects(): readonly [Subject & { readonly model: SecretsModel }, Subject] {
  const model = new SecretsModel({ now: () => nowMs, random: () => 0.5 });
  model.create('wallet', '{}');
  const library = new Secrets({ now: () => nowMs });
  library.create('wallet', '{}');
  const calls: Readonly<Record<string, (input: object) => object>> = {
    GetSecretValue: (input) => library.getSecretValue(input),
    PutSecretValue: (input) => library.putSecretValue(input),
  };
  const fromLibrary = (operation: string, input: object): object => {
    const call = calls[operation];
    if (call === undefined) throw new Error(`add ${operation} to the calls`);
    try {
      const answer: { CreatedDate?: number } = call({ SecretId: 'wallet', ...input });
      // The SDK makes a date of the seconds.
      return answer.CreatedDate === undefined
        ? answer
        : { ...answer, CreatedDate: new Date(answer.CreatedDate * 1_000) };
    } catch (error) {
      return { error: (error as AwsError).code };
    }
  };
  return [
    {
      name: 'the model',
      model,
      call: (operation, input) =>
        answerOf(() => model.execute(operation, { SecretId: 'wallet', ...input })).then(withoutChance),
    },
    {
      name: 'the local Secrets Manager',
      call: (operation, input) => answerOf(() => fromLibrary(operation, input)).then(withoutChance),
    },
  ];
}

/** Without the ARN, which ends at random, and with the id of a version only where the request has given it. */
const withoutChance = ({ ARN, VersionId, ...answer }: Answer): Answer => ({
  ...answer,
  ...(String(VersionId).startsWith('0000000') ? { VersionId } : {}),
});

const version = fc.nat({ max: 4 });
const step = fc.oneof(
  fc.record({ put: version, text: fc.constantFrom('{"a":1}', '{"a":2}') }),
  fc.record({ get: version }),
  fc.constantFrom({ stage: 'AWSCURRENT' }, { stage: 'AWSPREVIOUS' }, { stage: 'AWSPENDING' }, {}),
);

describe('the secrets model', () => {
  it('answers any reads and writes as the local Secrets Manager answers them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const [ours, theirs] = subjects();
        const both = async (operation: string, input: object) =>
          expect(await ours.call(operation, input)).toEqual(await theirs.call(operation, input));
        for (const each of steps) {
          // What no stage names any more: see below.
          const id = 'put' in each ? each.put : 'get' in each ? each.get : undefined;
          const isKept = ours.model.versions('wallet').some((there) => there.id === token(id ?? -1));
          const inUse = await ours.call('GetSecretValue', { VersionId: token(id ?? -1) });
          if (isKept && (inUse.VersionStages as readonly unknown[]).length === 0) continue;
          if ('put' in each) {
            await both('PutSecretValue', { ClientRequestToken: token(each.put), SecretString: each.text });
          } else if ('get' in each) {
            await both('GetSecretValue', { VersionId: token(each.get) });
          } else {
            await both('GetSecretValue', 'stage' in each ? { VersionStage: each.stage } : {});
          }
        }
      }),
    );
  });

  it('keeps a version that no stage names, where the local Secrets Manager forgets it at once', async () => {
    const answers = await Promise.all(
      subjects().map(async ({ call }) => {
        for (const n of [1, 2, 3])
          await call('PutSecretValue', { ClientRequestToken: token(n), SecretString: `${n}` });
        const { error, SecretString, VersionStages } = await call('GetSecretValue', { VersionId: token(1) });
        return error ?? { SecretString, VersionStages };
      }),
    );

    expect(answers).toEqual([{ SecretString: '1', VersionStages: [] }, 'ResourceNotFoundException']);
  });

  it('takes no empty secret, where the local Secrets Manager takes it', async () => {
    const input = { ClientRequestToken: token(1), SecretString: '' };
    const answers = await Promise.all(subjects().map(({ call }) => call('PutSecretValue', input)));

    expect(answers.map(({ error }) => error)).toEqual(['InvalidParameterException', undefined]);
  });

  it('knows its secrets, by name and by ARN', async () => {
    const { model } = subjects()[0];
    const { ARN } = model.execute('GetSecretValue', { SecretId: 'wallet' }) as { ARN: string };

    expect(model.execute('GetSecretValue', { SecretId: ARN })).toMatchObject({ SecretString: '{}' });
    expect(model.current('wallet')).toMatchObject({ text: '{}', createdAtMs: 1_700_000_000_000 });
    expect(() => model.execute('GetSecretValue', { SecretId: 'other' })).toThrow(
      "Secrets Manager can't find the specified secret.",
    );
  });
});
