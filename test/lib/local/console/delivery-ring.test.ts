import { describe, expect, it } from 'vitest';
import { createDeliveryRing } from '../../../../lib/local/console/delivery-ring.ts';

const attempt = (eventId: string, outcome = 'delivered') => ({
  integration: 'a-to-b',
  eventId,
  outcome,
  method: 'POST',
});
const now = () => 1_000;

describe('the ring of deliveries', () => {
  it('keeps the newest 5,000, in the order in which they were first heard of', () => {
    const ring = createDeliveryRing(now);
    for (let n = 1; n <= 5_002; n += 1) ring.add(attempt(`e${n}`, 'retry'), '{}');
    ring.add(attempt('e3'), '{}');

    const all = ring.all();
    expect(all).toHaveLength(5_000);
    expect(all[0]).toMatchObject({
      key: 'a-to-b e3',
      number: 3,
      attempts: 2,
      last: { outcome: 'delivered' },
    });
    expect(all.at(-1)).toMatchObject({ key: 'a-to-b e5002', number: 5_002 });
    expect(ring.linesOf('a-to-b e2')).toBeUndefined();
  });

  it('keeps no more than 32 MB of lines, however long each is', () => {
    const ring = createDeliveryRing(now);
    for (let n = 1; n <= 100; n += 1) ring.add(attempt(`e${n}`), 'x'.repeat(1024 * 1024));

    expect(ring.all()).toHaveLength(32);
    expect(ring.all().at(-1)?.key).toBe('a-to-b e100');
  });

  it('keeps the newest twenty lines of a delivery that is tried for hours, and counts all', () => {
    const ring = createDeliveryRing(now);
    for (let n = 1; n <= 30; n += 1) ring.add(attempt('e1', 'retry'), `${n}`);

    expect(ring.linesOf('a-to-b e1')).toEqual(Array.from({ length: 20 }, (_, n) => `${n + 11}`));
    expect(ring.find('a-to-b e1')?.attempts).toBe(30);
  });

  it('tells each change once, the latest of it', () => {
    const ring = createDeliveryRing(now);
    ring.add(attempt('e1', 'retry'), '{}');
    ring.add(attempt('e1'), '{}');

    expect(ring.takeChanged()).toMatchObject([{ key: 'a-to-b e1', last: { outcome: 'delivered' } }]);
    expect(ring.takeChanged()).toEqual([]);
  });
});
