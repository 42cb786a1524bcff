import { beforeEach, describe, expect, it } from 'vitest';
import { CredentialsError } from '../../../functions/core/errors.ts';
import type { Parking } from '../../../functions/core/pace/account.ts';
import type { Probed } from '../../../functions/supervisor/probe.ts';
import type { SupervisorRequest } from '../../../functions/supervisor/request.ts';
import { type Supervised, supervise } from '../../../functions/supervisor/supervise.ts';
import { type FakeAccount, fakeAccount } from './fake-account.ts';

/** The world of one destination with two event sources; a test changes what it is about. */
let nowMs: number;
let account: FakeAccount;
let enabled: boolean[];
let secretVersion: string;
let answer: Probed;
/** What happened, in order. */
let story: string[];
let parts: Supervised;

const look: SupervisorRequest = { ask: 'look', destination: 'thing' };
const resume: SupervisorRequest = { ask: 'resume', destination: 'thing' };
const park: SupervisorRequest = { ask: 'park', destination: 'thing', reason: 'they move house' };
const refused: Parking = { parkedAtMs: 1_000, reason: 'HTTP 401', refusedVersion: 'v1' };
const byOperator: Parking = { parkedAtMs: 1_000, reason: 'they move house' };

function turn(to: boolean): number {
  const due = enabled.filter((is) => is !== to).length;
  enabled = enabled.map(() => to);
  if (due > 0)
    story.push(`${to ? 'enable' : 'disable'} while ${account.item === undefined ? 'running' : 'parked'}`);
  return due;
}

beforeEach(() => {
  nowMs = 10_000;
  account = fakeAccount(() => nowMs);
  enabled = [true, true];
  secretVersion = 'v1';
  answer = { outcome: 'passed' };
  story = [];
  parts = {
    account,
    eventSources: { pause: async () => turn(false), resume: async () => turn(true) },
    readSecret: async () => ({ credentials: { apiKey: 'key' }, version: secretVersion }),
    probe: async () => {
      story.push('probe');
      return answer;
    },
    alert: async ({ reason }) => {
      story.push(`alert: ${reason}`);
    },
    now: () => nowMs,
  };
});

const parkedBy = (parking: Parking) => {
  account.item = { ...parking };
};
const pausedAndAlerted = (parking: Parking) => {
  parkedBy({ ...parking, alertedAtMs: 2_000 });
  enabled = [false, false];
};

/** An AWS client's error. */
const awsError = (name: string) => Object.assign(new Error(`${name}: as asked`), { name });
const failing = (name: string) => async () => {
  throw awsError(name);
};

describe('looking at a destination that is not parked', () => {
  it('does nothing while everything runs', async () => {
    expect(await supervise(parts, look)).toEqual({ did: [] });
    expect(story).toEqual([]);
  });

  it('enables what a supervisor left paused that died after it had told the ledger', async () => {
    enabled = [true, false];
    expect(await supervise(parts, look)).toEqual({ did: ['enabled'] });
    expect(enabled).toEqual([true, true]);
  });

  it('comes back when the destination was parked while the event sources were being enabled', async () => {
    enabled = [false, false];
    const { eventSources } = parts;
    parts = {
      ...parts,
      eventSources: {
        ...eventSources,
        resume: async () => {
          parkedBy(refused);
          return eventSources.resume();
        },
      },
    };
    expect(await supervise(parts, look)).toMatchObject({
      did: ['enabled'],
      failure: { name: 'IncidentChangedError' },
    });
    expect(await supervise(parts, look)).toMatchObject({ did: ['paused', 'alerted'] });
  });
});

