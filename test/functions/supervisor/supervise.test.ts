import { beforeEach, describe, expect, it } from 'vitest';
import { CredentialsError } from '../../../functions/core/errors.ts';
import type { Parking } from '../../../functions/core/pace/account.ts';
import type { Probed } from '../../../functions/supervisor/probe.ts';
import type { SupervisorRequest } from '../../../functions/supervisor/request.ts';
import { type Supervised, supervise } from '../../../functions/supervisor/supervise.ts';
import { type AccountInMemory, accountInMemory } from './account-in-memory.ts';

/** The world of one destination with two event sources; a test changes what it is about. */
let nowMs: number;
let account: AccountInMemory;
let enabled: boolean[];
let secretVersion: string;
/** When that version was put there. */
let createdAtMs: number;
let answer: Probed;
/** What happened, in order. */
let story: string[];
/** What the supervisor asked itself, and after how many seconds. */
let asked: [SupervisorRequest, number][];
let ages: [integration: string, metric: string, ms: number][];
let parts: Supervised;

const look: SupervisorRequest = { ask: 'look', destination: 'thing' };
const resume: SupervisorRequest = { ask: 'resume', destination: 'thing' };
const park: SupervisorRequest = { ask: 'park', destination: 'thing', reason: 'they move house' };
const refused: Parking = { parkedAtMs: 9_000, reason: 'HTTP 401', refusedVersion: 'v1' };
const byOperator: Parking = { parkedAtMs: 9_000, reason: 'they move house' };
const following = (followUp = 0): SupervisorRequest => ({ ask: 'look', destination: 'thing', followUp });

const names = ['one-to-thing', 'other-to-thing'];

async function turn(isPaused: (integration: string) => boolean) {
  const before = enabled;
  enabled = names.map((name) => !isPaused(name));
  const state = (await account.parking()) === undefined ? 'running' : 'parked';
  const counted = (to: boolean) => enabled.filter((is, at) => is === to && before[at] !== to).length;
  const turned = { paused: counted(false), enabled: counted(true), unsettled: 0 };
  if (turned.paused > 0) story.push(`disable while ${state}`);
  if (turned.enabled > 0) story.push(`enable while ${state}`);
  return turned;
}

beforeEach(() => {
  nowMs = 10_000;
  account = accountInMemory(() => nowMs);
  enabled = [true, true];
  secretVersion = 'v1';
  createdAtMs = 0;
  answer = { outcome: 'passed' };
  story = [];
  asked = [];
  ages = [];
  parts = {
    destination: 'thing',
    operations: { 'one-to-thing': 'create-one', 'other-to-thing': 'create-other' },
    account,
    eventSources: { turn },
    readSecret: async () => ({ credentials: { apiKey: 'key' }, version: secretVersion, createdAtMs }),
    probe: async () => {
      story.push('probe');
      return answer;
    },
    alert: async (incident) => {
      story.push(`alert: ${incident.kind === 'parked' ? incident.parking.reason : incident.circuit.reason}`);
    },
    askItself: async (request, afterSeconds) => {
      asked.push([request, afterSeconds]);
    },
    lastChance: { ageMs: 13 * 86_400_000, sweepEveryMs: 21_600_000 },
    meterOf: (integration) => ({
      count: () => {},
      time: (name, ms) => ages.push([integration, name, ms]),
      flush: () => {},
    }),
    redact: (text) => text.replaceAll('key', '«secret»'),
    now: () => nowMs,
  };
});

const parkedBy = (parking: Parking) => account.setParking(parking);
const pausedAndAlerted = async (parking: Parking) => {
  await parkedBy({ ...parking, alertedAtMs: 9_500 });
  enabled = [false, false];
};

/** Somebody puts another key there, now. */
const newSecret = (version: string) => {
  [secretVersion, createdAtMs] = [version, nowMs];
};

