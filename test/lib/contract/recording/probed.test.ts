import { describe, expect, it } from 'vitest';
import { compareLocks } from '../../../../functions/core/contract/lock/compare-locks.ts';
import { lockOf } from '../../../../functions/core/contract/probe/lock-of.ts';
import { runChecks } from '../../../../functions/core/contract/probe/run-checks.ts';
import type { ProbedExchange } from '../../../../functions/core/contract/probe/send-probe.ts';
import type { ContractDeclaration } from '../../../../functions/core/declare/contract.ts';
import { withOtherSecrets } from '../../../../functions/core/declare/secret-values.ts';
import { authorizeRequest } from '../../../../functions/core/http/authorize-request.ts';
import { addressRequest } from '../../../../functions/core/http/request.ts';
import { createSendHttp } from '../../../../functions/core/http/send-http.ts';
import { createPacedSend, permitWaitMsMax } from '../../../../functions/core/pace/paced-send.ts';
import { bodyText } from '../../../../lib/contract/recording/recorded-body.ts';
import type { RecordedExchange } from '../../../../lib/contract/recording/recorded-exchange.ts';
import { recordingOf } from '../../../../lib/contract/recording/recording.ts';
import { parseRecording, printRecording } from '../../../../lib/contract/recording/recording-json.ts';
import type { Contract } from '../../../../lib/local/stand-ins/contract.ts';
import { contracts as standInContracts } from '../../../../lib/local/stand-ins/index.ts';
import { replayContract } from '../../../../lib/local/stand-ins/replay.ts';
import { type StandIn, startStandIn } from '../../../../lib/local/stand-ins/stand-in.ts';
import {
  listedContracts as contracts,
  listedIntegrations as integrations,
} from '../../../fixtures/listed-integrations.ts';
import { tokenOf } from '../../cli/give-tokens.ts';

const nowMs = Date.UTC(2026, 10, 24);
const now = () => nowMs;
const send = createSendHttp({ allowPrivateAddresses: true, now });
const pages = { host: '127.0.0.1', nowMs, origin: 'stand-in' } as const;

function playedOf({ destination }: ContractDeclaration) {
  const contract = standInContracts.find(({ name }) => name === destination.name);
  if (contract === undefined) throw new TypeError('it has a stand-in');
  return contract;
}

/** A key that gets a token is signed with, or sent elsewhere: any word will not do. */
const keyOf = (played: Contract, { destination }: ContractDeclaration, word: string) =>
  destination.token === undefined ? word : played.newApiKey(() => 0.5);

/** Everything that a probe asks, of a stand-in with the real contract. */
async function probe(declaration: ContractDeclaration): Promise<readonly ProbedExchange[]> {
  const contract = playedOf(declaration);
  const { destination } = declaration;
  const apiKey = keyOf(contract, declaration, 'sk_CANARY_7c1e9d5f');
  // Each look at its clock is a second later: a limit of its own, of a channel for one, is never used up.
  let ms = nowMs;
  const itsClock = () => {
    ms += 1_000;
    return ms;
  };
  const standIn = await startStandIn(contract, { port: 0, now: itsClock, apiKey, limit: null });
  let ids = 0;
  const { exchanges } = await runChecks({
    declaration,
    integrations,
    credentials: standIn.secret,
    token: await tokenOf(destination, { credentials: standIn.secret, now }),
    send: createPacedSend({
      send,
      reserve: async () => nowMs,
      hold: async () => undefined,
      permitWaitMsMax,
      now,
      monotonicMs: now,
      sleep: async () => undefined,
    }),
    now,
    random: () => 0,
    randomId: () => {
      ids += 1;
      return `c0ffee${ids.toString().padStart(10, '0')}`;
    },
    writes: true,
    wrongKey: true,
    samples: 2,
    redact: (text) => text,
    allowPrivateAddresses: true,
  });
  await standIn.stop();
  return exchanges;
}

/** Asks the replay what was asked when it was recorded, in the same order. */
async function askAgain(
  { destination }: ContractDeclaration,
  recorded: readonly RecordedExchange[],
  exchanges: readonly ProbedExchange[],
  standIn: StandIn,
): Promise<readonly ProbedExchange[]> {
  const again: ProbedExchange[] = [];
  const token = await tokenOf(destination, { credentials: standIn.secret, now });
  for (const [at, { check, request }] of recorded.entries()) {
    const { method, path, query, contentType = '', body } = request;
    const text = bodyText(body);
    const isWrong = check === 'wrong-key';
    const credentials = isWrong
      ? withOtherSecrets(standIn.secret, destination, () => 'wrong')
      : standIn.secret;
    const rendered = addressRequest(
      { method, path, query, headers: {}, ...(body === undefined ? {} : { body: { contentType, text } }) },
      {
        destination,
        credentials,
        allowPrivateAddresses: true,
      },
    );
    const before = exchanges[at];
    const signed = authorizeRequest(rendered, {
      destination,
      credentials,
      token: isWrong ? token && 'wrong' : token,
      nowMs,
      random: () => 0.5,
    });
    if (before !== undefined) again.push({ ...before, result: await send(signed, 5_000) });
  }
  return again;
}

it('is played to a stand-in of each contract in the list', () => {
  expect(contracts.map((one) => playedOf(one).name)).toEqual(
    contracts.map(({ destination }) => destination.name),
  );
});

describe.each(contracts)('the recording of a probe of $destination.name', (declaration) => {
  it('says nothing that the third party or the probe said of anyone', async () => {
    const exchanges = await probe(declaration);
    const text = printRecording(recordingOf(exchanges, { ...pages, declaration })).toLowerCase();
    const values = [
      'canary',
      '7c1e9d5f',
      'c0ffee',
      'lovelace',
      'analytical',
      'james',
      'london',
      '+44',
      '48213',
      '1795',
    ];
    expect(values.filter((value) => text.includes(value))).toEqual([]);
    expect(exchanges.length).toBeGreaterThan(10);
  });

  it('plays the same contract again', async () => {
    const exchanges = await probe(declaration);
    const recording = parseRecording(printRecording(recordingOf(exchanges, { ...pages, declaration })));
    const played = playedOf(declaration);
    const replay = await startStandIn(replayContract(recording, played), {
      port: 0,
      now,
      apiKey: keyOf(played, declaration, 'right'),
      limit: null,
    });
    const again = await askAgain(declaration, recording.exchanges, exchanges, replay);
    await replay.stop();
    const statuses = (all: readonly ProbedExchange[]) =>
      all.map(
        ({ check, result }) => `${check} ${'response' in result ? result.response.statusCode : 'none'}`,
      );
    expect(statuses(again)).toEqual(statuses(exchanges));
    const lock = (run: readonly ProbedExchange[]) => lockOf({ exchanges: run }, { ...pages, declaration });
    expect(compareLocks(lock(exchanges), lock(again))).toEqual([]);
  });
});
