/**
 * `npm run prove:newcomers`: what two users do with a clean copy of this repository, by its own commands. One pastes what the
 * README adds. One deletes the examples and makes an event, a destination, a mapping and an integration by the scaffolds.
 * For both every command has to be green, and the demo to deliver theirs. `-- --quick` leaves out the simulator, the tests
 * that know no list, and the demo of the first; `-- --only pastes` or `-- --only begins` plays one of them.
 */
import { parseArgs } from 'node:util';
import { copyOfRepository } from './copy-of-repository.ts';
import { begins, pastes, type User } from './users.ts';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const users: readonly User[] = [pastes, begins];
const chosen = users.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) throw new RangeError(`--only ${values.only}: ${users.map(({ name }) => name)}`);

let failed = 0;
for (const { name, about, play } of chosen) {
  process.stdout.write(`\n${about}\n`);
  const copy = copyOfRepository(name);
  try {
    await play(copy, { isQuick: values.quick });
  } catch (error) {
    failed += 1;
    process.stdout.write(`✗ ${(error as Error).message}\n`);
  } finally {
    copy.remove();
  }
}
process.exitCode = failed === 0 ? 0 : 1;
