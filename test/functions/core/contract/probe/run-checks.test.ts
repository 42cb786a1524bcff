import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../../../functions/core/contract/probe/run-checks.ts';
import type { HttpResponse } from '../../../../../functions/core/declare/http-message.ts';
import { answer, fakeThirdParty, lost } from './fake-third-party.ts';

const rows = (run: Awaited<ReturnType<typeof runChecks>>) =>
  run.exchanges.map(
    ({ check, operation, template, classification }) =>
      `${check} | ${operation} | ${template} | ${classification.statusCode}`,
  );

describe('a probe that may write', () => {
  it('asks everything, for the whole event and for the barest, and removes what it made', async () => {
    const fake = fakeThirdParty();
    const run = await runChecks(fake.options());
    const twice = [
      'create | make-thing | POST /things | 201',
      'create again | make-thing | POST /things | 409',
      'lookup | make-thing lookup | GET /things/by-key/{key} | 200',
      'follow-up | make-thing follow-up | PUT /things/{id} | 200',
    ];
    expect(rows(run)).toEqual([
      'authenticated | probe | GET /me | 200',
      'wrong-key | probe | GET /me | 401',
      'lookup of nothing | make-thing lookup | GET /things/by-key/{key} | 404',
      ...twice,
      ...twice,
      'malformed-body | make-thing | POST /things | 400',
      'missing-field | make-thing | POST /things | 400',
      'unknown-field | make-thing | POST /things | 201',
      'wrong-content-type | make-thing | POST /things | 415',
      'list at once | list-things | GET /things | 200',
      'list | list-things | GET /things | 200',
      'list next page | list-things | GET /things | 200',
      'authenticated | probe | GET /me | 200',
      ...Array(3).fill('remove | make-thing removal | DELETE /things/{id} | 204'),
    ]);
    expect([...fake.things]).toEqual([]);
    expect([run.skipped, run.troubles, run.leftBehind, run.differences]).toEqual([[], [], [], []]);
  });

  it('sends the output of the mapper', async () => {
    const fake = fakeThirdParty();
    await runChecks(fake.options());
    const made = fake.requests.filter(({ method }) => method === 'POST').map(({ body }) => body ?? '');
    expect(JSON.parse(made[0] ?? '')).toEqual({
      key: expect.stringMatching(/^probe-\d{16}$/),
      note: 'a note',
    });
    expect(JSON.parse(made[2] ?? '')).toEqual({ key: expect.stringMatching(/^probe-\d{16}$/) });
  });

  it('says once more what it asked for under the same key, and nothing of the real key when it is wrong', async () => {
    const fake = fakeThirdParty();
    await runChecks(fake.options());
    expect(fake.requests[1]?.headers['x-key']).toBe('interlock-probe-wrong-key');
  });

  it('names what it could not remove', async () => {
    const fake = fakeThirdParty();
    fake.interfere = (asked) => (asked.startsWith('DELETE') ? answer(403, { error: 'no' }) : undefined);
    const run = await runChecks(fake.options({ samples: 1 }));
    expect(run.leftBehind).toHaveLength(3);
    expect(run.leftBehind[0]).toMatch(
      /^make-thing: t\d+ \(status 403 — look at the permissions \(scopes\) of the key\)$/,
    );
  });

  it('finds what was made though the answer was lost, and removes it', async () => {
    const fake = fakeThirdParty();
    fake.interfere = (asked, times) => (asked === 'POST /things' && times === 1 ? lost : undefined);
    const run = await runChecks(fake.options());
    expect([run.leftBehind, [...fake.things]]).toEqual([[], []]);
  });

  it('finds by the lookup what was made without an id, and names what nothing finds', async () => {
    const fake = fakeThirdParty();
    const options = fake.options();
    const operations = options.declaration.operations.map((one) => ({
      ...one,
      operation: {
        ...one.operation,
        receipt: () => undefined,
        accepts: [200, 201],
        repeat: {
          ...one.operation.repeat,
          answer: ({ body }: HttpResponse) => ({ says: 'yes', receipt: JSON.parse(body).id }),
        },
      } as (typeof one)['operation'],
    }));
    const run = await runChecks({ ...options, declaration: { ...options.declaration, operations } });
    // The one with a field that nobody knows is not looked up.
    expect(run.leftBehind).toEqual([
      expect.stringMatching(/^make-thing: nobody knows whether it was made; look for \d{16}$/),
    ]);
    expect([...fake.things.values()]).toEqual([`probe-${run.leftBehind[0]?.slice(-16)}`]);
  });

  it('leaves nothing behind where there is nothing to undo, whether an id was named or the answer lost', async () => {
    const fake = fakeThirdParty();
    fake.interfere = (asked, times) => (asked === 'POST /things' && times === 5 ? lost : undefined);
    const { declaration } = fake.options();
    const operations = declaration.operations.map((one) => ({ ...one, leavesNothing: true }));
    const run = await runChecks(fake.options({ declaration: { ...declaration, operations } }));
    expect([run.leftBehind, fake.asked.filter((one) => one.startsWith('DELETE'))]).toEqual([[], []]);
  });

  it('names what may have been made when nothing shows whether it was', async () => {
    const fake = fakeThirdParty();
    fake.interfere = (asked, times) => (asked === 'POST /things' && times === 5 ? lost : undefined);
    const run = await runChecks(fake.options());
    expect(run.leftBehind).toEqual([
      expect.stringMatching(/^make-thing: nobody knows whether it was made; look for \d{16}$/),
    ]);
    expect(run.troubles).toEqual([{ check: 'malformed-body', operation: 'make-thing', reason: 'TIMEOUT' }]);
  });

  it('removes what it made when the limit leaves no room to go on', async () => {
    const fake = fakeThirdParty();
    let reserved = 0;
    const run = await runChecks(
      fake.options({
        reserve: async () => {
          reserved += 1;
          return reserved === 6 ? 3_600_000 : 0;
        },
      }),
    );
    expect(run.troubles).toEqual([
      {
        check: 'permit',
        operation: 'probe',
        reason: 'the rate limit leaves no room for a probe for 3600000 ms',
      },
    ]);
    expect([...fake.things]).toEqual([]);
  });
});

