/** What single stories must end in when nothing else goes wrong: sentences about what they do not. */
import { type Evidence, lettersOf } from './evidence.ts';
import { defaultStartMs } from './kernel.ts';

const minuteMs = 60_000;

/** How long what `spared` judges is down, milliseconds. */
export const outageMs = 10 * minuteMs;

/** One drift, told once by all sandboxes together, and asked about when no delivery was in hand any more. */
export function driftIsTold({ world, claims, lines }: Evidence): readonly string[] {
  const { invocations = 0, coldStarts = 0 } = world.workers[0]?.lambda.stats ?? {};
  const told = lines.filter(({ fields }) => fields.message === 'contract.drifted');
  const asked = claims.filter(({ isTold }) => !isTold);
  return [
    ...(coldStarts > 3 ? [] : [`${coldStarts} sandboxes in ${invocations} invocations are too few to tell`]),
    ...(asked.length === coldStarts ? [] : [`${asked.length} claims of ${coldStarts} sandboxes`]),
    ...(told.length === 1 ? [] : [`a drift was told of ${told.length} times`]),
    ...claims.filter(({ inHand }) => inHand > 0).map(() => 'a delivery in hand had to wait for a claim'),
  ];
}

/**
 * Who fails is let alone: after the first minute only one request at a time tries whether it is well again, and from the fifth
 * on the supervisor looks once a minute.
 */
export function spared({ world }: Evidence): readonly string[] {
  const arrivals = world.thirdParties.get('gazette')?.arrivals ?? [];
  const later = arrivals.filter(
    ({ atMs }) => atMs - defaultStartMs > minuteMs && atMs - defaultStartMs < outageMs,
  );
  // Trials after 30 s, 60 s, 120 s and so on, and looks after 5 min, 6 min and so on.
  return later.length > 8 ? [`a third party that was down got ${later.length} requests`] : [];
}

/** The most that is asked of who says no, in any hour but the first: a look a minute. */
const callsAnHourMax = 60;

/** Who asks for less is asked for little, for as long as it lasts; and nothing dies of waiting for it. */
export function letWait({ world }: Evidence): readonly string[] {
  const hourMs = 60 * minuteMs;
  const refused = [...world.thirdParties.values()].flatMap(({ arrivals }) =>
    arrivals.flatMap(({ statusCode, atMs }) => (statusCode === 429 ? [atMs - defaultStartMs] : [])),
  );
  const hours = new Map<number, number>();
  for (const ms of refused) hours.set(Math.floor(ms / hourMs), (hours.get(Math.floor(ms / hourMs)) ?? 0) + 1);
  const letters = world.workers.flatMap(({ deadLetterQueueName }) => lettersOf(world, deadLetterQueueName));
  return [
    ...[...hours].flatMap(([hour, calls]) =>
      hour > 0 && calls > callsAnHourMax
        ? [`whoever asks for less got ${calls} calls in hour ${hour + 1}`]
        : [],
    ),
    ...letters.map(({ diagnosis }) => `a dead letter: ${diagnosis?.code}`),
  ];
}

/** Dead, with this code, and nothing else. */
export function endsAs({ world }: Evidence, code: string): readonly string[] {
  const codes = world.workers.flatMap(({ deadLetterQueueName }) =>
    lettersOf(world, deadLetterQueueName).map(({ diagnosis }) => String(diagnosis?.code)),
  );
  const isSo = codes.length > 0 && codes.every((one) => one === code);
  return isSo ? [] : [`expected dead letters ${code} and no others, got ${codes.join(', ') || 'none'}`];
}

/** Deliveries were left to their leases, and delivered in the end. */
export function settledByRepeating({ world, lines }: Evidence): readonly string[] {
  const left = lines.filter(({ fields }) => fields.message === 'ledger.not-kept');
  const letters = world.workers.flatMap(({ deadLetterQueueName }) => lettersOf(world, deadLetterQueueName));
  return [
    ...(left.length > 0 ? [] : ['every delivery was put down: nothing was tried']),
    ...letters.map(({ diagnosis }) => `a dead letter: ${diagnosis?.code}`),
  ];
}

/** Nothing is dead any more, and each delivery had an attempt that was refused. */
export function settledByRedriving({ world, published, lines }: Evidence): readonly string[] {
  const letters = world.workers.flatMap(({ deadLetterQueueName }) => lettersOf(world, deadLetterQueueName));
  const refused = lines.filter(
    ({ fields }) => (fields.error as { code?: unknown } | undefined)?.code === 'REQUEST_REJECTED',
  );
  return [
    ...(refused.length === published.length ? [] : [`${refused.length} requests were refused`]),
    ...letters.map(({ diagnosis }) => `a dead letter: ${diagnosis?.code}`),
  ];
}
