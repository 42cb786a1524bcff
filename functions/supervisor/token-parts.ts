/** What keeping a destination's token takes, put together. Loaded for destinations that have one. */
import { readPreviousSecret } from '../core/aws/previous-secret.ts';
import { createTokenItem } from '../core/aws/token-item.ts';
import { exchangeToken } from '../core/http/exchange-token.ts';
import { createMeter } from '../core/metrics.ts';
import type { SystemDestination, SystemFunction, SystemRuntime } from '../core/system-function.ts';
import type { TokenParts } from './keep-token.ts';

export { keepToken } from './keep-token.ts';

export function tokenPartsOf(
  { destination }: Pick<SystemDestination, 'destination'>,
  { clients, config, send, now, random, randomId, write }: SystemRuntime,
  { redactor, log }: Pick<SystemFunction, 'redactor' | 'log'>,
): TokenParts {
  const { allowPrivateAddresses, environment } = config.settings;
  const secretId = config.resources.secretPrefix + destination.name;
  return {
    destination,
    item: createTokenItem({
      client: clients.dynamodb,
      tableName: config.resources.ledgerTable,
      destination: destination.name,
    }),
    exchange: (credentials, refreshToken) =>
      exchangeToken({ destination, credentials, refreshToken, send, allowPrivateAddresses, now, random }),
    previousSecret: () => readPreviousSecret({ client: clients.secrets, secretId, destination, redactor }),
    redactor,
    log,
    meter: createMeter(write, { environment, destination: destination.name }),
    now,
    randomId,
  };
}
