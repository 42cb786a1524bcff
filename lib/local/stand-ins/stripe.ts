/** Stripe as it answers in a sandbox. https://docs.stripe.com/api */

import type { Form } from '../../contract/form.ts';
import type { Answer, Arrived, Contract, StandInContext, ThirdParty } from './contract.ts';
import { identifier } from './identifiers.ts';
import { createStripeAnswers } from './stripe-answers.ts';
import { createKeys } from './stripe-keys.ts';
import { stripeList } from './stripe-list.ts';
import { parameterError } from './stripe-parameters.ts';
import { canceled, canceledBefore } from './stripe-payment-intent.ts';
import { readings } from './stripe-readings.ts';
import { externalIdsOf, keyRefusal, readForm } from './stripe-request.ts';
import { customers, paymentIntents, type StripeResource } from './stripe-resource.ts';
import { cancelRules } from './stripe-rules.ts';
import { updated } from './stripe-update.ts';
import { segmentAfter, targetOf } from './target.ts';

export const stripe: Contract<'stripe'> = {
  name: 'stripe',
  // What a sandbox is allowed. https://docs.stripe.com/rate-limits
  limit: { requests: 25, windowMs: 1_000 },
  newApiKey: (random) => `sk_test_51${identifier(random, 97)}`,
  open,
};

const resources = [customers, paymentIntents];

