import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeConsole, startFakeConsole } from './fake-console.ts';

let fake: FakeConsole;
beforeAll(async () => {
  fake = await startFakeConsole();
});
afterAll(() => fake.console.stop());

/** The headers of the page's own calls, with changes; `undefined` takes one away. */
function headersWith(changes: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const own = {
    host: `127.0.0.1:${fake.port}`,
    'content-type': 'application/json',
    origin: `http://127.0.0.1:${fake.port}`,
    'sec-fetch-site': 'same-origin',
    'x-interlock-token': fake.token,
  };
  const all = Object.entries({ ...own, ...changes }).map(([name, value]) => [
    name,
    value?.replaceAll('PORT', `${fake.port}`),
  ]);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}
const body = JSON.stringify({ text: '{}' });

describe('who is refused', () => {
  it.each([
    ['POST', 'another host (DNS rebinding)', { host: 'evil.example:PORT' }, 403],
    ['POST', 'this machine by another port', { host: '127.0.0.1:1', origin: 'http://127.0.0.1:1' }, 403],
    ['POST', 'no port', { host: '127.0.0.1', origin: 'http://127.0.0.1' }, 403],
    ['POST', 'another host of this machine', { host: '[::1]:PORT', origin: 'http://[::1]:PORT' }, 403],
    ['POST', 'a name that begins alike', { host: '127.0.0.1:PORT.evil.example' }, 403],
    ['POST', 'another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['POST', 'another origin alone', { origin: 'https://evil.example', 'sec-fetch-site': undefined }, 403],
    ['POST', 'a page of another port of this machine', { origin: 'http://127.0.0.1:3000' }, 403],
    ['POST', 'an opaque origin', { origin: 'null' }, 403],
    ['POST', 'no origin', { origin: undefined }, 403],
    ['POST', 'Sec-Fetch-Site of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['POST', 'Sec-Fetch-Site of the same site', { 'sec-fetch-site': 'same-site' }, 403],
    ['POST', 'no token', { 'x-interlock-token': undefined }, 403],
    ['POST', 'the token of another start', { 'x-interlock-token': 'x'.repeat(43) }, 403],
    ['POST', 'a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['POST', 'a form that calls itself text', { 'content-type': 'text/plain' }, 415],
    ['GET', 'another host (DNS rebinding)', { host: 'evil.example:PORT' }, 403],
    ['GET', 'this machine by another port', { host: 'localhost:1', origin: undefined }, 403],
    ['GET', 'another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['GET', 'a picture on another site', { origin: undefined, 'sec-fetch-site': 'cross-site' }, 403],
    ['OPTIONS', 'a preflight of another site', { origin: 'https://evil.example' }, 403],
    ['OPTIONS', 'a preflight', {}, 405],
    ['PUT', 'another method', {}, 405],
    ['DELETE', 'another method', {}, 405],
  ])('%s: %s', async (method, _who, changes, status) => {
    const paths =
      method === 'GET' ? ['/', '/api/setup', '/api/feed'] : ['/api/send', '/api/redrive', '/api/faults'];
    for (const path of paths) {
      const answer = await fake.ask(method, path, {
        headers: headersWith(changes),
        ...(method === 'POST' ? { body } : {}),
      });
      expect([path, answer.status]).toEqual([path, status]);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(answer.text).not.toContain(fake.token);
    }
    expect(fake.asked).toEqual([]);
  });

  it('is nobody who comes from the page, by either of its names', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const headers = headersWith({ host: `${name}:PORT`, origin: `http://${name}:PORT` });
      expect((await fake.ask('POST', '/api/send', { headers, body })).status).toBe(200);
    }
    expect(fake.asked.splice(0)).toHaveLength(2);
  });
});

describe('every answer', () => {
  it.each([
    ['GET', '/', 200],
    ['GET', '/console.js', 200],
    ['GET', '/console.css', 200],
    ['GET', '/api/setup', 200],
    ['GET', '/nowhere', 404],
    ['GET', '/__proto__', 404],
    ['GET', '/../package.json', 404],
    ['GET', '/page/index.html', 404],
    ['PUT', '/', 405],
  ])('%s %s guards what it says', async (method, path, status) => {
    const answer = await fake.ask(method, path, { headers: headersWith({}) });

    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });

  it('says who listens where: nothing answers on another address of this machine', async () => {
    expect(fake.console.url).toBe(`http://127.0.0.1:${fake.port}`);
    await expect(fetch(`http://127.0.0.2:${fake.port}/`)).rejects.toThrow('fetch failed');
  });

  it('has a page that nothing is written into but the token, and code that makes no markup', async () => {
    const [page, code] = await Promise.all([fake.ask('GET', '/'), fake.ask('GET', '/console.js')]);

    expect(page.text).not.toMatch(/ on\w+=| style=|<script(?! type="module" src="\/console.js">)|https?:/);
    expect(code.text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?:/);
    expect(fake.token).toHaveLength(43);
  });

  it('is for this start alone: another has another token', async () => {
    const other = await startFakeConsole();
    expect(other.token).not.toBe(fake.token);
    await other.console.stop();
  });
});