describe('a probe that is broken off', () => {
  it('says what it left, when neither the ledger answers nor anything can be removed any more', async () => {
    const fake = fakeThirdParty();
    let reserved = 0;
    const run = await runChecks(
      fake.options({
        reserve: async () => {
          reserved += 1;
          if (reserved > 5) throw new DOMException('stopped', 'AbortError');
          return 0;
        },
      }),
    );
    expect(run.troubles).toEqual([{ check: 'probe', operation: 'probe', reason: 'broken off (AbortError)' }]);
    expect(run.leftBehind).toEqual([`make-thing: ${[...fake.things.keys()][0]} (stopped)`]);
  });

  it('rejects when nothing was asked yet', async () => {
    const fake = fakeThirdParty();
    const reserve = () => Promise.reject(new TypeError('no ledger'));
    await expect(runChecks(fake.options({ reserve }))).rejects.toThrow('no ledger');
    expect(fake.asked).toEqual([]);
  });
});

describe('a probe that only reads', () => {
  it('makes nothing, and says what it did not ask', async () => {
    const fake = fakeThirdParty();
    const run = await runChecks(fake.options({ writes: false, wrongKey: false }));
    expect(fake.asked).toEqual(['GET /me', 'GET /things/by-key/probe-0000000000000001', 'GET /things']);
    expect(run.skipped).toEqual([
      { check: 'wrong-key', operation: 'probe', reason: 'not asked for' },
      { check: 'create', operation: 'make-thing', reason: 'it makes something: say --write' },
      { check: 'list next page', operation: 'list-things', reason: 'there is one page only' },
    ]);
  });

  it('makes each valid request as often as it is told to', async () => {
    const fake = fakeThirdParty();
    await runChecks(fake.options({ writes: false, wrongKey: false, samples: 3 }));
    expect(fake.asked.filter((asked) => asked === 'GET /me')).toHaveLength(3);
  });
});

describe('a probe in trouble', () => {
  it('asks nothing else when its key is refused', async () => {
    const fake = fakeThirdParty();
    const run = await runChecks(fake.options({ credentials: { apiKey: 'old' } }));
    expect(fake.asked).toEqual(['GET /me']);
    expect(run.troubles).toEqual([
      { check: 'authenticated', operation: 'probe', reason: 'CREDENTIALS_REJECTED (HTTP 401)' },
    ]);
  });

  it('waits when it is throttled, tells everyone, and asks again', async () => {
    const fake = fakeThirdParty();
    fake.interfere = (asked, times) =>
      asked === 'GET /me' && times === 1 ? answer(429, {}, { 'retry-after': '2' }) : undefined;
    const run = await runChecks(fake.options({ writes: false, wrongKey: false }));
    expect(fake.held).toEqual([2_000]);
    expect(rows(run)[0]).toBe('authenticated | probe | GET /me | 200');
  });

  it('goes on where one thing is not answered', async () => {
    const fake = fakeThirdParty();
    fake.interfere = (asked) => (asked.startsWith('GET /things/by-key') ? answer(503, {}) : undefined);
    const run = await runChecks(fake.options({ writes: false, wrongKey: false }));
    expect(run.troubles).toEqual([
      { check: 'lookup of nothing', operation: 'make-thing lookup', reason: 'SERVER_ERROR (HTTP 503)' },
    ]);
    expect(fake.asked).toContain('GET /things');
  });
});

describe('paging', () => {
  const listing = (value: (page: number) => unknown) => {
    const fake = fakeThirdParty();
    fake.interfere = (asked, times) => (asked === 'GET /things' ? answer(200, value(times)) : undefined);
    return runChecks(fake.options());
  };
  const moved = {
    operation: 'list-things',
    statusCode: 200,
    kind: 'paging-moved',
    breaking: true,
    place: '$.next',
  };

  it('has moved when the token is somewhere else', async () => {
    const { differences } = await listing(() => ({ items: [{ id: 't1' }], cursors: { next: 't1' } }));
    expect(differences).toEqual([moved]);
  });

  it('has moved when the token leads nowhere', async () => {
    const { differences } = await listing(() => ({ items: [{ id: 't1' }], next: 't1' }));
    expect(differences).toEqual([{ ...moved, is: 'same-page' }]);
  });

  it('has moved when the token is refused', async () => {
    const fake = fakeThirdParty();
    fake.interfere = (asked, times) => (asked === 'GET /things' && times === 3 ? answer(400, {}) : undefined);
    const { differences } = await runChecks(fake.options());
    expect(differences).toEqual([{ ...moved, statusCode: 400, is: 'refused' }]);
  });
});
