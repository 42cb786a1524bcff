/** For each way in which a request may be repeated: an answer that is lost, an event that comes late again, two redrives. */

import { customerCreated } from '../../fixtures/shop/functions/events/customer-created.ts';
import { type Evidence, lettersOf, type Published } from '../evidence.ts';
import { endsAs } from '../expectations.ts';
import { customerBody } from '../fixture-events.ts';
import { effectsOf } from '../invariants/effects.ts';
import type { Stage, Story } from '../story.ts';
import { type Desk, desks, desperateDesk, muteDesk, otherDesks } from './desk.ts';

const minuteMs = 60_000;

/** To whom nothing but one lost answer happens; the event comes again when all is over. */
const lost = letterTo(1);
/** Refused, and after a redrive its answer is lost. */
const refused = letterTo(2);
/** Its answer is lost, and what comes next is refused: the repetition, or the question whether it happened. */
const lostAndRefused = letterTo(3);

/** It never arrived, which its sender cannot know. */
const notArrived = letterTo(4);
const letters = [lost, refused, lostAndRefused, notArrived];

const ofDesk = (desk: Desk): Story => ({
  name: `a lost answer, a late duplicate and two redrives at ${desk.name}`,
  scenario: { integrations: [desk.integration], contracts: { [desk.name]: desk.contract } },
  phases: { chaosMs: 5 * minuteMs, drainMs: 12 * 60 * minuteMs },
  tell: (stage) => {
    meets(stage, desk, lost, 'reset-after');
    meets(stage, desk, refused, 'rejected', 'reset-after');
    meets(stage, desk, lostAndRefused, 'reset-after', 'rejected');
    meets(stage, desk, notArrived, 'reset-before');
    for (const event of letters) stage.publish(event);
    stage.publish(lost, 3 * minuteMs);
  },
  redrives: ['all', 'all', 'looked'],
  expects: (evidence) => countedOnce(evidence, desk),
});

const story = (desk: Desk, name: string, told: Pick<Story, 'tell' | 'expects'>): Story => ({
  name,
  scenario: { integrations: [desk.integration], contracts: { [desk.name]: desk.contract } },
  phases: { chaosMs: 5 * minuteMs, drainMs: 12 * 60 * minuteMs },
  redrives: ['all', 'all', 'looked'],
  ...told,
});

export const deskStories: readonly Story[] = [
  // A death besides comes by the crash points.
  ...desks.map(ofDesk),
  ...otherDesks.map((desk) => ({ ...ofDesk(desk), isToldOnce: true })),
  story(muteDesk, 'a yes that nobody can read', {
    tell: (stage) => {
      meets(stage, muteDesk, lost, 'reset-before');
      stage.publish(lost);
    },
    expects: (evidence) => {
      const writes = evidence.world.thirdParties.get(muteDesk.name)?.arrivals.length;
      return [
        ...endsAs(evidence, 'OUTCOME_UNKNOWN'),
        ...(writes === 4 ? [] : [`it was written ${writes} times`]),
      ];
    },
  }),
  story(desperateDesk, 'what cannot be repeated, with a follow-up that no declaration may have', {
    tell: (stage) => {
      meets(stage, desperateDesk, lost, 'rejected', 'reset-after');
      stage.publish(lost);
    },
  }),
];

function letterTo(number: number): Published {
  const id = `customer-${number}`;
  return { id, type: customerCreated.type, body: customerBody(number), number: `${number}`, isValid: true };
}

function meets({ world }: Stage, { name }: Desk, { number }: Published, ...kinds: readonly Trouble[]): void {
  const faults = kinds.map((kind) => ({ kind, match: { externalId: number } }));
  world.thirdParties.get(name)?.reception.faults.add(faults);
}
type Trouble = 'reset-after' | 'reset-before' | 'rejected';

/** Whose outcome no repetition settles, and which happened: what lies in the dead-letter queue when all is redriven. */
const unknownInTheEnd: Readonly<Record<string, readonly Published[]>> = {
  key: [],
  upsert: [],
  // The question was refused: whether it happened nobody knows.
  lookup: [lostAndRefused],
  never: [lost, refused, lostAndRefused],
};

/** Each letter has come once, and who is not known to have it is the one whom nobody could ask about. */
function countedOnce(evidence: Evidence, { integration }: Desk): readonly string[] {
  const [worker] = evidence.world.workers;
  const dead = lettersOf(evidence.world, worker?.deadLetterQueueName ?? '');
  const found = dead.map(({ body, diagnosis }) => `${diagnosis?.code} ${JSON.parse(body).id}`).sort();
  const { by } = integration.operation.repeat;
  const expected = (unknownInTheEnd[by] ?? []).map(({ id }) => `OUTCOME_UNKNOWN ${id}`);
  return [
    ...(`${found}` === `${expected}` ? [] : [`expected the dead letters ${expected}, got ${found}`]),
    ...letters.flatMap((event) => {
      const { length } = effectsOf(evidence, integration, event).filter(({ created }) => created);
      return length === 1 ? [] : [`${event.id} was made ${length} times`];
    }),
  ];
}
