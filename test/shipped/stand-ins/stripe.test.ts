import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stripe } from '../../../lib/local/stand-ins/stripe.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';

let at: Rig;
beforeEach(async () => {
  at = await rig(stripe);
});
afterEach(() => at.standIn.stop());

const customer = 'email=ada%40example.com&name=Ada+L%C3%B6w&metadata[externalClientId]=7';
const post = (body: string, key?: string, path = '/v1/customers') =>
  at.call('POST', path, body, key === undefined ? {} : { 'idempotency-key': key });

describe('creating', () => {
  test('a customer is made of a form with nested keys, and booked under its external id', async () => {
    const { statusCode, headers, body } = await post(`${customer}&address[city]=Ulm&preferred_locales[0]=de`);
    expect(statusCode).toBe(200);
    expect(headers['request-id']).toMatch(/^req_\w{14}$/);
    expect(body).toMatchObject({ object: 'customer', name: 'Ada Löw', address: { city: 'Ulm' } });
    expect(at.standIn.journal.entities).toMatchObject([{ id: body.id, kind: 'customer', externalId: '7' }]);
    expect(at.standIn.journal.effects).toMatchObject([{ id: body.id, created: true, externalId: '7' }]);
  });

  test('without a key the same customer is made twice: Stripe has no upsert', async () => {
    await post(customer);
    await post(customer);
    expect(at.standIn.journal.entities).toHaveLength(2);
  });

  test('a payment intent is known by its own id rather than the customer in its metadata', async () => {
    const body = 'amount=1999&currency=EUR&metadata[externalClientId]=7&metadata[externalPaymentId]=pay-1';
    const reply = await post(body, undefined, '/v1/payment_intents');
    expect(reply.body).toMatchObject({ amount: 1999, currency: 'eur', status: 'requires_payment_method' });
    expect(at.standIn.journal.entities).toMatchObject([{ kind: 'payment_intent', externalId: 'pay-1' }]);
  });
});

describe('refusing', () => {
  test.each([
    ['/v1/customers', 'nome=Ada', 'parameter_unknown', 'nome'],
    ['/v1/customers', 'address[town]=Ulm', 'parameter_unknown', 'address[town]'],
    ['/v1/customers', 'name=', 'parameter_invalid_empty', 'name'],
    ['/v1/customers', 'email=nobody', 'email_invalid', 'email'],
    ['/v1/payment_intents', 'currency=eur', 'parameter_missing', 'amount'],
    ['/v1/payment_intents', 'amount=100', 'parameter_missing', 'currency'],
    ['/v1/payment_intents', 'amount=19.99&currency=eur', 'parameter_invalid_integer', 'amount'],
    ['/v1/payment_intents', 'amount=1&currency=eur&customer=cus_0', 'resource_missing', 'customer'],
  ])('%s refuses %s as %s', async (path, form, code, param) => {
    const { statusCode, body } = await post(form, undefined, path);
    expect(statusCode).toBe(400);
    expect(body.error).toMatchObject({ type: 'invalid_request_error', code, param });
    expect(at.standIn.journal.effects).toEqual([]);
  });

  test('a currency that there is not is refused in the words that name those that there are', async () => {
    const { statusCode, body } = await post('amount=100&currency=zzz', undefined, '/v1/payment_intents');
    expect([statusCode, body.error.param]).toEqual([400, 'currency']);
    expect(body.error.message).toMatch(
      /^Invalid currency: zzz\. Stripe currently supports these currencies: .*eur.*usd/,
    );
  });

  test('JSON is refused: Stripe reads forms', async () => {
    const { statusCode, body } = await at.call('POST', '/v1/customers', { name: 'Ada' });
    expect(statusCode).toBe(400);
    expect(body.error.message).toContain('application/x-www-form-urlencoded');
  });

  test('a wrong key gets 401 that quotes its last four characters only', async () => {
    const headers = { authorization: 'Bearer sk_test_abcdefghijkl' };
    const { statusCode, body } = await at.call('GET', '/v1/balance', undefined, headers);
    expect(statusCode).toBe(401);
    expect(body.error.message).toBe('Invalid API Key provided: sk_test_********ijkl');
  });

  test('a body over 1 MiB is refused', async () => {
    const { statusCode } = await post(`description=${'x'.repeat(1024 * 1024)}`);
    expect(statusCode).toBe(400);
    expect(at.standIn.journal.entities).toEqual([]);
  });

  test('the 26th request within a closed second gets 429 without Retry-After', async () => {
    const get = () => at.call('GET', '/v1/balance');
    for (let n = 0; n < 25; n += 1) expect((await get()).statusCode).toBe(200);
    at.clock.ms += 1_000;
    const refused = await get();
    expect(refused.statusCode).toBe(429);
    expect(refused.body.error).toMatchObject({ type: 'invalid_request_error', code: 'rate_limit' });
    expect(refused.headers).toHaveProperty('stripe-rate-limited-reason');
    expect(refused.headers).not.toHaveProperty('retry-after');
    at.clock.ms += 1;
    expect((await get()).statusCode).toBe(200);
  });
});

