import { beforeEach, describe, expect, it } from 'vitest';
import { passwordRulesSchema, randomPassword } from '../../../../lib/local/aws/random-password.ts';
import { Secrets } from '../../../../lib/local/aws/secrets.ts';

let secrets: Secrets;
beforeEach(() => {
  secrets = new Secrets({ now: () => 1_700_000_000_000 });
  secrets.createSecret({ Name: 'key', SecretString: 'one', ClientRequestToken: 'v1' });
});
const read = (more = {}) => secrets.getSecretValue({ SecretId: 'key', ...more });

describe('a secret', () => {
  it('moves its stages when it gets a new version', () => {
    secrets.putSecretValue({ SecretId: 'key', SecretString: 'two', ClientRequestToken: 'v2' });

    expect(read()).toMatchObject({ SecretString: 'two', VersionId: 'v2', VersionStages: ['AWSCURRENT'] });
    expect(read({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'one', VersionId: 'v1' });
    expect(secrets.describeSecret({ SecretId: 'key' })).toMatchObject({
      VersionIdsToStages: { v1: ['AWSPREVIOUS'], v2: ['AWSCURRENT'] },
      LastChangedDate: 1_700_000_000,
    });
  });

  it('keeps a pending version apart until it is promoted', () => {
    const pending = { SecretString: 'two', ClientRequestToken: 'v2', VersionStages: ['AWSPENDING'] };
    secrets.putSecretValue({ SecretId: 'key', ...pending });
    expect(read()).toMatchObject({ SecretString: 'one' });

    secrets.updateSecretVersionStage({
      SecretId: 'key',
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: 'v2',
      RemoveFromVersionId: 'v1',
    });
    expect(read()).toMatchObject({ SecretString: 'two' });
    expect(read({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'one' });
  });

  it('is found by its ARN, whole or without the random end', () => {
    const arn = secrets.arnOf('key');
    expect(arn).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:key-[0-9a-f]{6}$/);
    expect(read({ SecretId: arn })).toMatchObject({ SecretString: 'one' });
    expect(read({ SecretId: arn.slice(0, -7) })).toMatchObject({ SecretString: 'one' });
  });

  it('takes the same token with the same value only', () => {
    const put = (text: string) =>
      secrets.putSecretValue({ SecretId: 'key', SecretString: text, ClientRequestToken: 'v1' });
    expect(put('one')).toMatchObject({ VersionId: 'v1' });
    expect(() => put('two')).toThrow('already in use');
  });

  it('is not read after its deletion, until it is restored', () => {
    secrets.deleteSecret({ SecretId: 'key' });
    expect(() => read()).toThrow('marked for deletion');
    secrets.restoreSecret({ SecretId: 'key' });
    expect(read()).toMatchObject({ SecretString: 'one' });
  });

  it('that does not exist is not found', () => {
    expect(() => read({ SecretId: 'other' })).toThrow(
      expect.objectContaining({ code: 'ResourceNotFoundException' }),
    );
  });
});

describe('a random password', () => {
  it('has the length and the characters that are asked for, one of each kind at least', () => {
    const rules = passwordRulesSchema.parse({
      PasswordLength: 8,
      ExcludePunctuation: true,
      ExcludeCharacters: '0O',
    });
    const password = randomPassword(rules);
    expect(password).toMatch(/^[a-zA-NP-Z1-9]{8}$/);
    expect(password).toMatch(/[a-z]/);
    expect(password).toMatch(/[A-Z]/);
    expect(password).toMatch(/[1-9]/);
  });
});
