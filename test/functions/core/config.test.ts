import { expect, it } from 'vitest';
import { awsEnvironment } from '../../../functions/core/config.ts';
import { ConfigError } from '../../../functions/core/errors.ts';

const lambda = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };

it.each(['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'])(
  'an environment that asks by %s for addresses which would not be used is refused at the start',
  (name) => {
    for (const value of ['true', 'TRUE', '1', '']) {
      expect(() => awsEnvironment({ ...lambda, [name]: value })).toThrow(ConfigError);
      expect(() => awsEnvironment({ ...lambda, [name]: value })).toThrow(
        `environment variable ${name} is set and would be ignored`,
      );
    }
    expect(awsEnvironment({ ...lambda, [name]: 'false' }).region).toBe('eu-west-1');
  },
);