describe('looking at a destination whose credentials were refused', () => {
  it('pauses its event sources and alerts once', async () => {
    parkedBy(refused);
    expect(await supervise(parts, look)).toEqual({ did: ['paused', 'alerted'] });
    expect(await supervise(parts, look)).toEqual({ did: [] });
    expect(story).toEqual(['disable while parked', 'alert: HTTP 401']);
    expect(account.item).toMatchObject({ alertedAtMs: 10_000 });
  });

  it('pauses what a deployment enabled again, without another alert', async () => {
    pausedAndAlerted(refused);
    enabled = [true, false];
    expect(await supervise(parts, look)).toEqual({ did: ['paused'] });
    expect(enabled).toEqual([false, false]);
  });

  it('alerts although an event source cannot be paused just now, and comes back for it', async () => {
    parkedBy(refused);
    const failure = awsError('ResourceInUseException');
    const busy = {
      ...parts,
      eventSources: { ...parts.eventSources, pause: failing('ResourceInUseException') },
    };
    expect(await supervise(busy, look)).toEqual({ did: ['alerted'], failure });
    expect(await supervise(parts, look)).toEqual({ did: ['paused'] });
  });

  it('pauses although the alert cannot be published, and publishes it when the claim is over', async () => {
    parkedBy(refused);
    const mute = { ...parts, alert: failing('InternalError') };
    expect(await supervise(mute, look)).toMatchObject({
      did: ['paused'],
      failure: { name: 'InternalError' },
    });
    expect(await supervise(parts, look)).toMatchObject({
      did: [],
      failure: { name: 'IncidentChangedError' },
    });
    nowMs += 60_000;
    expect(await supervise(parts, look)).toEqual({ did: ['alerted'] });
  });

  it('alerts again when the one that published died before it could say so: twice is better than never', async () => {
    parkedBy(refused);
    const dying = { ...parts, account: { ...account, alerted: failing('TimeoutError') } };
    expect(await supervise(dying, look)).toMatchObject({
      did: ['paused', 'alerted'],
      failure: { name: 'TimeoutError' },
    });
    nowMs += 59_999;
    await supervise(parts, look);
    expect(story.filter((step) => step.startsWith('alert'))).toHaveLength(1);
    nowMs += 1;
    await supervise(parts, look);
    await supervise(parts, look);
    expect(story.filter((step) => step.startsWith('alert'))).toHaveLength(2);
  });

  it('leaves the alert to another that claimed it', async () => {
    parkedBy(refused);
    await account.claimAlert(1_000);
    expect(await supervise(parts, look)).toMatchObject({
      did: ['paused'],
      failure: { name: 'IncidentChangedError' },
    });
  });

  it('ends no incident before its alert is out, for the one that claimed it may be dead', async () => {
    parkedBy(refused);
    await account.claimAlert(1_000);
    secretVersion = 'v2';
    expect((await supervise(parts, look)).did).toEqual(['paused']);
    nowMs += 60_000;
    expect((await supervise(parts, look)).did).toEqual(['alerted', 'probed', 'resumed', 'enabled']);
  });

  it('does not probe the credentials that were refused', async () => {
    pausedAndAlerted(refused);
    expect(await supervise(parts, look)).toEqual({ did: [] });
  });

  it('goes on when a newer secret passes the probe: first in the ledger, then the event sources', async () => {
    pausedAndAlerted(refused);
    secretVersion = 'v2';
    expect(await supervise(parts, look)).toEqual({ did: ['probed', 'resumed', 'enabled'] });
    expect(story).toEqual(['probe', 'enable while running']);
  });

  it('enables at the next look when it dies between the ledger and the event sources', async () => {
    pausedAndAlerted(refused);
    secretVersion = 'v2';
    const busy = {
      ...parts,
      eventSources: { ...parts.eventSources, resume: failing('ResourceInUseException') },
    };
    expect(await supervise(busy, look)).toMatchObject({
      did: ['probed', 'resumed'],
      failure: { name: 'ResourceInUseException' },
    });
    expect(enabled).toEqual([false, false]);
    expect(await supervise(parts, look)).toEqual({ did: ['enabled'] });
    expect(story).toEqual(['probe', 'enable while running']);
  });

  it('remembers a newer secret that is refused too, and does not probe it again', async () => {
    pausedAndAlerted(refused);
    secretVersion = 'v2';
    answer = { outcome: 'refused', reason: 'HTTP 401' };
    expect(await supervise(parts, look)).toEqual({ did: ['probed'], reason: 'HTTP 401' });
    expect(account.item).toMatchObject({ parkedAtMs: 1_000, refusedVersion: 'v2' });
    expect(await supervise(parts, look)).toEqual({ did: [] });
    expect(enabled).toEqual([false, false]);
  });

  it('tries a newer secret again at the next look when the probe says nothing about it', async () => {
    pausedAndAlerted(refused);
    secretVersion = 'v2';
    answer = { outcome: 'unclear', reason: 'HTTP 503' };
    expect(await supervise(parts, look)).toEqual({ did: ['probed'], reason: 'HTTP 503' });
    expect(account.item).toMatchObject({ refusedVersion: 'v1' });
    answer = { outcome: 'passed' };
    expect(await supervise(parts, look)).toEqual({ did: ['probed', 'resumed', 'enabled'] });
  });

  it('says why there was no probe', async () => {
    pausedAndAlerted(refused);
    secretVersion = 'v2';
    answer = { outcome: 'not-sent', reason: 'baseUrl must be https' };
    expect(await supervise(parts, look)).toEqual({ did: [], reason: 'baseUrl must be https' });
  });

  it('pauses and alerts although the secret cannot be read', async () => {
    parkedBy(refused);
    const readSecret = async () => {
      throw new CredentialsError('secret thing holds no text');
    };
    expect(await supervise({ ...parts, readSecret }, look)).toEqual({
      did: ['paused', 'alerted'],
      reason: 'secret thing holds no text',
    });
  });

  it('comes back when another incident began while the probe was under way', async () => {
    pausedAndAlerted(refused);
    secretVersion = 'v2';
    const probe = async (): Promise<Probed> => {
      parkedBy({ ...refused, parkedAtMs: 9_000, refusedVersion: 'v2' });
      return { outcome: 'passed' };
    };
    expect(await supervise({ ...parts, probe }, look)).toMatchObject({
      did: ['probed'],
      failure: { name: 'IncidentChangedError' },
    });
    expect([account.item?.parkedAtMs, enabled]).toEqual([9_000, [false, false]]);
  });

  it('comes back when another supervisor resumed while it was pausing', async () => {
    parkedBy(refused);
    const { eventSources } = parts;
    const pause = async () => {
      await account.resume(1_000);
      return eventSources.pause();
    };
    expect(await supervise({ ...parts, eventSources: { ...eventSources, pause } }, look)).toMatchObject({
      did: ['paused'],
      failure: { name: 'IncidentChangedError' },
    });
    expect(await supervise(parts, look)).toEqual({ did: ['enabled'] });
  });
});

