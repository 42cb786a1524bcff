import { request } from 'node:http';
import { expect, it } from 'vitest';
import { awaitCode } from '../../../../lib/cli/connect/await-code.ts';

const statusOf = (port: string, path: string) =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

it('an address that is none ends nothing: the code is taken all the same', async () => {
  const { uri, consented, close } = await awaitCode(0, 'state');
  const { port } = new URL(uri);
  expect(await statusOf(port, '//')).toBe(404);
  expect(await statusOf(port, '/elsewhere?state=state&code=1')).toBe(404);
  expect(await statusOf(port, '/callback?state=state&code=c1')).toBe(200);
  expect(await consented).toEqual({ code: 'c1' });
  close();
});