/** An AWS client's error. */
const awsError = (name: string) => Object.assign(new Error(`${name}: as asked`), { name });
const failing = (name: string) => async () => {
  throw awsError(name);
};
/** After the look that the refused key is due two seconds after its refusal. */
const afterTheFirstLook = async () => {
  await account.setLooks({ dueAtMs: 900_000, count: 9, failedTries: 0, atMs: 9_800 });
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
    const parked: Supervised['eventSources'] = {
      turn: async (isPaused) => {
        await parkedBy(refused);
        return turn(isPaused);
      },
    };
    expect(await supervise({ ...parts, eventSources: parked }, look)).toMatchObject({
      did: ['enabled'],
      failure: { name: 'IncidentChangedError' },
    });
    expect(await supervise(parts, look)).toMatchObject({ did: ['paused', 'alerted'] });
  });
});

describe('looking at a destination whose credentials were refused', () => {
  it('pauses its event sources and alerts once', async () => {
    await parkedBy(refused);
    expect(await supervise(parts, look)).toEqual({ did: ['paused', 'alerted'] });
    expect(await supervise(parts, look)).toEqual({ did: [] });
    expect(story).toEqual(['disable while parked', 'alert: HTTP 401']);
    expect(await account.parking()).toMatchObject({ alertedAtMs: 10_000 });
  });

  it('pauses what a deployment enabled again, without another alert', async () => {
    await pausedAndAlerted(refused);
    enabled = [true, false];
    expect(await supervise(parts, look)).toEqual({ did: ['paused'] });
    expect(enabled).toEqual([false, false]);
  });

  it('alerts although an event source cannot be paused just now, and comes back for it', async () => {
    await parkedBy(refused);
    const failure = awsError('ResourceInUseException');
    const busy = { ...parts, eventSources: { turn: failing('ResourceInUseException') } };
    expect(await supervise(busy, look)).toEqual({ did: ['alerted'], failure });
    expect(await supervise(parts, look)).toEqual({ did: ['paused'] });
  });

  it('pauses although the alert cannot be published, and publishes it when the claim is over', async () => {
    await parkedBy(refused);
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
    expect((await supervise(parts, look)).did[0]).toBe('alerted');
  });

  it('alerts again when the one that published died before it could say so: twice is better than never', async () => {
    await parkedBy(refused);
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
    await parkedBy(refused);
    await account.claimAlert(9_000);
    expect(await supervise(parts, look)).toMatchObject({
      did: ['paused'],
      failure: { name: 'IncidentChangedError' },
    });
  });

  it('ends no incident before its alert is out, for the one that claimed it may be dead', async () => {
    await parkedBy(refused);
    await account.claimAlert(9_000);
    newSecret('v2');
    expect((await supervise(parts, look)).did).toEqual(['paused']);
    nowMs += 60_000;
    expect((await supervise(parts, look)).did).toEqual(['alerted', 'probed', 'resumed', 'enabled']);
  });

  it('does not probe the credentials that were refused, before the look at them is due', async () => {
    await pausedAndAlerted(refused);
    expect(await supervise(parts, look)).toEqual({ did: [] });
    // They were refused a second ago, and are looked at after two.
    expect(asked.at(-1)).toEqual([following(), 2]);
  });

  it('looks at the same credentials again, and goes on when they pass: their third party may take its time', async () => {
    await pausedAndAlerted(refused);
    answer = { outcome: 'refused', reason: 'HTTP 401', told: 'no such key' };
    nowMs = 11_000;
    expect(await supervise(parts, following())).toEqual({ did: ['probed'], reason: 'HTTP 401' });
    expect(asked.at(-1)).toEqual([following(), 3]);
    expect((await account.state()).looks).toMatchObject({
      dueAtMs: 13_000,
      count: 1,
      outcome: 'HTTP 401: no such «secret»',
      atMs: 11_000,
    });
    answer = { outcome: 'passed' };
    nowMs = 13_000;
    expect(await supervise(parts, following())).toEqual({ did: ['probed', 'resumed', 'enabled'] });
    expect((await account.state()).looks).toBeUndefined();
  });

  it('is looked at by one supervisor only, and only that one asks for the next look', async () => {
    await pausedAndAlerted(refused);
    answer = { outcome: 'refused', reason: 'HTTP 401' };
    nowMs = 11_000;
    await Promise.all([supervise(parts, following()), supervise(parts, following())]);
    expect(story).toEqual(['probe']);
    expect(asked.filter(([{ ask }]) => ask === 'look')).toEqual([[following(), 3]]);
  });

  it('goes on when a newer secret passes the probe: first in the ledger, then the event sources', async () => {
    await pausedAndAlerted(refused);
    newSecret('v2');
    expect(await supervise(parts, look)).toEqual({ did: ['probed', 'resumed', 'enabled'] });
    expect(story).toEqual(['probe', 'enable while running']);
  });

  it('enables at the next look when it dies between the ledger and the event sources', async () => {
    await pausedAndAlerted(refused);
    newSecret('v2');
    const busy: Supervised['eventSources'] = {
      turn: async (isPaused) => {
        if (isPaused('one-to-thing')) return turn(isPaused);
        throw awsError('TimeoutError');
      },
    };
    expect(await supervise({ ...parts, eventSources: busy }, look)).toMatchObject({
      did: ['probed', 'resumed'],
      failure: { name: 'TimeoutError' },
    });
    expect(enabled).toEqual([false, false]);
    expect(await supervise(parts, look)).toEqual({ did: ['enabled'] });
    expect(story).toEqual(['probe', 'enable while running']);
  });

  it('remembers a newer secret that is refused too, once it is five minutes old, and alerts again for it, once', async () => {
    await pausedAndAlerted(refused);
    await afterTheFirstLook();
    newSecret('v2');
    answer = { outcome: 'refused', reason: 'HTTP 401 (expired)' };
    const looksAtSeconds: number[] = [];
    for (let steps = 0; steps < 12; steps += 1) {
      await supervise(parts, look);
      const { dueAtMs = 0, atMs = 0 } = (await account.state()).looks ?? {};
      looksAtSeconds.push((atMs - createdAtMs) / 1_000);
      nowMs = dueAtMs;
    }
    // At once, and then each time after as long again.
    expect(looksAtSeconds.slice(0, 10)).toEqual([0, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
    expect(await account.parking()).toMatchObject({ parkedAtMs: 9_000, refusedVersion: 'v2' });
    expect(story.filter((step) => step !== 'probe')).toEqual(['alert: HTTP 401']);
    expect(enabled).toEqual([false, false]);
  });

  it('tries a newer secret again at the next look when the probe says nothing about it', async () => {
    await pausedAndAlerted(refused);
    newSecret('v2');
    answer = { outcome: 'unclear', reason: 'HTTP 503' };
    expect(await supervise(parts, look)).toEqual({ did: ['probed'], reason: 'HTTP 503' });
    expect(await account.parking()).toMatchObject({ refusedVersion: 'v1' });
    answer = { outcome: 'passed' };
    expect(await supervise(parts, look)).toEqual({ did: [] });
    nowMs += 2_000;
    expect(await supervise(parts, look)).toEqual({ did: ['probed', 'resumed', 'enabled'] });
  });

  it('says why there was no probe', async () => {
    await pausedAndAlerted(refused);
    newSecret('v2');
    answer = { outcome: 'not-sent', reason: 'baseUrl must be https' };
    expect(await supervise(parts, look)).toEqual({ did: [], reason: 'baseUrl must be https' });
  });

  it('pauses and alerts although the secret cannot be read', async () => {
    await parkedBy(refused);
    const readSecret = async () => {
      throw new CredentialsError('secret thing holds no text');
    };
    expect(await supervise({ ...parts, readSecret }, look)).toEqual({
      did: ['paused', 'alerted'],
      reason: 'secret thing holds no text',
    });
  });

  it('comes back when another incident began while the probe was under way', async () => {
    await pausedAndAlerted(refused);
    newSecret('v2');
    const probe = async (): Promise<Probed> => {
      await parkedBy({ ...refused, parkedAtMs: 9_900, refusedVersion: 'v2' });
      return { outcome: 'passed' };
    };
    expect(await supervise({ ...parts, probe }, look)).toMatchObject({
      did: ['probed'],
      failure: { name: 'IncidentChangedError' },
    });
    expect([(await account.parking())?.parkedAtMs, enabled]).toEqual([9_900, [false, false]]);
  });

  it('comes back when another supervisor resumed while it was pausing', async () => {
    await parkedBy(refused);
    const resumed: Supervised['eventSources'] = {
      turn: async (isPaused) => {
        await account.resume(9_000);
        return turn(isPaused);
      },
    };
    expect(await supervise({ ...parts, eventSources: resumed }, look)).toMatchObject({
      did: ['paused'],
      failure: { name: 'IncidentChangedError' },
    });
    expect(await supervise(parts, look)).toEqual({ did: ['enabled'] });
  });
});

describe('an incident that lasts', () => {
  it('has its queues swept as soon as they are paused, and again when the next sweep is due', async () => {
    await parkedBy(byOperator);
    const sweep: SupervisorRequest = { ask: 'sweep', destination: 'thing' };
    await supervise(parts, look);
    expect(asked).toEqual([[sweep, 0]]);
    nowMs += 21_600_000 - 1;
    await supervise(parts, look);
    nowMs += 1;
    await supervise(parts, look);
    expect(asked.filter(([{ ask }]) => ask === 'sweep')).toEqual([
      [sweep, 0],
      [sweep, 0],
    ]);
    expect([enabled, (await account.parking())?.parkedAtMs]).toEqual([[false, false], 9_000]);
  });
});

describe('what waits behind a paused event source', () => {
  const byHand: Parking = { parkedAtMs: 9_000, reason: 'they move house', alertedAtMs: 9_500 };

  it('is told by its age at every look, between the sweeps too, until the event source runs again', async () => {
    await parkedBy(byHand);
    await supervise(parts, { ask: 'look' });
    await account.recordWaiting({ 'one-to-thing': 4_000 });
    nowMs = 70_000;
    await supervise(parts, { ask: 'look' });
    nowMs = 130_000;
    await supervise(parts, { ask: 'look' });
    expect(ages).toEqual([
      ['one-to-thing', 'WaitingAgeMs', 66_000],
      ['one-to-thing', 'WaitingAgeMs', 126_000],
    ]);
    await supervise(parts, { ask: 'resume', destination: 'thing' });
    await supervise(parts, { ask: 'look' });
    expect(ages).toHaveLength(2);
    expect((await account.state()).waitingSince).toBeUndefined();
  });

  it('is swept a second time once what was just deferred shows again, and then every six hours', async () => {
    await parkedBy(byHand);
    const due = async () => (await account.state()).sweepDueAtMs;
    await supervise(parts, { ask: 'look' });
    expect(await due()).toBe(10_000 + 16 * 60_000);
    nowMs = 10_000 + 16 * 60_000;
    await supervise(parts, { ask: 'look' });
    expect(await due()).toBe(nowMs + 21_600_000);
  });
});

describe('parking by an operator', () => {
  it('parks in the ledger, pauses and alerts', async () => {
    expect(await supervise(parts, park)).toEqual({ did: ['parked', 'paused', 'alerted'] });
    expect(story).toEqual(['disable while parked', 'alert: they move house']);
    expect(await account.parking()).toEqual({
      parkedAtMs: 10_000,
      reason: 'they move house',
      alertedAtMs: 10_000,
    });
  });

  it('goes on where it died, when the ask comes back', async () => {
    const dying = { ...parts, eventSources: { turn: failing('TimeoutError') } };
    expect(await supervise(dying, park)).toMatchObject({ did: ['parked', 'alerted'] });
    nowMs += 1;
    expect(await supervise(parts, park)).toEqual({ did: ['paused'], reason: 'it was parked already' });
    expect(story).toEqual(['alert: they move house', 'disable while parked']);
  });

  it('leaves an incident as it is, and does not end it', async () => {
    await pausedAndAlerted(refused);
    newSecret('v2');
    expect(await supervise(parts, park)).toEqual({ did: [], reason: 'it was parked already' });
    expect(await account.parking()).toMatchObject({ reason: 'HTTP 401', refusedVersion: 'v1' });
  });

  it('does not end by itself, whatever secret comes', async () => {
    await pausedAndAlerted(byOperator);
    newSecret('v9');
    expect(await supervise(parts, look)).toEqual({ did: [] });
    expect(await supervise(parts, { ask: 'look' })).toEqual({ did: [] });
  });
});

describe('resuming by an operator', () => {
  it.each([
    ['that an operator parked', byOperator],
    ['whose credentials were refused and are the same', refused],
  ])('lets a destination go on %s, when the probe passes', async (_what, parking) => {
    await pausedAndAlerted(parking);
    expect(await supervise(parts, resume)).toEqual({ did: ['probed', 'resumed', 'enabled'] });
    expect(story).toEqual(['probe', 'enable while running']);
  });

  it.each(['refused', 'unclear'] as const)('changes nothing when the probe is %s', async (outcome) => {
    await pausedAndAlerted(byOperator);
    answer = { outcome, reason: 'HTTP 401' };
    expect(await supervise(parts, resume)).toEqual({ did: ['probed'], reason: 'HTTP 401' });
    // Not as refused: an operator parked it, and only an operator lets it go on.
    expect(await account.parking()).toEqual({ ...byOperator, alertedAtMs: 9_500 });
    expect(enabled).toEqual([false, false]);
  });

  it('remembers a newer secret that is refused too', async () => {
    await pausedAndAlerted(refused);
    newSecret('v2');
    nowMs += 300_000;
    answer = { outcome: 'refused', reason: 'HTTP 401' };
    await supervise(parts, resume);
    expect(await account.parking()).toMatchObject({ refusedVersion: 'v2' });
  });

  it('enables what is left paused when the ledger says that it goes on', async () => {
    enabled = [false, false];
    expect(await supervise(parts, resume)).toEqual({ did: ['enabled'] });
    expect(story).toEqual(['enable while running']);
  });

  it('says why when the secret cannot be read', async () => {
    await pausedAndAlerted(byOperator);
    const readSecret = async () => {
      throw new CredentialsError('secret thing holds no text');
    };
    expect(await supervise({ ...parts, readSecret }, resume)).toEqual({
      did: [],
      reason: 'secret thing holds no text',
    });
  });
});

describe('event sources that Lambda is still at', () => {
  it('are looked at again in two seconds, and four, and so on', async () => {
    const settling: Supervised['eventSources'] = {
      turn: async () => ({ paused: 0, enabled: 1, unsettled: 1 }),
    };
    const parted = { ...parts, eventSources: settling };
    expect(await supervise(parted, resume)).toEqual({ did: ['enabled'] });
    await supervise(parted, following(1));
    expect(asked).toEqual([
      [following(1), 2],
      [following(2), 4],
    ]);
  });
});

describe('a circuit that is open', () => {
  const minuteMs = 60_000;
  /** Five minutes before now. */
  const opened = { kind: 'failing', sinceMs: 0, untilMs: 30_000, reason: 'status 503' } as const;

  beforeEach(async () => {
    nowMs = 5 * minuteMs;
    await account.setCircuit(opened);
  });

  it('has its event sources paused after five minutes, and one look a minute', async () => {
    answer = { outcome: 'unclear', reason: 'HTTP 503' };
    nowMs -= 1;
    expect(await supervise(parts, look)).toEqual({ did: [] });
    expect(asked.at(-1)).toEqual([following(), 1]);
    nowMs += 1;
    expect(await supervise(parts, following())).toEqual({ did: ['paused', 'probed'], reason: 'HTTP 503' });
    expect(asked.at(-1)).toEqual([following(), 61]);
    expect((await account.state()).circuit).toMatchObject({ sinceMs: 0, untilMs: 6 * minuteMs });
    nowMs += minuteMs - 1;
    expect(await supervise(parts, following())).toEqual({ did: [] });
    nowMs += 1;
    expect(await supervise(parts, following())).toEqual({ did: ['probed'], reason: 'HTTP 503' });
    expect([enabled, story.filter((step) => step.startsWith('alert'))]).toEqual([[false, false], []]);
  });

  it('lets the deliveries try when a look has passed, and looks no more until one has', async () => {
    enabled = [false, false];
    expect(await supervise(parts, look)).toEqual({ did: ['probed', 'let-try', 'enabled'] });
    expect((await account.state()).circuit).toMatchObject({ untilMs: 5 * minuteMs });
    nowMs += 10 * minuteMs;
    expect(await supervise(parts, look)).toEqual({ did: [] });
    await account.close();
    expect(await supervise(parts, look)).toEqual({ did: [] });
  });

  it('comes back when it was closed and opened again while the probe was under way', async () => {
    const probe = async (): Promise<Probed> => {
      await account.close();
      return { outcome: 'passed' };
    };
    expect(await supervise({ ...parts, probe }, look)).toMatchObject({
      did: ['paused', 'probed'],
      failure: { name: 'IncidentChangedError' },
    });
  });

  it('closes on resume when the probe passes', async () => {
    enabled = [false, false];
    expect(await supervise(parts, resume)).toEqual({ did: ['probed', 'resumed', 'enabled'] });
    expect((await account.state()).circuit).toBeUndefined();
  });

  it('that refuses everybody is told at once, once, and paused after five minutes like any other', async () => {
    await account.setCircuit({ ...opened, kind: 'refused', sinceMs: nowMs, untilMs: nowMs + 30_000 });
    expect(await supervise(parts, look)).toEqual({ did: ['alerted'] });
    expect(await supervise(parts, look)).toEqual({ did: [] });
    expect([story, enabled]).toEqual([['alert: status 503'], [true, true]]);
  });

  it('of one operation pauses its integrations, until its deliveries may try', async () => {
    await account.close();
    const own = { kind: 'refused', sinceMs: 0, untilMs: 8 * minuteMs, openings: 3, reason: 'HTTP 405' };
    await account.set({ operations: JSON.stringify({ 'create-one': own }) });
    expect(await supervise(parts, look)).toEqual({ did: ['paused', 'alerted'] });
    expect(enabled).toEqual([false, true]);
    expect(asked.at(-1)).toEqual([following(), 181]);
    nowMs = 8 * minuteMs;
    expect(await supervise(parts, following())).toEqual({ did: ['enabled'] });
    expect(story).toEqual(['disable while running', 'alert: HTTP 405', 'enable while running']);
  });
});

it('tells what went wrong when the ledger cannot be reached', async () => {
  parts = { ...parts, account: { ...account, state: failing('TimeoutError') } };
  expect(await supervise(parts, look)).toEqual({ did: [], failure: awsError('TimeoutError') });
});

describe('the token of a destination', () => {
  const refusing = (version?: string) => async (refusedToken: string | undefined) => {
    story.push(`token instead of ${refusedToken}`);
    throw new CredentialsError('the authorization server refuses a token for good (status 400)', version);
  };

  it('is seen to with every look, and told which one was refused', async () => {
    const keepToken = async (refusedToken: string | undefined) => {
      story.push(`token instead of ${refusedToken}`);
    };
    expect(await supervise({ ...parts, keepToken }, look)).toEqual({ did: [] });
    await supervise({ ...parts, keepToken }, { ask: 'look', destination: 'thing', refusedToken: 'id-1' });
    expect(story).toEqual(['token instead of undefined', 'token instead of id-1']);
  });

  it('that is refused for good parks, and alerts with what to do', async () => {
    const report = await supervise({ ...parts, keepToken: refusing('v1') }, look);
    expect(report.did).toEqual(['parked', 'paused', 'alerted']);
    expect(story.slice(1)).toEqual([
      'disable while parked',
      'alert: the authorization server refuses a token for good (status 400)',
    ]);
    expect(await account.parking()).toMatchObject({ refusedVersion: 'v1' });
  });

  it('holds up neither an alert nor the event sources when AWS does not let it be seen to, and comes back', async () => {
    const circuit = { kind: 'refused', openings: 1, reason: 'HTTP 405' } as const;
    await account.setCircuit({ ...circuit, sinceMs: nowMs, untilMs: nowMs + 30_000 });
    const report = await supervise({ ...parts, keepToken: failing('AccessDeniedException') }, look);
    expect(report).toEqual({ did: ['alerted'], failure: awsError('AccessDeniedException') });
  });

  it('that cannot be got just now parks nothing, and of a parked destination only a look gets one', async () => {
    expect(await supervise({ ...parts, keepToken: refusing() }, look)).toEqual({
      did: [],
      reason: 'the authorization server refuses a token for good (status 400)',
    });
    await pausedAndAlerted(byOperator);
    story = [];
    await supervise({ ...parts, keepToken: refusing() }, look);
    expect(story).toEqual([]);
  });
});
