/** Verifies as a receiver does. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Arrived } from './contract.ts';

/** What the libraries of the specification allow either way; beyond it somebody plays an old message again. */
const toleranceSeconds = 5 * 60;

/** Whether one of the signatures is made with this secret, over id, moment and bytes, and the moment is now. */
export function isSigned({ headers, body, atMs }: Arrived, secret: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (id === undefined || timestamp === undefined || signatures === undefined) return false;
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Number(timestamp) - atMs / 1_000) > toleranceSeconds) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return signatures.split(' ').some((one) => {
    const [version, text = ''] = one.split(',', 2);
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
