import { afterEach, describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../../functions/core/declare/http-message.ts';
import type { Operation } from '../../../../functions/core/declare/operation.ts';
import { encodeRequest, renderRequest } from '../../../../functions/core/http/request.ts';
import { createSendHttp } from '../../../../functions/core/http/send-http.ts';
import type { ExchangeToRecord } from '../../../../lib/contract/recording/recorded-exchange.ts';
import { recordingOf } from '../../../../lib/contract/recording/recording.ts';
import { parseRecording, printRecording } from '../../../../lib/contract/recording/recording-json.ts';
import type { Contract } from '../../../../lib/local/stand-ins/contract.ts';
import { replayContract } from '../../../../lib/local/stand-ins/replay.ts';
import { type StandIn, startStandIn } from '../../../../lib/local/stand-ins/stand-in.ts';
import { helpdeskContract } from '../../../fixtures/shop/functions/destinations/helpdesk/contract.ts';
import {
  type ContactParams,
  createContact,
} from '../../../fixtures/shop/functions/destinations/helpdesk/create-contact.ts';
import { helpdesk as destination } from '../../../fixtures/shop/functions/destinations/helpdesk/index.ts';
import { helpdesk } from '../../../fixtures/shop/stand-ins/helpdesk.ts';

const nowMs = Date.UTC(2026, 10, 24);
const now = () => nowMs;
const send = createSendHttp({ allowPrivateAddresses: true, now });

let standIns: StandIn[] = [];
afterEach(async () => {
  await Promise.all(standIns.map((one) => one.stop()));
  standIns = [];
});

async function start(contract: Contract): Promise<StandIn> {
  const standIn = await startStandIn(contract, { port: 0, now, apiKey: 'right' });
  standIns.push(standIn);
  return standIn;
}

const call = (standIn: StandIn, request: HttpRequest, apiKey = 'right') =>
  send(
    renderRequest({
      destination,
      request,
      credentials: { apiKey, baseUrl: standIn.url },
      allowPrivateAddresses: true,
    }),
    5_000,
  );

const ada: ContactParams = {
  role: 'user',
  external_id: '48213',
  email: 'ada.lovelace@lovelace.example',
  name: 'Ada Lovelace',
  signed_up_at: 1_795_426_200,
  unsubscribed_from_emails: true,
};

async function ask(
  standIn: StandIn,
  check: string,
  template: string,
  request: HttpRequest,
  apiKey?: string,
): Promise<ExchangeToRecord> {
  const result = await call(standIn, request, apiKey);
  const isWrong = check === 'wrong-key' || check === 'malformed-body';
  return { check, operation: createContact.name, template, request: encodeRequest(request), isWrong, result };
}

const responseOf = ({ result }: Pick<ExchangeToRecord, 'result'>) => {
  if (!('response' in result)) throw new TypeError('there was no answer');
  return result.response;
};

const lookupOf = ({ repeat }: Operation<ContactParams>, input: ContactParams) => {
  if (repeat.by !== 'lookup') throw new TypeError('createContact is looked up');
  return repeat.request(input);
};

/** A contact made twice, found by its id, and updated. */
async function recorded() {
  const standIn = await start(helpdesk);
  const request = createContact.request(ada);
  const template = 'POST /contacts';
  const created = await ask(standIn, 'create', template, request);
  const again = await ask(standIn, 'create again', template, request);
  const update = createContact.followUp?.(ada, responseOf(again));
  if (update === undefined) throw new TypeError('a conflict leads to an update');
  const exchanges = [
    await ask(standIn, 'authenticated', 'GET /me', destination.probe),
    await ask(standIn, 'wrong-key', 'GET /me', destination.probe, 'wrong'),
    created,
    again,
    await ask(standIn, 'lookup', 'GET /contacts/find_by_external_id/{id}', lookupOf(createContact, ada)),
    await ask(standIn, 'follow-up', 'PUT /contacts/{id}', update),
  ];
  const about = { declaration: helpdeskContract, origin: 'stand-in', host: '127.0.0.1', nowMs } as const;
  const text = printRecording(recordingOf(exchanges, about));
  return { text, recording: parseRecording(text), id: createContact.receipt(responseOf(created)) ?? '' };
}

describe('a replay', () => {
  it('leads the real operation from a conflict to the update of the contact that it names', async () => {
    const { text, recording, id } = await recorded();
    expect(text).not.toContain(id);
    expect(text.toLowerCase()).not.toContain('lovelace');
    const replay = await start(replayContract(recording));

    const first = await call(replay, createContact.request(ada));
    const second = await call(replay, createContact.request(ada));
    expect([responseOf({ result: first }).statusCode, responseOf({ result: second }).statusCode]).toEqual([
      200, 409,
    ]);
    const update = createContact.followUp?.(ada, responseOf({ result: second }));
    expect(update).toMatchObject({ method: 'PUT', path: '/contacts/a00000000000000000000001' });
    const third = await call(replay, update ?? destination.probe);
    expect(responseOf({ result: third }).statusCode).toBe(200);
    expect(createContact.receipt(responseOf({ result: third }))).toBe('a00000000000000000000001');
  });

  it('answers the first question as it was answered, and the last answer for good', async () => {
    const { recording } = await recorded();
    const replay = await start(replayContract(recording));
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      statuses.push(responseOf({ result: await call(replay, createContact.request(ada)) }).statusCode);
    }
    expect(statuses).toEqual([200, 409, 409, 409]);
  });

  it('refuses another key in the recorded words', async () => {
    const { recording } = await recorded();
    const replay = await start(replayContract(recording));
    const { statusCode, body } = responseOf({ result: await call(replay, destination.probe, 'other') });
    expect(statusCode).toBe(401);
    expect(JSON.parse(body).errors).toEqual([{ code: 'unauthorized', message: 'Access Token Invalid' }]);
    expect(responseOf({ result: await call(replay, destination.probe) }).statusCode).toBe(200);
  });

  it.each([
    ['bearer', '/me', { authorization: 'Bearer right' }],
    ['a header of its own', '/me', { 'x-api-key': 'right' }],
    ['a header with a word before it', '/me', { authorization: 'Token token=right' }],
    ['basic, as the user', '/me', { authorization: `Basic ${btoa('right:')}` }],
    ['basic, as the password', '/me', { authorization: `Basic ${btoa('key:right')}` }],
    ['the address', '/me?api_key=right', {}],
  ])('takes the key by %s, and refuses whoever has none', async (_, path, headers) => {
    const { recording } = await recorded();
    const replay = await start(replayContract(recording));
    // The address is left as it was recorded; what else is in it is not.
    const statusOf = async (asked: string, sent: Record<string, string>) =>
      (await fetch(replay.url + asked, { headers: sent })).status;
    expect(await statusOf(path, headers as Record<string, string>)).not.toBe(401);
    const wrong = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        value.replace(/right|cmlnaHQ|[^=]{6}$/, 'wrong'),
      ]),
    );
    expect(await statusOf(path.replace('right', 'wrong'), wrong)).toBe(401);
  });

  it('says what there is to one who asks for anything else', async () => {
    const { recording } = await recorded();
    const replay = await start(replayContract(recording));
    const { statusCode, body } = responseOf({
      result: await call(replay, { method: 'GET', path: '/contacts/nobody' }),
    });
    expect([statusCode, JSON.parse(body)]).toEqual([
      404,
      {
        error: 'GET /contacts/nobody with this body was not recorded',
        recorded: [
          'GET /me',
          'POST /contacts with json',
          'GET /contacts/find_by_external_id/10001',
          'PUT /contacts/a00000000000000000000001 with json',
        ],
      },
    ]);
  });

  it('answers the body that was recorded before one that is only like it', async () => {
    const standIn = await start(helpdesk);
    const grace = { ...ada, external_id: '48214', email: 'grace@x.example' };
    const exchanges = [
      await ask(standIn, 'create', 'POST /contacts', createContact.request(ada)),
      await ask(standIn, 'create', 'POST /contacts', createContact.request(grace)),
    ];
    const about = { declaration: helpdeskContract, origin: 'stand-in', host: 'h', nowMs } as const;
    const recording = recordingOf(exchanges, about);
    const second = recording.exchanges[1]?.request.body;
    if (second === undefined || !('json' in second)) throw new TypeError('it was sent as JSON');
    const replay = await start(replayContract(recording));
    const request: HttpRequest = {
      method: 'POST',
      path: '/contacts',
      body: { encoding: 'json', value: second.json },
    };
    const answer = await call(replay, request);
    expect(createContact.receipt(responseOf({ result: answer }))).toBe('a00000000000000000000002');
  });

  it('takes a body for what it is called, in whichever charset', async () => {
    const standIn = await start(helpdesk);
    const { body: _, ...request } = createContact.request(ada);
    const contentType = 'application/json; charset=utf-8';
    const inCharset = (value: ContactParams): HttpRequest => ({
      ...request,
      body: { encoding: 'json', contentType, value },
    });
    const exchanges = [await ask(standIn, 'create', 'POST /contacts', inCharset(ada))];
    const about = { declaration: helpdeskContract, origin: 'stand-in', host: 'h', nowMs } as const;
    const replay = await start(replayContract(recordingOf(exchanges, about)));
    const result = await call(replay, inCharset({ ...ada, external_id: '48214' }));
    expect(responseOf({ result }).statusCode).toBe(200);
  });

  it('tells a body that was broken on purpose from a whole one', async () => {
    const post = (text: string, check: string, statusCode: number): ExchangeToRecord => ({
      check,
      operation: 'create-contact',
      template: 'POST /contacts',
      isWrong: check !== 'create',
      request: {
        method: 'POST',
        path: '/contacts',
        query: '',
        headers: {},
        body: { contentType: 'application/json', text },
      },
      result: { response: { statusCode, headers: {}, body: '', bodyTruncated: false } },
    });
    const exchanges = [
      post('{"name":"x","email"', 'malformed-body', 400),
      post('{"name":"Ada"}', 'missing-field', 422),
      post('{"name":"Ada","email":"a@x.example"}', 'create', 201),
    ];
    const about = { declaration: helpdeskContract, origin: 'stand-in', host: 'h', nowMs } as const;
    const replay = await start(replayContract(recordingOf(exchanges, about)));
    const statusOf = async (value: unknown) => {
      const request: HttpRequest = { method: 'POST', path: '/contacts', body: { encoding: 'json', value } };
      return responseOf({ result: await call(replay, request) }).statusCode;
    };
    expect(await statusOf({ name: 'Grace' })).toBe(422);
    expect(await statusOf({ name: 'Grace', email: 'g@x.example' })).toBe(201);
    expect(await statusOf({ name: 'Grace', email: 'g@x.example', phone: '+1' })).toBe(201);
  });
});