describe('an incident that lasts', () => {
  it('lets the functions run again after ten days, to bury what their queues would drop; it stays parked', async () => {
    pausedAndAlerted(byOperator);
    nowMs = byOperator.parkedAtMs + 10 * 24 * 3_600_000 - 1;
    expect(await supervise(parts, look)).toEqual({ did: [] });
    nowMs += 1;
    expect(await supervise(parts, look)).toEqual({ did: ['enabled'] });
    expect(story).toEqual(['enable while parked']);
    expect(await supervise(parts, look)).toEqual({ did: [] });
  });
});

describe('parking by an operator', () => {
  it('parks in the ledger, pauses and alerts', async () => {
    expect(await supervise(parts, park)).toEqual({ did: ['parked', 'paused', 'alerted'] });
    expect(story).toEqual(['disable while parked', 'alert: they move house']);
    expect(account.item).toEqual({ parkedAtMs: 10_000, reason: 'they move house', alertedAtMs: 10_000 });
  });

  it('goes on where it died, when the ask comes back', async () => {
    const dying = { ...parts, eventSources: { ...parts.eventSources, pause: failing('TimeoutError') } };
    expect(await supervise(dying, park)).toMatchObject({ did: ['parked', 'alerted'] });
    expect(await supervise(parts, park)).toEqual({ did: ['paused'], reason: 'it was parked already' });
    expect(story).toEqual(['alert: they move house', 'disable while parked']);
  });

  it('leaves an incident as it is, and does not end it', async () => {
    pausedAndAlerted(refused);
    secretVersion = 'v2';
    expect(await supervise(parts, park)).toEqual({ did: [], reason: 'it was parked already' });
    expect(account.item).toMatchObject({ reason: 'HTTP 401', refusedVersion: 'v1' });
  });

  it('does not end by itself, whatever secret comes', async () => {
    pausedAndAlerted(byOperator);
    secretVersion = 'v9';
    expect(await supervise(parts, look)).toEqual({ did: [] });
    expect(await supervise(parts, { ask: 'look' })).toEqual({ did: [] });
  });
});

describe('resuming by an operator', () => {
  it.each([
    ['that an operator parked', byOperator],
    ['whose credentials were refused and are the same', refused],
  ])('lets a destination go on %s, when the probe passes', async (_what, parking) => {
    pausedAndAlerted(parking);
    expect(await supervise(parts, resume)).toEqual({ did: ['probed', 'resumed', 'enabled'] });
    expect(story).toEqual(['probe', 'enable while running']);
  });

  it.each(['refused', 'unclear'] as const)('changes nothing when the probe is %s', async (outcome) => {
    pausedAndAlerted(byOperator);
    answer = { outcome, reason: 'HTTP 401' };
    expect(await supervise(parts, resume)).toEqual({ did: ['probed'], reason: 'HTTP 401' });
    // Not as refused: an operator parked it, and only an operator lets it go on.
    expect(account.item).toEqual({ ...byOperator, alertedAtMs: 2_000 });
    expect(enabled).toEqual([false, false]);
  });

  it('remembers a newer secret that is refused too', async () => {
    pausedAndAlerted(refused);
    secretVersion = 'v2';
    answer = { outcome: 'refused', reason: 'HTTP 401' };
    await supervise(parts, resume);
    expect(account.item).toMatchObject({ refusedVersion: 'v2' });
  });

  it('enables what is left paused when the ledger says that it goes on', async () => {
    enabled = [false, false];
    expect(await supervise(parts, resume)).toEqual({ did: ['enabled'] });
    expect(story).toEqual(['enable while running']);
  });

  it('says why when the secret cannot be read', async () => {
    pausedAndAlerted(byOperator);
    const readSecret = async () => {
      throw new CredentialsError('secret thing holds no text');
    };
    expect(await supervise({ ...parts, readSecret }, resume)).toEqual({
      did: [],
      reason: 'secret thing holds no text',
    });
  });
});

it('tells what went wrong when the ledger cannot be reached', async () => {
  parts = { ...parts, account: { ...account, parking: failing('TimeoutError') } };
  expect(await supervise(parts, look)).toEqual({ did: [], failure: awsError('TimeoutError') });
});
