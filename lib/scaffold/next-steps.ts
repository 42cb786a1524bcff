import type { Asked } from './ask.ts';
import type { Facts } from './facts.ts';

/** What the probe did not show, or showed to be otherwise than it should. */
export function warningsOf({ address, headers, refusalSign }: Facts, { refusal }: Asked): readonly string[] {
  const accepted = refusal !== undefined && refusal.statusCode < 400 && refusalSign === undefined;
  return [
    ...(address.isLoopback
      ? ["a server on this machine answered: its word is recorded as a stand-in's, not the third party's"]
      : []),
    ...(refusalSign === undefined
      ? []
      : [
          `a failure was told of with a status of success, by "${refusalSign.name}": see \`judge\` in the destination, without which every event would end as unknown`,
        ]),
    ...(accepted ? [`a wrong key was answered with ${refusal.statusCode}: is it the right --auth?`] : []),
    ...(refusal === undefined ? ['a wrong key was not answered: how it is refused, nobody has seen'] : []),
    ...(headers.requestId === undefined ? ['no header with an id of the request was seen'] : []),
  ];
}

/** What a person does after the files are there. */
export function nextSteps({ name, constant }: Facts): readonly string[] {
  return [
    `In lib/local/stand-ins/index.ts, and ${constant} at the end of its list:
  import { ${constant} } from './${name}.ts';`,
    `In functions/destinations/contracts.ts, and ${constant}Contract in its list, once an integration uses it:
  import { ${constant}Contract } from './${name}/contract.ts';`,
    `Then:
  1. fill in what the files say is to be filled in ("Fill in"), and run npm run check
  2. write a mapper and an integration that uses the operation: README, "Add an integration"
  3. npm run interlock -- secret set ${name} --env dev
  4. npm run interlock -- probe ${name} --env dev --write --update`,
  ];
}
