import { type Evidence, lettersOf } from '../evidence.ts';

/** No key that was ever in use leaves by a line, a dead letter, the ledger or an alert, in none of its usual encodings. */
export function noSecrets({ world, lines, secrets }: Evidence): readonly string[] {
  const { table, alerts } = world.services;
  const leaves = {
    'a line of log': lines.map(({ text }) => text),
    'the ledger': table.items().map((item) => JSON.stringify(item)),
    'an alert': alerts.map(({ subject, message }) => `${subject}\n${message}`),
    'a dead letter': world.workers.flatMap(({ deadLetterQueueName }) =>
      lettersOf(world, deadLetterQueueName).map((letter) => JSON.stringify(letter)),
    ),
  };
  const forms = [...new Set(secrets)].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
  ]);
  return Object.entries(leaves).flatMap(([where, texts]) =>
    texts
      .filter((text) => forms.some((form) => text.includes(form)))
      .map((text) => `${where} holds a key: ${text}`),
  );
}
