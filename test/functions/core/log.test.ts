import { expect, test, vi } from 'vitest';
import { createLog } from '../../../functions/core/log.ts';
import { createRedactor } from '../../../functions/core/redact/redactor.ts';

function log() {
  const lines: string[] = [];
  const redactor = createRedactor();
  redactor.addSecret('sk_test_4eC39HqLyjWD');
  return { lines, log: createLog((line) => lines.push(line), redactor.secrets, { environment: 'dev' }) };
}

test('a line is one line of JSON with the constant fields', () => {
  const { lines, log: one } = log();
  one.write('info', 'delivery.settled', { outcome: 'duplicate', reason: 'two\nlines' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'INFO',
    message: 'delivery.settled',
    environment: 'dev',
    outcome: 'duplicate',
    reason: 'two\nlines',
  });
});

test('fields of one line do not stay for the next', () => {
  const { lines, log: one } = log();
  one.write('warn', 'first', { only: 'here' });
  one.write('error', 'second', {});
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ level: 'ERROR', message: 'second' });
  expect(JSON.parse(lines[1] ?? '')).not.toHaveProperty('only');
});

test('a secret is taken out of messages, values at any depth, and keys', () => {
  const { lines, log: one } = log();
  const secret = 'sk_test_4eC39HqLyjWD';
  one.write('info', `with ${secret}`, {
    deep: [{ text: `Bearer ${secret}` }, JSON.stringify({ secret })],
    [secret]: 1,
    base64: Buffer.from(`user:${secret}`).toString('base64'),
  });
  expect(lines[0]).not.toContain(secret);
  expect(lines[0]).not.toContain(Buffer.from(secret).toString('base64').slice(4, 16));
  expect(lines[0]).toContain('Bearer «secret»');
  expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
});

test('what cannot be written says so instead of throwing', () => {
  const { lines, log: one } = log();
  const hostile = {
    get field(): string {
      throw new Error('no');
    },
  };
  one.write('info', 'delivery.attempted', { hostile });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('delivery.attempted');
});

test('the name of an event cannot take the place of the level or the message', () => {
  const { lines, log: one } = log();
  one.write('error', 'delivery.failed', { subject: '__proto__', eventId: 'constructor' });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'ERROR',
    message: 'delivery.failed',
    eventId: 'constructor',
  });
});

test('a line carries nothing that nobody reads, for each of its bytes is billed', () => {
  vi.stubEnv(
    '_X_AMZN_TRACE_ID',
    'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0',
  );
  const { lines, log: one } = log();
  one.write('info', 'delivery.settled', { outcome: 'duplicate' });
  vi.unstubAllEnvs();
  expect(Object.keys(JSON.parse(lines[0] ?? ''))).toEqual([
    'level',
    'message',
    'timestamp',
    'environment',
    'outcome',
  ]);
});
