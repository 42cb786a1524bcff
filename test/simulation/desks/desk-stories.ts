/** For each way in which a request may be repeated: an answer that is lost, an event that comes late again, two redrives. */

import { customerCreated } from '../../../functions/events/customer-created.ts';
import { type Evidence, lettersOf, type Published } from '../evidence.ts';
import { customerBody } from '../fixture-events.ts';
import { effectsOf } from '../invariants/effects.ts';
import type { Stage, Story } from '../story.ts';
import { type Desk, desks } from './desk.ts';

const minuteMs = 60_000;

/** To whom nothing but one lost answer happens; the event comes again when all is over. */
const lost = letterTo(1);
/** Refused, and after a redrive its answer is lost. */
const refused = letterTo(2);
/** Its answer is lost, and what comes next is refused: the repetition, or the question whether it happened. */
const lostAndRefused = letterTo(3);

/** A death besides comes by the crash points. */
export const deskStories: readonly Story[] = desks.map((desk) => ({
  name: `${desk.name}: an answer that is lost, a late duplicate and two redrives`,
  scenario: { integrations: [desk.integration], contracts: { [desk.name]: desk.contract } },
  phases: { chaosMs: 5 * minuteMs, drainMs: 12 * 60 * minuteMs },
  tell: (stage) => {
    meets(stage, desk, lost, 'reset-after');
    meets(stage, desk, refused, 'rejected', 'reset-after');
    meets(stage, desk, lostAndRefused, 'reset-after', 'rejected');
    for (const event of [lost, refused, lostAndRefused]) stage.publish(event);
    stage.publish(lost, 3 * minuteMs);
  },
  redrives: ['all', 'all', 'looked'],
  expects: (evidence) => countedOnce(evidence, desk),
}));

function letterTo(number: number): Published {
  const id = `customer-${number}`;
  return { id, type: customerCreated.type, body: customerBody(number), number: `${number}`, isValid: true };
}

function meets({ world }: Stage, { name }: Desk, { number }: Published, ...kinds: readonly Trouble[]): void {
  const faults = kinds.map((kind) => ({ kind, match: { externalId: number } }));
  world.thirdParties.get(name)?.reception.faults.add(faults);
}
type Trouble = 'reset-after' | 'rejected';

/** Whose outcome no repetition settles: what lies in the dead-letter queue in the end, after two redrives of all. */
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
  const letters = lettersOf(evidence.world, worker?.deadLetterQueueName ?? '');
  const found = letters.map(({ body, diagnosis }) => `${diagnosis?.code} ${JSON.parse(body).id}`).sort();
  const { by } = integration.operation.repeat;
  const expected = (unknownInTheEnd[by] ?? []).map(({ id }) => `OUTCOME_UNKNOWN ${id}`);
  return [
    ...(`${found}` === `${expected}` ? [] : [`expected the dead letters ${expected}, got ${found}`]),
    ...[lost, refused, lostAndRefused].flatMap((event) => {
      const { length } = effectsOf(evidence, integration, event).filter(({ created }) => created);
      return length === 1 ? [] : [`${event.id} was made ${length} times`];
    }),
  ];
}
