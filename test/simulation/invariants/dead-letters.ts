import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { type Evidence, lettersOf, type Published } from '../evidence.ts';
import { arrivalsAbout } from './arrivals.ts';

const codes = [
  'INVALID_EVENT',
  'UNMAPPABLE',
  'REQUEST_REJECTED',
  'RETRIES_EXHAUSTED',
  'EXPIRED',
  'OUTCOME_UNKNOWN',
  'CRASH_LOOP',
];

/** Every dead letter is an event as it was published, says why, and says something that can be so. */
export function deadLetters(evidence: Evidence): readonly string[] {
  const { world, published, parkings } = evidence;
  const bodies = new Map(published.map((event) => [event.body, event]));
  return world.workers.flatMap(({ deadLetterQueueName, integration, lambda }) =>
    lettersOf(world, deadLetterQueueName).flatMap(({ body, diagnosis }) => {
      const event = bodies.get(body);
      const about = `a dead letter of ${integration.name}`;
      if (event === undefined) return [`${about} is no event that was published`];
      if (diagnosis === undefined) return [`${about} has no diagnosis (${event.id})`];
      const { code, stage, attempts, firstReceivedAt, failedAt, destination, fingerprint, advice } =
        diagnosis;
      const isWhole =
        codes.includes(String(code)) &&
        ['parse', 'take', 'map', 'attempt', 'settle'].includes(String(stage)) &&
        Number.isInteger(attempts) &&
        [firstReceivedAt, failedAt].every((at) => !Number.isNaN(Date.parse(String(at)))) &&
        destination === integration.operation.destination.name &&
        /^[0-9a-f]{12}$/.test(String(fingerprint)) &&
        String(advice).includes('—');
      if (!isWhole) return [`${about} has half a diagnosis: ${JSON.stringify(diagnosis)}`];
      if ((code === 'INVALID_EVENT') === event.isValid) return [`${about} calls ${event.id} ${code}`];
      if (code !== 'INVALID_EVENT' && parkings.length === 0 && isQuiet(world))
        return [`${about} is ${code}, and nothing went wrong`];
      const deaths = Object.values(lambda.stats.deaths).reduce((sum, count) => sum + count, 0);
      if (code === 'CRASH_LOOP' && deaths < 5)
        return [`${about} is called a crash loop after ${deaths} deaths`];
      if (code === 'OUTCOME_UNKNOWN' && !canBeUnknown(world, integration, event))
        return [`${about} gave up what could be settled`];
      return [];
    }),
  );
}

/** No repetition settles it: there is none, the key is forgotten, or the question whether it happened was refused. */
function canBeUnknown(world: Evidence['world'], { operation }: AnyIntegration, event: Published): boolean {
  const { by } = operation.repeat;
  if (by !== 'lookup') return by === 'never' || by === 'key';
  return arrivalsAbout(world, operation.destination.name, event).some(
    ({ method, statusCode = 0 }) => method === 'GET' && statusCode === 400,
  );
}

/** No fault, no death, and every third party content: whatever is dead then, where nobody parked anything, died of us. */
const isQuiet = ({ outside, workers, thirdParties }: Evidence['world']) =>
  Object.keys(outside.struck).length === 0 &&
  workers.every(({ lambda }) => Object.keys(lambda.stats.deaths).length === 0) &&
  [...thirdParties.values()].every(({ arrivals }) =>
    arrivals.every(({ ending, statusCode = 500 }) => ending === 'answer' && statusCode < 400),
  );