describe('idempotency keys', () => {
  test('the same request with the same key is answered from memory for 24 hours', async () => {
    const first = await post(customer, 'k');
    at.clock.ms += 24 * 3_600_000 - 1;
    const again = await post(customer, 'k');
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.headers['original-request']).toBe(first.headers['request-id']);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(at.standIn.journal.effects).toHaveLength(1);
    at.clock.ms += 1;
    expect((await post(customer, 'k')).body.id).not.toBe(first.body.id);
  });

  test('other parameters or another endpoint under the same key are an idempotency_error', async () => {
    await post(customer, 'k');
    const other = await post(`${customer}&phone=1`, 'k');
    expect([other.statusCode, other.body.error.type]).toEqual([400, 'idempotency_error']);
    const elsewhere = await post('amount=1&currency=eur', 'k', '/v1/payment_intents');
    expect([elsewhere.statusCode, elsewhere.body.error.type]).toEqual([400, 'idempotency_error']);
  });

  test('a refused validation is not remembered', async () => {
    expect((await post('nome=Ada', 'k')).statusCode).toBe(400);
    expect((await post('name=Ada', 'k')).statusCode).toBe(200);
  });

  test('a request whose twin is still being worked on gets 409, and passes when the twin has left', async () => {
    at.standIn.faults.add([{ kind: 'hang' }]);
    const leave = new AbortController();
    const headers = { 'idempotency-key': 'k' };
    const hanging = at.call('POST', '/v1/customers', customer, headers, leave.signal);
    await expect.poll(() => at.standIn.journal.arrivalsCount).toBe(1);
    const twin = await post(customer, 'k');
    expect([twin.statusCode, twin.body.error.code]).toEqual([409, 'idempotency_key_in_use']);
    leave.abort();
    await expect(hanging).rejects.toThrow();
    await expect.poll(async () => (await post(customer, 'k')).statusCode).toBe(200);
  });

  test('a repetition that hangs or fails takes nothing from what is known under its key', async () => {
    expect((await post(customer, 'k')).statusCode).toBe(200);
    at.standIn.faults.add([{ kind: 'hang' }, { kind: 'error-500', saved: true }]);
    const leave = new AbortController();
    const headers = { 'idempotency-key': 'k' };
    const hanging = at.call('POST', '/v1/customers', customer, headers, leave.signal);
    await expect.poll(() => at.standIn.journal.arrivalsCount).toBe(2);
    leave.abort();
    await expect(hanging).rejects.toThrow();
    expect((await post(customer, 'k')).statusCode).toBe(500);
    const replayed = await post(customer, 'k');
    expect([replayed.statusCode, replayed.headers['idempotent-replayed']]).toEqual([200, 'true']);
    expect(at.standIn.journal.effects).toHaveLength(1);
  });

  test('a failure is forgotten, or repeated when the fault says that it was saved', async () => {
    at.standIn.faults.add([{ kind: 'error-500' }, { kind: 'error-500', saved: true }]);
    expect((await post(customer, 'a')).statusCode).toBe(500);
    expect((await post(customer, 'b')).statusCode).toBe(500);
    expect((await post(customer, 'a')).statusCode).toBe(200);
    const replayed = await post(customer, 'b');
    expect([replayed.statusCode, replayed.headers['idempotent-replayed']]).toEqual([500, 'true']);
    expect(at.standIn.journal.effects.map(({ key }) => key)).toEqual(['a']);
  });
});

test.each(['/v1/account', '/v1/balance'])('%s answers a probe', async (path) => {
  expect((await at.call('GET', path)).statusCode).toBe(200);
});

describe('lists', () => {
  const list = (query: string) => at.call('GET', `/v1/customers${query}`);

  test('the newest comes first, and the id of the last one leads to the next page', async () => {
    const ids = [(await post('name=Ada')).body.id, (await post('name=Eva')).body.id];
    const first = await list('?limit=1');
    expect(first.body).toMatchObject({ object: 'list', url: '/v1/customers', has_more: true });
    expect(first.body.data).toMatchObject([{ id: ids[1], name: 'Eva' }]);
    const second = await list(`?limit=1&starting_after=${ids[1]}`);
    expect(second.body).toMatchObject({ has_more: false, data: [{ id: ids[0] }] });
    expect(second.body.data).toHaveLength(1);
  });

  test('customers can be asked for by email', async () => {
    await post('email=ada@example.com');
    await post('email=eva@example.com');
    expect((await list('?email=ada%40example.com')).body.data).toMatchObject([{ email: 'ada@example.com' }]);
    expect((await list('?email=nobody%40example.com&limit=1')).body).toMatchObject({
      data: [],
      has_more: false,
    });
  });

  test('a list holds one kind of thing', async () => {
    await post('name=Ada');
    await post('amount=100&currency=eur', undefined, '/v1/payment_intents');
    expect((await list('')).body.data).toMatchObject([{ object: 'customer' }]);
    expect((await at.call('GET', '/v1/payment_intents')).body.data).toMatchObject([{ amount: 100 }]);
  });

  test.each([
    ['limit=0', 'parameter_invalid_integer', 'limit'],
    ['limit=101', 'parameter_invalid_integer', 'limit'],
    ['limit=one', 'parameter_invalid_integer', 'limit'],
    ['starting_after=cus_0', 'resource_missing', 'starting_after'],
    ['page=2', 'parameter_unknown', 'page'],
  ])('%s is refused as %s', async (query, code, param) => {
    const { statusCode, body } = await list(`?${query}`);
    expect(statusCode).toBe(400);
    expect(body.error).toMatchObject({ code, param });
  });

  test('a query that cannot be decoded is refused', async () => {
    expect((await list('?limit=%zz')).statusCode).toBe(400);
  });
});

