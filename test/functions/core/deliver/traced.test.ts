/** The trace context of an event: in every line about it, and to who wants it. */
import { expect, test } from 'vitest';
import {
  createThing,
  thingBody,
  thingDestination,
  thingIntegration,
} from '../../../fixtures/fixture-integration.ts';
import { type Answer, created, hang } from './loopback-third-party.ts';
import { record, sandbox } from './sandbox.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const noting =
  (seen: unknown[], answer: Answer): Answer =>
  (response, request) => {
    seen.push(request.headers.traceparent);
    answer(response, request);
  };

const taking = (takesTrace: boolean) =>
  thingIntegration(createThing(undefined, { destination: thingDestination({ takesTrace }) }));

test.each([
  [true, [traceparent, traceparent]],
  [false, [undefined, undefined]],
])(
  'stands in every line, and goes with each request where the destination takes it (%s)',
  async (takes, sent) => {
    const seen: unknown[] = [];
    const one = await sandbox({
      integration: taking(takes),
      script: [noting(seen, hang), noting(seen, created)],
    });
    const body = thingBody({ traceparent });
    await one.batch(record(body));
    await one.batch(record(body));
    expect(seen).toEqual(sent);
    expect(one.lines.map(({ message, fields }) => [message, fields.traceparent])).toEqual([
      ['delivery.attempted', traceparent],
      ['delivery.attempted', traceparent],
    ]);
  },
);

test.each([
  ['of somebody who does not trace', undefined],
  ['of zeros', '00-00000000000000000000000000000000-b7ad6b7169203331-01'],
  ['of another version', traceparent.replace('00-', 'ff-')],
  ['in upper case', traceparent.toUpperCase()],
  ['with a line break', `${traceparent}\n`],
  ['with an address in it', '00-ada@example.com-b7ad6b7169203331-01'],
  ['that is no text', 7],
])('one %s is left out of lines and requests, and the event is delivered', async (_, wrong) => {
  const seen: unknown[] = [];
  const one = await sandbox({ integration: taking(true), script: [noting(seen, created)] });
  await one.batch(record(thingBody({ ...(wrong !== undefined && { traceparent: wrong }) })));
  expect([seen, one.dead]).toEqual([[undefined], []]);
  expect(one.outcomes().at(-1)).toBe('delivery.attempted delivered');
  expect(one.lines.filter(({ fields }) => fields.traceparent !== undefined)).toEqual([]);
});
