import { deliveriesOf, type Evidence, lettersOf } from '../evidence.ts';

/** Nothing of one event in the request, the lines or the dead letter of another. */
export function isolation(evidence: Evidence): readonly string[] {
  const { world, lines } = evidence;
  const wrong: string[] = [];
  const numberOfKey = new Map<string, string>();
  for (const { name, arrivals } of world.thirdParties.values()) {
    for (const { body, path, idempotencyKey } of arrivals) {
      const numbers = numbersIn(body);
      if (numbers.size > 1)
        wrong.push(`a request to ${name} is about ${[...numbers].join(' and ')}: ${path}`);
      const [number] = numbers;
      if (idempotencyKey === undefined || number === undefined) continue;
      const known = numberOfKey.get(idempotencyKey) ?? number;
      if (known !== number) wrong.push(`${idempotencyKey} is used for ${known} and ${number}`);
      numberOfKey.set(idempotencyKey, number);
    }
  }
  for (const { fields } of lines) {
    const number = numberOfId(fields.eventId);
    const body = (fields.request as { body?: string } | undefined)?.body ?? '';
    const others = [...numbersIn(body)].filter((one) => one !== number);
    if (number !== undefined && others.length > 0)
      wrong.push(`a line about ${number} shows ${others.join(', ')}`);
  }
  const letters = new Map(
    world.workers.map(({ deadLetterQueueName }) => [
      deadLetterQueueName,
      lettersOf(world, deadLetterQueueName).map(({ body, diagnosis }) => ({
        body,
        numbers: numbersIn(JSON.stringify(diagnosis ?? {})),
      })),
    ]),
  );
  for (const { event, integration, worker } of deliveriesOf(evidence)) {
    const thirdParty = world.thirdParties.get(integration.operation.destination.name);
    const { repeat } = integration.operation;
    if (repeat.by === 'key') continue;
    for (const { body, numbers } of letters.get(worker.deadLetterQueueName) ?? []) {
      const isOthers = body !== event.body && numbers.has(event.number);
      if (isOthers) wrong.push(`a dead letter at ${thirdParty?.name} tells of ${event.number}`);
    }
  }
  return wrong;
}

const places = [
  /customer\.(\d+)(?:@|%40)example/g,
  /externalClientId\]=(\d+)/g,
  /paymentId\]=pay_(\d+)/g,
  /"external_id":"(\d+)"/g,
  /"external_client_id":"(\d+)"/g,
  /"to":"(\d+)"/g,
];

const numbersIn = (text: string) =>
  new Set(places.flatMap((place) => [...text.matchAll(place)].map(([, number = '']) => number)));

const numberOfId = (id: unknown) => /^(?:customer|payment)-(\d+)$/.exec(String(id))?.[1];
