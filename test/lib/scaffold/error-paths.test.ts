import { describe, expect, it } from 'vitest';
import { errorPaths } from '../../../lib/scaffold/error-paths.ts';

describe('where an error is told', () => {
  it.each([
    [
      'Stripe',
      { error: { type: 'invalid_request_error', message: 'Invalid API Key provided' } },
      { within: 'body.error', code: 'type', message: 'message' },
    ],
    [
      'Intercom',
      {
        type: 'error.list',
        request_id: 'x',
        errors: [{ code: 'unauthorized', message: 'Access Token Invalid' }],
      },
      { within: 'body.errors[0]', code: 'code', message: 'message' },
    ],
    [
      'HubSpot',
      {
        status: 'error',
        message: 'Authentication credentials not found.',
        category: 'INVALID_AUTHENTICATION',
      },
      { within: 'body', code: 'category', message: 'message' },
    ],
    [
      'problem+json',
      { type: 'about:blank', title: 'Unauthorized', status: 401, detail: 'No key' },
      { within: 'body', code: 'title', message: 'detail' },
    ],
    [
      'OAuth',
      { error: 'invalid_token', error_description: 'The token has expired' },
      { within: 'body', code: 'error', message: 'error_description' },
    ],
    ['a message alone', { message: 'Unauthorized' }, { within: 'body', code: undefined, message: 'message' }],
    ['a title alone', { title: 'Unauthorized' }, { within: 'body', code: 'title', message: undefined }],
    ['a list of texts', { errors: ['Unauthorized'] }, undefined],
    ['a list', ['Unauthorized'], undefined],
    ['nothing', {}, undefined],
  ])('is found in the words of %s', (_who, body, paths) => {
    expect(errorPaths(JSON.stringify(body))).toEqual(paths);
  });

  it('is nowhere in what is no JSON', () => {
    expect(errorPaths('<html>')).toBeUndefined();
  });
});
