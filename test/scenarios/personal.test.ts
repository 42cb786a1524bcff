/**
 * People and keys go through the whole chain, to third parties that say back what they made of them: nothing of it may be
 * read by whoever has no event. In longer series: test/proofs/personal.nightly.ts.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openExchange } from '../../functions/core/redact/sealed-exchange.ts';
import { readIn, type Saying } from './personal/oracle.ts';
import { probedRemains } from './personal/probed.ts';
import { chosen, lookThrough, type Outcome, runOnce, runs, sayingsOf } from './personal/run.ts';
import { startThirdParty, type ThirdParty } from './personal/third-party.ts';

let thirdParty: ThirdParty;
let outcomes: readonly Outcome[];
beforeAll(async () => {
  thirdParty = await startThirdParty();
  const made: Outcome[] = [];
  for (const run of fc.sample(runs, { seed: 20_261_127, numRuns: 30 }))
    made.push(await runOnce(run, thirdParty));
  outcomes = made;
});
afterAll(() => thirdParty?.stop());

describe('people and keys sent through the whole chain', () => {
  it('are found by the oracle wherever they stand', () => {
    for (const { people } of fc.sample(runs, { seed: 7, numRuns: 5 })) {
      const all = sayingsOf(people);
      for (const one of all)
        expect(readIn(JSON.stringify({ x: `a ${one.text} b` }), [one]), one.what).toEqual([one]);
      expect(readIn('{"message":"delivery.attempted","body":"«18 characters»"}', all)).toEqual([]);
    }
  });

  it('can be read nowhere: lines, dead letters, ledger, alerts, what the command line shows', async () => {
    const found = await lookThrough(outcomes);
    const shown = [...found].flatMap(([where, all]) =>
      all.map(({ what, text }) => `${where}: ${what}: ${text}`),
    );
    expect(shown).toEqual([]);
    // Of what stops a destination for everybody people are told.
    const alerted = outcomes.filter(({ remains }) => remains.alerts.some((one) => one.includes('"Subject"')));
    expect(alerted.length).toBeGreaterThan(5);
  });

  it('were said by the third party in every form, and stand under the seal for whoever has the event', () => {
    const opened = outcomes.flatMap(({ body, remains, sent }) => {
      const exchanges = remains.lines.flatMap((line) => {
        const { message, sealed } = JSON.parse(line);
        return message === 'delivery.attempted' ? [openExchange(sealed, body)] : [];
      });
      expect(exchanges).not.toContain(undefined);
      return exchanges.length === 0 ? [] : [{ exchanges, sent }];
    });
    expect(opened.length).toBeGreaterThan(25);
    const forms = new Set(
      opened.flatMap(({ exchanges, sent }) =>
        readIn(
          exchanges.map((one) => one?.response?.body ?? '').join('\n'),
          sent.filter(({ what }) => !what.startsWith('key')),
        ).map(({ what }) => what.replace(/^.*?, /, '')),
      ),
    );
    expect(forms.size).toBeGreaterThan(25);
  });

  it('leave a line that says what happened to whoever has no event', () => {
    const lines = outcomes.flatMap(({ remains }) => remains.lines.map((line) => JSON.parse(line)));
    const attempted = lines.filter(({ message }) => message === 'delivery.attempted');
    for (const { request, response, outcome, error, eventId } of attempted) {
      expect(request.url).toMatch(
        /^http:\/\/127\.0\.0\.1:\d+\/lists\/«\d+ characters»\/members\/«32 characters»\?mail=«/,
      );
      if (outcome === 'delivered') expect(request).not.toHaveProperty('body');
      else expect(request.body).toMatch(/^\{"email":"«\d+ characters»","name":"«/);
      expect(response.statusCode).toBeGreaterThan(199);
      expect(outcome).toBeDefined();
      if (outcome !== 'delivered') expect(error.code).toMatch(/^[A-Z_]+$/);
      expect(eventId).toMatch(/^(event-\d+|ref-[0-9a-f]{16})$/);
    }
  });

  it('can be read in nothing that a probe leaves, but where a third party makes a code, an id or a field of them', async () => {
    const shown: string[] = [];
    const said = new Set<string>();
    for (const { people, status, shape, turn } of fc.sample(runs, { seed: 20_261_128, numRuns: 15 })) {
      thirdParty.plan({ status, shape, sayings: chosen(sayingsOf(people), turn) });
      const remains = await probedRemains(people.key, thirdParty.baseUrl);
      const all = [...new Set(thirdParty.said())];
      for (const { what } of all) said.add(what);
      for (const [where, text] of remains) {
        // No event is there that would say who is meant: what has the form of a code passes for one.
        const read = readIn(text, all).filter((one) => isOfAKey(one) || !passesForACode(one.text));
        shown.push(...read.map(({ what, text: form }) => `${where}: ${what}: ${form}`));
      }
    }
    expect(shown).toEqual([]);
    expect(said.size).toBeGreaterThan(100);
  });
});

const isOfAKey = ({ what }: Saying) => what.startsWith('key, ');
/** Beside its own signs, those around it that no field has. */
const passesForACode = (text: string) => /^[\s=]*[A-Za-z0-9][\w.:-]*[\s=]*$/.test(text);