function open({ journal, random, now }: StandInContext): ThirdParty {
  const keys = createKeys();
  const removed = new Set<string>();
  const { done, refused, unknownCaller, newRequestId } = createStripeAnswers(random);
  const missing = (request: Arrived, id: string, { noun }: StripeResource, param = 'id', statusCode = 404) =>
    refused(request, statusCode, { code: 'resource_missing', param, message: `No such ${noun}: '${id}'` });
  const put = (resource: StripeResource, form: Form, atMs: number) => {
    const [prefix, length] = resource.id;
    const id = prefix + identifier(random, length);
    const value = resource.shape(form, { id, createdSeconds: Math.floor(atMs / 1_000), random });
    const externalId = externalIdsOf(form, resource.kind)[0] ?? '';
    journal.put({ id, kind: resource.kind, externalId, value });
    return { id, externalId, value };
  };
  const carriedOut = (request: Arrived, value: unknown): Answer => {
    const key = request.headers['idempotency-key'];
    const answer = done(request, value, key === undefined ? {} : { 'idempotency-key': key });
    keys.save(request, answer);
    return answer;
  };

  const create = (request: Arrived, resource: StripeResource): Answer => {
    const form = readForm(request);
    // Nothing ran, so nothing is remembered under the key.
    if (form instanceof Error) return refused(request, 400, { message: form.message });
    const problem = resource.error(form);
    if (problem !== undefined) return refused(request, 400, problem);
    const { customer } = form;
    if (customer !== undefined && journal.find(String(customer)) === undefined) {
      return missing(request, String(customer), customers, 'customer', 400);
    }
    const { atMs, sha256: requestSha256 } = request;
    const { id, externalId, value } = put(resource, form, atMs);
    const key = request.headers['idempotency-key'];
    const keyed = key === undefined ? {} : { key };
    journal.addEffect({ atMs, kind: resource.kind, id, externalId, created: true, requestSha256, ...keyed });
    return carriedOut(request, value);
  };

  const update = (request: Arrived, id: string): Answer => {
    const form = readForm(request);
    if (form instanceof Error) return refused(request, 400, { message: form.message });
    const held = journal.find(id);
    if (held?.kind !== customers.kind) return missing(request, id, customers);
    const problem = customers.error(form);
    if (problem !== undefined) return refused(request, 400, problem);
    const value = updated(held, form, customers, random);
    const externalId = externalIdsOf({ metadata: value.metadata as Form }, held.kind)[0] ?? '';
    journal.put({ ...held, externalId, value });
    const key = request.headers['idempotency-key'];
    const { atMs, sha256: requestSha256 } = request;
    const keyed = key === undefined ? {} : { key };
    journal.addEffect({ atMs, kind: held.kind, id, externalId, created: false, requestSha256, ...keyed });
    return carriedOut(request, value);
  };

  const cancel = (request: Arrived, id: string): Answer => {
    const form = readForm(request);
    if (form instanceof Error) return refused(request, 400, { message: form.message });
    const problem = parameterError(form, cancelRules);
    if (problem !== undefined) return refused(request, 400, problem);
    const intent = journal.find(id);
    if (intent?.kind !== 'payment_intent') return missing(request, id, paymentIntents, 'intent');
    if (intent.value.status === 'canceled') return refused(request, 400, canceledBefore(intent.value));
    const value = canceled(intent.value, form, Math.floor(request.atMs / 1_000));
    journal.put({ ...intent, value });
    return carriedOut(request, value);
  };

  const byKey = (request: Arrived, act: () => Answer): Answer => {
    const state = keys.look(request);
    if (state.is === 'new') return act();
    if (state.is === 'refused') return refused(request, state.statusCode, state.error);
    const replay = { 'idempotent-replayed': 'true', 'original-request': state.requestId };
    return { ...state.answer, headers: { ...state.answer.headers, ...replay, 'request-id': newRequestId() } };
  };

  const one = (request: Arrived, id: string, resource: StripeResource): Answer => {
    const deleted = { id, object: resource.kind, deleted: true };
    if (removed.has(id) && request.method === 'GET') return done(request, deleted);
    const held = journal.find(id);
    if (held?.kind !== resource.kind) return missing(request, id, resource);
    if (request.method === 'GET') return done(request, held.value);
    journal.remove(id);
    removed.add(id);
    return done(request, deleted);
  };

  const list = (request: Arrived, resource: StripeResource, query: string): Answer => {
    const page = stripeList(resource, journal, query);
    return 'problem' in page ? refused(request, 400, page.problem) : done(request, page);
  };

  return {
    answer: (request) => {
      const { method } = request;
      const { path, query } = targetOf(request);
      const resource = resources.find((any) => path === any.path);
      if (resource !== undefined && method === 'GET') return list(request, resource, query);
      if (resource !== undefined && method === 'POST') return byKey(request, () => create(request, resource));
      const intent = path.endsWith('/cancel')
        ? segmentAfter(`${paymentIntents.path}/`, path.slice(0, -7))
        : undefined;
      if (intent !== undefined && method === 'POST') return byKey(request, () => cancel(request, intent));
      const customer = segmentAfter(`${customers.path}/`, path);
      if (customer !== undefined && method === 'POST') return byKey(request, () => update(request, customer));
      for (const kept of resources) {
        const id = segmentAfter(`${kept.path}/`, path);
        const isPlayed = method === 'GET' || (method === 'DELETE' && kept === customers);
        if (id !== undefined && isPlayed) return one(request, id, kept);
      }
      const found = method === 'GET' ? readings[path] : undefined;
      if (found !== undefined) return done(request, found);
      return refused(request, 404, { message: `Unrecognized request URL (${method}: ${path}).` });
    },
    unauthorized: (request) => unknownCaller(request, keyRefusal(request)),
    rateLimited: (_, request) =>
      refused(
        request,
        429,
        { code: 'rate_limit', message: 'Request rate limit exceeded.' },
        { 'stripe-rate-limited-reason': 'global-rate' },
      ),
    failed: (request) => refused(request, 500, { type: 'api_error', message: 'An unknown error occurred' }),
    tooLarge: (request) => refused(request, 400, { message: 'Request body is too large' }),
    externalIds: (request) => {
      const { path } = targetOf(request);
      const form = readForm(request);
      const resource = resources.find((any) => path === any.path) ?? customers;
      const held = journal.find(path.split('/')[3] ?? '')?.externalId;
      return [...(form instanceof Error ? [] : externalIdsOf(form, resource.kind)), ...(held ? [held] : [])];
    },
    seed: ({ externalId, email }) =>
      put(customers, { email, metadata: { externalClientId: externalId } }, now()).id,
    rememberFailure: (request, answer) => {
      // What is known under the key stays what it was: only its first answer is kept.
      if (keys.look(request).is === 'new') keys.save(request, answer);
    },
    hold: keys.hold,
  };
}
