import type { Asked } from './ask.ts';
import type { Entry } from './enlist.ts';
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
export function nextSteps({ name, operation }: Facts): readonly string[] {
  return [
    `Then:
  1. npm run interlock -- new integration <event type> ${name}/${operation.name}
  2. fill in what the files say is to be filled in ("Fill in"), and run npm run check
  3. npm run interlock -- secret set ${name} --env dev
  4. npm run interlock -- probe ${name} --env dev --write --update`,
  ];
}

/** Its stand-in is there from now on; its contract joins the list with the first integration that uses it. */
export const entriesOf = ({ name, constant }: Facts): readonly Entry[] => [
  {
    path: 'lib/local/stand-ins/index.ts',
    list: 'contracts',
    name: constant,
    imports: `{ ${constant} }`,
    from: `./${name}.ts`,
  },
];
