import { partition } from '@aws-sdk/core/client';
import { describe, expect, it } from 'vitest';
import { endpointOf } from '../../../../../functions/core/aws/slim/endpoint.ts';

const dynamodb = { name: 'dynamodb', id: 'DYNAMODB' };

describe('endpointOf', () => {
  it.each([
    'us-east-1',
    'eu-central-2',
    'us-gov-west-1',
    'cn-north-1',
    'cn-northwest-1',
    'eusc-de-east-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'us-isof-south-1',
    'eu-isoe-west-1',
  ])('knows the address in %s as the SDK does', (region) => {
    const { href } = endpointOf(dynamodb, region, {});
    expect(href).toBe(`https://dynamodb.${region}.${partition(region).dnsSuffix}/`);
  });

  it('goes where the environment says, to the address of the one service first', () => {
    const endpoints = {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1',
    };
    expect(endpointOf(dynamodb, 'us-east-1', endpoints).href).toBe('http://127.0.0.1:4566/');
    expect(endpointOf({ name: 'sqs', id: 'SQS' }, 'us-east-1', endpoints).href).toBe('http://127.0.0.1:1/');
  });
});
