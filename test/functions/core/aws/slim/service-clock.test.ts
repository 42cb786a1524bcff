import { describe, expect, it } from 'vitest';
import { ServiceClock } from '../../../../../functions/core/aws/slim/service-clock.ts';

const nowMs = Date.UTC(2026, 10, 24, 12);

describe('the clock of a service', () => {
  it('is ours until an answer tells otherwise', () => {
    expect(new ServiceClock(() => nowMs).date()).toEqual(new Date('2026-11-24T12:00:00Z'));
  });

  it.each([
    ['nothing', undefined],
    ['no date', 'yesterday'],
    ['less than four minutes before', 'Tue, 24 Nov 2026 11:56:01 GMT'],
    ['less than four minutes after', 'Tue, 24 Nov 2026 12:03:59 GMT'],
  ])('stays as it is by an answer of %s', (_, date) => {
    const clock = new ServiceClock(() => nowMs);
    expect(clock.corrected(date)).toBe(false);
    expect(clock.date()).toEqual(new Date('2026-11-24T12:00:00Z'));
  });

  it.each([
    ['behind', 'Tue, 24 Nov 2026 11:56:00 GMT', '2026-11-24T11:56:10Z'],
    ['ahead', 'Tue, 24 Nov 2026 12:04:00 GMT', '2026-11-24T12:04:10Z'],
  ])('goes on from an answer that is four minutes %s', (_, date, tenSecondsLater) => {
    let ms = nowMs;
    const clock = new ServiceClock(() => ms);
    expect(clock.corrected(date)).toBe(true);
    ms += 10_000;
    expect(clock.date()).toEqual(new Date(tenSecondsLater));
  });

  it('is corrected once, and again when our own is set right', () => {
    let ms = nowMs;
    const clock = new ServiceClock(() => ms);
    const date = 'Tue, 24 Nov 2026 13:00:00 GMT';
    expect([clock.corrected(date), clock.corrected(date)]).toEqual([true, false]);
    ms += 3_600_000;
    expect(clock.corrected(date)).toBe(true);
    expect(clock.date()).toEqual(new Date('2026-11-24T13:00:00Z'));
  });
});