describe('removing', () => {
  test('a customer is gone from ledger and list, and remembered as deleted', async () => {
    const { id } = (await post(customer)).body;
    const gone = { id, object: 'customer', deleted: true };
    expect((await at.call('DELETE', `/v1/customers/${id}`)).body).toEqual(gone);
    expect(at.standIn.journal.entities).toEqual([]);
    expect((await at.call('GET', '/v1/customers')).body.data).toEqual([]);
    expect((await at.call('GET', `/v1/customers/${id}`)).body).toEqual(gone);
    const again = await at.call('DELETE', `/v1/customers/${id}`);
    expect([again.statusCode, again.body.error.code]).toEqual([404, 'resource_missing']);
    expect(at.standIn.journal.effects).toMatchObject([{ id, created: true }]);
  });

  test('a payment intent is canceled, once, and stays', async () => {
    const { id } = (await post('amount=100&currency=eur', undefined, '/v1/payment_intents')).body;
    const cancel = (form: string) => post(form, undefined, `/v1/payment_intents/${id}/cancel`);
    expect((await cancel('why=x')).body.error).toMatchObject({ code: 'parameter_unknown', param: 'why' });
    const { body } = await cancel('cancellation_reason=duplicate');
    const fields = { id, status: 'canceled', canceled_at: 1_767_225_600, cancellation_reason: 'duplicate' };
    expect(body).toMatchObject(fields);
    expect((await at.call('GET', `/v1/payment_intents/${id}`)).body).toEqual(body);
    const again = await cancel('');
    expect(again.statusCode).toBe(400);
    expect(again.body.error).toMatchObject({
      code: 'payment_intent_unexpected_state',
      payment_intent: { id },
    });
    expect(at.standIn.journal.effects).toHaveLength(1);
    expect((await at.call('DELETE', `/v1/payment_intents/${id}`)).statusCode).toBe(404);
  });

  test('what was never there is a 404', async () => {
    const intent = await post('', undefined, '/v1/payment_intents/pi_0/cancel');
    expect([intent.statusCode, intent.body.error.param]).toEqual([404, 'intent']);
    expect((await at.call('GET', '/v1/customers/cus_0')).statusCode).toBe(404);
  });
});

describe('answers in full', () => {
  test('a customer has every field of the reference, null where it is unset', async () => {
    const { body } = await post(
      'email=ada%40example.com&address[city]=Ulm&preferred_locales[0]=de&balance=5',
    );
    expect(body).toEqual({
      id: expect.stringMatching(/^cus_\w{14}$/),
      object: 'customer',
      address: { city: 'Ulm', country: null, line1: null, line2: null, postal_code: null, state: null },
      balance: 5,
      created: 1_767_225_600,
      currency: null,
      default_source: null,
      delinquent: false,
      description: null,
      discount: null,
      email: 'ada@example.com',
      invoice_prefix: expect.stringMatching(/^[A-Z0-9]{8}$/),
      invoice_settings: {
        custom_fields: null,
        default_payment_method: null,
        footer: null,
        rendering_options: null,
      },
      livemode: false,
      metadata: {},
      name: null,
      next_invoice_sequence: 1,
      phone: null,
      preferred_locales: ['de'],
      shipping: null,
      tax_exempt: 'none',
      test_clock: null,
    });
    expect((await post('business_name=Ada+Ltd')).body.business_name).toBe('Ada Ltd');
  });

  test('an error says where it is documented and logged', async () => {
    const { headers, body } = await post('nome=Ada');
    expect(body.error).toEqual({
      code: 'parameter_unknown',
      doc_url: 'https://stripe.com/docs/error-codes/parameter-unknown',
      message: 'Received unknown parameter: nome',
      param: 'nome',
      request_log_url: `https://dashboard.stripe.com/test/logs/${headers['request-id']}?t=1767225600`,
      type: 'invalid_request_error',
    });
  });

  test('every answer has a request id and the version that was asked for', async () => {
    const sent = { 'stripe-version': '2025-01-01.acacia' };
    at.standIn.faults.add([{ kind: 'error-500' }]);
    for (const path of ['/v1/balance', '/v1/balance', '/v1/nothing']) {
      const { headers } = await at.call('GET', path, undefined, sent);
      expect(headers).toMatchObject({ ...sent, 'content-type': 'application/json' });
      expect(headers['request-id']).toMatch(/^req_\w{14}$/);
    }
    expect((await at.call('GET', '/v1/balance')).headers['stripe-version']).toBe('2026-10-28.endive');
  });
});
