import { deliveryKey } from '../../../functions/core/deliver/delivery-key.ts';
import { deliveriesOf, type Evidence, type Told } from '../evidence.ts';

/** Only attempts count towards giving up: neither throttling nor refused credentials move the count or the horizon. */
export function attemptsAndWaiting(evidence: Evidence): readonly string[] {
  const wrong: string[] = [];
  const attempted = evidence.lines.filter(({ fields }) => fields.message === 'delivery.attempted');
  const byDelivery = Map.groupBy(attempted, ({ fields }) => `${fields.integration} ${fields.eventId}`);
  for (const { event, integration, name } of deliveriesOf(evidence)) {
    const attempts = byDelivery.get(`${integration.name} ${event.id}`) ?? [];
    for (const [at, attempt] of attempts.entries()) {
      const next = attempts[at + 1];
      if (next === undefined || !isFree(attempt)) continue;
      if (numberOf(next) > numberOf(attempt)) {
        wrong.push(`${name}: attempt ${numberOf(next)} follows ${numberOf(attempt)}, which was free`);
      }
    }
    const item = evidence.world.services.table.item(
      deliveryKey({ integration: integration.name, source: '/shop', id: event.id }),
    );
    const backedOffMs = Number(item?.backedOffMs?.N ?? 0);
    const waitedMs = attempts
      .filter(({ fields }) => fields.outcome === 'retry')
      .reduce((sum, { fields }) => sum + Number(fields.nextAttemptInMs ?? 0), 0);
    if (backedOffMs > waitedMs)
      wrong.push(`${name} counts ${backedOffMs} ms of backoff, ${waitedMs} were set`);
  }
  return wrong;
}

const numberOf = ({ fields }: Told) => Number(fields.attempt);

const isFree = ({ fields }: Told) =>
  ['RATE_LIMITED', 'CREDENTIALS_REJECTED'].includes(
    String((fields.error as { code?: unknown } | undefined)?.code),
  );
