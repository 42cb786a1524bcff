import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { interlock } from './interlock.ts';

describe('the command line', () => {
  it('shows every command on --help, on standard output', async () => {
    const { code, stdout, stderr } = await interlock(['--help']);
    expect(code).toBe(0);
    expect(stdout).toBe(`Usage: interlock <command> [flags]

Interlock: each event to every third party that must know.

Options:
  -V, --version         print the version
  -h, --help            show this

Commands:
  start                 run the local environment
  demo                  play the whole story locally
  list                  the integrations there are
  events                the event types there are, their fields and examples
  catalogue             events as JSON Schemas and AsyncAPI, for publishers
  cost                  what a million events cost
  send                  publish an event
  run                   show the request an event becomes
  mapping               where each field of an integration comes from
  logs                  attempts, and what came of them
  dead-letters          what could not be delivered, and why
  dead-letters show     one event, its requests and answers
  dead-letters edit     send an event with some fields changed
  dead-letters discard  give up events for good, and keep what they were
  dead-letters export   copy dead letters into a folder
  dead-letters import   send dead letters of a folder back
  redrive               send dead letters back
  status                what runs, what is parked, what waits
  wake                  start every function, with no event
  park                  stop calling a destination
  resume                let a parked destination go on
  probe                 what contract a third party really keeps
  drifts                where a third party no longer keeps its contract
  doctor                the seven mistakes made here, or what is not well there
  new event             make an event type from an example or a JSON Schema
  new integration       tie an event to an operation, with a mapping to fill in
  new destination       make a destination from what a third party answers
  secret set            set a destination's credentials
  secret check          check a destination's credentials
  connect               get a person's consent, for a destination that needs it
  complete              completion for bash, zsh and fish

npm run interlock -- <command> --help says more. Exit: 0 done, 1 failed, 2 called wrongly, 3 found something.
`);
    expect(stderr).toBe('');
  });

  it('knows the command of every file in lib/cli/commands', async () => {
    const { stdout } = await interlock(['--help']);
    const shown = [...stdout.matchAll(/^ {2}([a-z]\S+(?: \S+)?) {2}/gm)].map(([, name = '']) => name);
    expect(shown.map((name) => `${name.replace(' ', '-')}.ts`).sort()).toEqual(
      readdirSync(new URL('../../../lib/cli/commands', import.meta.url)).sort(),
    );
  });

  it.each([
    ['start'],
    ['demo'],
    ['list'],
    ['cost'],
    ['send'],
    ['run'],
    ['logs'],
    ['dead-letters'],
    ['dead-letters show'],
    ['dead-letters discard'],
    ['dead-letters export'],
    ['dead-letters import'],
    ['redrive'],
    ['status'],
    ['wake'],
    ['park'],
    ['resume'],
    ['probe'],
    ['drifts'],
    ['new destination'],
    ['secret set'],
    ['secret check'],
  ])('shows the usage of %s on --help', async (name) => {
    const { code, stdout } = await interlock([...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: interlock ${name} `);
    expect((await interlock(['help', ...name.split(' ')])).stdout).toBe(stdout);
    expect((await interlock([...name.split(' '), '-h'])).stdout).toBe(stdout);
    expect(stdout).toContain('--env <environment>');
  });

  it.each([
    [[], 'which command?'],
    [['lsit'], "unknown command 'lsit'\n(Did you mean list?)"],
    [['secret'], '"secret" needs more: secret set, secret check'],
    [['secret', 'st'], "unknown command 'st'\n(Did you mean set?)"],
    [['list', '--jsn'], "unknown option '--jsn'\n(Did you mean --json?)"],
    [
      ['list', '--env', 'prd'],
      "option '--env <environment>' argument 'prd' is invalid. Allowed choices are local, dev, staging, prod.",
    ],
    [['list', 'more'], 'list does not take "more"'],
    [['send'], 'send needs <type>|<file>|-'],
    [['send', 'customer.create'], 'neither an event type (did you mean "customer.created"?) nor a file'],
    [['send', 'customer.created', '--count', '0'], '--count takes a whole number from 1 to 10000, got "0"'],
    [['send', 'customer.created', '--set', 'email'], '--set takes path=value'],
    [['send', '-', '--raw', '--set', 'a=b'], 'does not go with --set'],
    [['logs', '--since'], "option '--since <duration>' argument missing"],
    [['complete', 'bsh'], 'complete needs one of bash, zsh, fish, got "bsh"'],
    [['logs', '--since', '5'], '--since takes a duration like 90s, 15m, 2h or 1d, got "5"'],
    [['logs', '--outcome', 'rety'], 'there is no outcome "rety" (did you mean "retry"?)'],
    [
      ['redrive', 'customer-created-to-wallet'],
      'redrive needs either --all or the ids of events or --fingerprint <fingerprint> or --code <code>',
    ],
    [['redrive', 'customer-created-to-wallet', 'x', '--all'], 'either --all or the ids of events'],
    [['redrive', 'customer-created-to-wallet', '--all', '--code', 'EXPIRED'], 'or --code <code>'],
    [['redrive', 'customer-created-to-wallet', '--event', 'x', '--code', 'EXPIRED'], 'or --code <code>'],
    [
      ['redrive', 'customer-created-to-wallet', '--code', 'OUTCOME_UNKOWN'],
      'there is no code "OUTCOME_UNKOWN" (did you mean "OUTCOME_UNKNOWN"?): INVALID_EVENT, UNMAPPABLE, ',
    ],
    [
      ['redrive', 'customer-created-to-wallet', '--code', 'EXPIRED', '--undelivered'],
      'what SNS could not hand over has no code: say --all or the ids of events',
    ],
    [['redrive', 'customer-created-to-wallet', '--all', '--fingerprint', 'abc'], 'or --fingerprint'],
    [
      ['redrive', 'customer-created-to-wallet', '--fingerprint', 'abc', '--undelivered'],
      'what SNS could not hand over has no code',
    ],
    [
      ['redrive', 'customer-created-to-wallet', '--all', '--rate', '5'],
      '--rate takes messages a second like',
    ],
    [['redrive', 'customer-created-to-wallet', '--all', '--rate', '0/s'], 'at most 1000/s, got "0/s"'],
    [['redrive', 'customer-created-to-wallet', '--all', '--canary', 'all,1'], 'like 1,10,all'],
    [['redrive', 'customer-created-to-wallet', '--all', '--canary', '0'], 'at most 10 steps, got "0"'],
    [
      ['redrive', 'customer-created-to-wallet', '--all', '--timeout', '1m'],
      '--timeout says how long --canary waits',
    ],
    [['dead-letters', '--each', 'show'], 'flags stand behind the whole name of a command'],
    [['dead-letters', 'show'], 'dead-letters show needs <event id>'],
    [['dead-letters', 'show', 'e', 'f'], 'dead-letters show does not take "f"'],
    [['dead-letters', 'show', 'e', '--integration', 'x-to-y'], 'there is no integration "x-to-y"'],
    [['dead-letters', 'discard', 'customer-created-to-wallet', 'e'], 'needs --reason <text>'],
    [
      ['dead-letters', 'discard', 'customer-created-to-wallet', 'e', '--reason', ' '],
      'needs --reason <text>',
    ],
    [['dead-letters', 'discard', 'customer-created-to-wallet'], 'needs <integration> <event id>...'],
    [['dead-letters', 'export', 'customer-created-to-wallet'], 'needs --to <folder>'],
    [['dead-letters', 'import', 'customer-created-to-wallet'], 'needs --from <folder>'],
    [['redrive', 'customer-created-to-strip', '--all'], '(did you mean "customer-created-to-wallet"?)'],
    [['run', 'customer-created-to-walet'], '(did you mean "customer-created-to-wallet"?)'],
    [['secret', 'set', 'walelt'], 'there is no destination "walelt" (did you mean "wallet"?)'],
    [['park', 'walelt'], 'there is no destination "walelt" (did you mean "wallet"?)'],
    [['resume'], 'resume needs <destination>'],
    [['status', 'walet'], 'neither an integration nor a destination "walet" (did you mean "wallet"?)'],
    [['start', '--env', 'dev'], 'start runs the local environment only'],
  ])('answers %j with one useful line, where there is more, and exit 2', async (args, message) => {
    const { code, stdout, stderr } = await interlock(args);
    expect(stderr.startsWith(`error: `)).toBe(true);
    expect(stderr).toContain(message);
    // Whoever called half a command sees the other halves instead.
    if (!stderr.includes('Usage: ')) {
      expect(stderr).toMatch(/^npm run interlock -- (\S+ (\S+ )?)?--help says more$/m);
      expect(stderr.trim().split('\n').length).toBeLessThan(4);
    }
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('prints its version', async () => {
    expect(await interlock(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });

  it('says what to start when nothing answers locally', async () => {
    const { code, stderr } = await interlock(['dead-letters']);
    expect(code).toBe(1);
    expect(stderr).toBe('error: nothing answers at http://127.0.0.1:9: is `npm start` running?\n');
  });

  it('says how to sign in when there are no credentials', async () => {
    const clients = () =>
      Promise.reject(Object.assign(new Error('Could not load'), { name: 'CredentialsProviderError' }));
    const { code, stderr } = await interlock(['dead-letters', '--env', 'dev'], { context: { clients } });
    expect(code).toBe(1);
    expect(stderr).toContain('there are no AWS credentials for dev: sign in');
  });

  it('lists the integrations without calling anything', async () => {
    const { code, stdout } = await interlock(['list', '--env', 'prod', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      environment: 'prod',
      integrations: expect.arrayContaining([
        {
          integration: 'payment-requested-to-wallet',
          event: 'payment.requested',
          destination: 'wallet',
          operation: 'create-payment-intent',
          repeat: 'key',
          queue: 'interlock-prod-payment-requested-to-wallet',
        },
      ]),
    });
  });
});
