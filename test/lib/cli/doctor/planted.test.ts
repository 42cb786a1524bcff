/** Each mistake, planted: what `doctor` says of it, whole. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineEvent } from '../../../../functions/core/declare/event.ts';
import type { AnyIntegration } from '../../../../functions/core/declare/integration.ts';
import { examine } from '../../../../lib/cli/doctor/examine.ts';
import type { Repository } from '../../../../lib/cli/doctor/rule.ts';
import { rules } from '../../../../lib/cli/doctor/rules.ts';
import { type SourceFile, sourceFile } from '../../../../lib/cli/doctor/source-file.ts';
import { readStackResources, type StackResource } from '../../../../lib/cli/doctor/stack-resources.ts';
import { thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { shopIntegrations } from '../../../fixtures/shop/index.ts';
import {
  anyGuestIntegration,
  asSecondGuest,
  firstGuest,
  guestIntegration,
  secondGuest,
  thirdGuest,
} from '../../../fixtures/versions.ts';

const nothing: Repository = { files: [], integrations: [], events: [], resources: [] };
/** `[file, line, rule, what]` of what is found. */
const found = (planted: Partial<Repository>) =>
  examine({ ...nothing, ...planted }).map(({ file, line, rule, what }) => [file, line, rule, what]);
const inFile = (path: string, text: string) => found({ files: [sourceFile(path, text)] });

// Put together here, so that nobody who scans this file for keys finds one.
const key = (start: string, rest = 'a1B2c3D4e5F6g7H8i9J0k1L2') => `${start}${rest}`;

describe('a key in the code is found by', () => {
  it.each([
    [key('sk_live_'), 'a key of Stripe'],
    [key('rk_test_'), 'a key of Stripe'],
    [key('ghp_'), 'a token of GitHub'],
    [key('github_pat_'), 'a token of GitHub'],
    [key('xoxb-', '123456789012-abcdefABCDEF'), 'a token of Slack'],
    [key('AKIA', 'IOSFODNN7EXAMPLE'), 'an access key of AWS'],
    [key('AIza', 'SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q'), 'a key of Google'],
    [key('pat-eu1-', '11112222-3333-4444-5555-666677778888'), 'a token of HubSpot'],
    [key('shpat_', '0123456789abcdef0123456789abcdef'), 'a token of Shopify'],
    [key('SG.', 'a1B2c3D4e5F6g7H8i9J0k1.L2a1B2c3D4e5F6g7H8i9J0k1L2a1B2c3'), 'a key of SendGrid'],
    [key('eyJ', 'hbGciOiJI.eyJzdWIiOiIx.c2ln'), 'a signed token (JWT)'],
    [key('-----BEGIN ', 'RSA PRIVATE KEY-----'), 'a private key in PEM'],
    [key('Bearer '), 'an authorization header'],
    [key('https://user:', 'hunter2@api.vendor.example/v1'), 'an address with a password'],
    ['9f86d081884c7d659a2feaa0c55ad015', 'a key in hex'],
    ['q8Zr2LmX0vTn5KbW7yHc', 'a text drawn by lot, as keys are'],
  ])('%#: %s', (secret, kind) => {
    expect(inFile('functions/core/a.ts', `\nexport const one = ${JSON.stringify(secret)};\n`)).toEqual([
      ['functions/core/a.ts', 2, 'secret-literal', `${kind} stands in the code`],
    ]);
  });

  it.each(['apiKey', 'client_secret', 'webhookSecret', 'DB_PASSWORD', 'accessToken'])(
    'the name %s that it is given to',
    (name) => {
      expect(inFile('lib/a.ts', `const secrets = {\n  ${name}: 'hunter2-horse9'\n};`)).toEqual([
        ['lib/a.ts', 2, 'secret-literal', `the value of "${name}" stands in the code`],
      ]);
    },
  );

  it('the same in templates and JSON, and is never quoted', () => {
    const secret = key('sk_live_');
    expect(inFile('functions/core/a.ts', `const a = \`\${b} ${secret}\`;`)).toHaveLength(1);
    const json = sourceFile('functions/a.json', `{\n  "key": "${secret}"\n}`);
    const findings = examine({ ...nothing, files: [json] });
    expect(findings.map(({ line }) => line)).toEqual([2]);
    expect(JSON.stringify(findings)).not.toContain(secret.slice(8, 16));
  });
});

it.each([
  "const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';",
  "const name = 'customer-created-to-billing-2';",
  "const path = 'functions/integrations/customerCreatedToBilling/handler';",
  "const finding = 'AwsSolutions::AwsSolutions-SMG4';",
  "const id = '7f8f2c1e-7a57-4b3f-a0a7-2c7f4f7f5b11';",
  "const zero = '00000000000000000000000000000000';",
  "const apiKey = 'apiKey'; const token = 'access_token';",
  "const shape = { apiKey: z.string(), password: 'at least 8 characters' };",
  `// ${key('sk_live_')}`,
])('no key: %s', (code) => {
  expect(inFile('functions/core/a.ts', code)).toEqual([]);
});

describe('in the sources, each mistake is found with file and line:', () => {
  it.each([
    [
      'functions/mapping/a.ts',
      "const b = 'https://api.vendor.com/v1';",
      'address-outside-destination',
      "the address of api.vendor.com stands outside of a destination's declaration",
    ],
    [
      'functions/destinations/wallet/pay.ts',
      `const c = (d: string) => \`https://api.vendor.com\${d}\`;`,
      'address-outside-destination',
      "the address of api.vendor.com stands outside of a destination's declaration",
    ],
    [
      'functions/integrations/a/b.ts',
      "import { request } from 'node:https';",
      'network-call-outside-core',
      'node:https is imported outside of functions/core',
    ],
    [
      'functions/mapping/a.ts',
      "import http from 'http';",
      'network-call-outside-core',
      'http is imported outside of functions/core',
    ],
    [
      'functions/destinations/wallet/a.ts',
      "const net = await import('node:net');",
      'network-call-outside-core',
      'node:net is imported outside of functions/core',
    ],
    [
      'functions/mapping/a.ts',
      "await fetch('/a');",
      'network-call-outside-core',
      'fetch is called outside of functions/core',
    ],
    [
      'functions/mapping/a.ts',
      "await globalThis.fetch('/a');",
      'network-call-outside-core',
      'fetch is called outside of functions/core',
    ],
    [
      'functions/destinations/wallet/a.ts',
      "import Stripe from 'stripe';",
      'network-call-outside-core',
      'stripe is imported outside of functions/core',
    ],
    [
      'functions/mapping/a.ts',
      "import { SQSClient } from '@aws-sdk/client-sqs';",
      'network-call-outside-core',
      '@aws-sdk/client-sqs is imported outside of functions/core',
    ],
    [
      'functions/integrations/a/integration.ts',
      "import { mapper } from '../../mapping/mapper.ts';",
      'mapping-outside-layer',
      'a mapping is made outside of functions/mapping',
    ],
    [
      'functions/integrations/a/integration.ts',
      "import other from '../b/integration.ts';",
      'integration-reads-another',
      'a reads a file of b',
    ],
  ])('%s: %s', (path, code, rule, what) => {
    expect(inFile(path, `// The line before.\n${code}\n`)).toEqual([[path, 2, rule, what]]);
  });

  it.each([
    ['functions/mapping/a.ts', '// https://docs.vendor.com/api'],
    [
      'functions/destinations/wallet/index.ts',
      "export const wallet = defineDestination({ baseUrl: 'https://api.vendor.com' });",
    ],
    ['functions/destinations/wallet/b.ts', "const version = { documentation: 'https://docs.vendor.com' };"],
    ['functions/core/http/a.ts', "import { request } from 'node:https';"],
    ['functions/supervisor/a.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
    ['functions/integrations/a/handler.ts', "import integration from './integration.ts';"],
    ['functions/integrations/index.ts', "import a from './a/integration.ts';"],
    ['functions/core/aws/a.ts', `const a = \`https://\${service}.\${region}.amazonaws.com\`;`],
  ])('and nothing in %s: %s', (path, code) => {
    expect(inFile(path, code)).toEqual([]);
  });

  it('and its line is right behind letters of whatever alphabet', () => {
    const code = `// ${'äöü 北京 🎉\n// '.repeat(50)}\nawait fetch('/a');`;
    expect(inFile('functions/mapping/a.ts', code).map(([, line]) => line)).toEqual([52]);
  });

  it('but for what somebody allows with a reason, there and by its name', () => {
    const code = (comment: string) => `${comment}\nconst a = 'https://api.vendor.com/';`;
    const of = (comment: string) => inFile('functions/mapping/a.ts', code(comment)).length;
    expect(of('// doctor allows address-outside-destination: stands in a text for people')).toBe(0);
    expect(of('// doctor allows address-outside-destination:')).toBe(1);
    expect(of('// doctor allows secret-literal: another rule')).toBe(1);
    expect(of('// doctor allows address-outside-destination: too far away\n')).toBe(1);
  });
});

describe('in the lists', () => {
  const [first] = shopIntegrations as readonly [AnyIntegration];
  const files = [
    sourceFile('functions/destinations/wallet/index.ts', "export const wallet = {\n  name: 'wallet',\n};"),
    sourceFile('functions/destinations/wallet/create.ts', "\n\nexport const create = { name: 'create' };"),
  ];
  const planted = (operation: object, destination: object = {}) => {
    const whole = { ...first.operation.destination, ...destination, name: 'wallet' };
    const integration = {
      ...first,
      operation: { ...first.operation, name: 'create', ...operation, destination: whole },
    };
    return found({ files, integrations: [integration as unknown as AnyIntegration] });
  };

  it('an operation that does not say how it may be repeated is found', () => {
    const expected = [
      [
        'functions/destinations/wallet/create.ts',
        3,
        'operation-without-repeat',
        'the operation create of wallet does not say how it may be repeated',
      ],
    ];
    expect(planted({ repeat: undefined })).toEqual(expected);
    expect(planted({ repeat: { by: 'hope' } })).toEqual(expected);
    expect(planted({})).toEqual([]);
  });

  it.each([
    [{ rateLimits: [] }, 'destination-without-limit', 'has no rate limit'],
    [{ rateLimits: [{ requests: 0, windowMs: 1_000 }] }, 'destination-without-limit', 'has no rate limit'],
    [{ probe: undefined }, 'destination-without-probe', 'has no probe'],
    [{ readError: undefined }, 'destination-without-errors', "reads no errors of the third party's own"],
    [
      { codes: undefined, statuses: undefined, judge: undefined },
      'destination-without-errors',
      "reads no errors of the third party's own",
    ],
  ])('a destination that lacks a part is found: %j', (destination, rule, what) => {
    expect(planted({}, destination)).toEqual([
      ['functions/destinations/wallet/index.ts', 2, rule, `the destination wallet ${what}`],
    ]);
  });
});

describe('a field that looks personal and is not declared so', () => {
  const text = z.string();
  const event = defineEvent({
    type: 'order.placed',
    data: z.looseObject({
      orderId: text,
      buyer: z.nullable(z.looseObject({ name: text, eMail: text })),
      items: z.array(z.looseObject({ name: text, ship_to_address: text })),
      clientIP: z.optional(text),
      city: text,
    }),
    personal: ['buyer.name'],
    example: { orderId: '1', buyer: null, items: [], city: 'Bern' },
  });
  const source = `import * as z from 'zod/mini';
export const orderPlaced = defineEvent({
  type: 'order.placed',
  data: z.looseObject({
    orderId: text,
    buyer: z.nullable(z.looseObject({ name: text,
      eMail: text })),
    items: z.array(z.looseObject({ name: text,
      ship_to_address: text })),
    clientIP: z.optional(text),
    city: text,
  }),
});`;

  it('is found in its line, in lists and in what may be null', () => {
    const file = 'functions/events/order-placed.ts';
    expect(found({ events: [event], files: [sourceFile(file, source)] })).toEqual([
      [
        file,
        7,
        'personal-field',
        'the field buyer.eMail of order.placed looks personal, and is not declared so',
      ],
      [
        file,
        9,
        'personal-field',
        'the field items[].ship_to_address of order.placed looks personal, and is not declared so',
      ],
      [
        file,
        10,
        'personal-field',
        'the field clientIP of order.placed looks personal, and is not declared so',
      ],
    ]);
  });
});

describe('an operation that the recorded contract lacks', () => {
  const file = 'functions/destinations/thing/create-thing.ts';
  const source = sourceFile(
    file,
    "\n\nexport const createThing = defineOperation({ name: 'create-thing' });",
  );
  const lock = (...names: readonly string[]) => {
    const operations = Object.fromEntries(names.map((name) => [name, {}]));
    return sourceFile('contracts/thing.lock.json', JSON.stringify({ format: 2, operations }));
  };
  const integration = thingIntegration() as AnyIntegration;
  const unrecorded = (locks: readonly SourceFile[], one = integration) =>
    found({ files: [source, ...locks], integrations: [one] }).filter(
      ([, , rule]) => rule === 'operation-unrecorded',
    );

  it('is named where it is declared', () => {
    expect(unrecorded([lock('probe', 'create-thing lookup')])).toEqual([
      [file, 3, 'operation-unrecorded', 'contracts/thing.lock.json does not have the operation create-thing'],
    ]);
  });

  it('is none where it was recorded, where nothing was, and where its integration retires', () => {
    expect(unrecorded([lock('probe', 'create-thing')])).toEqual([]);
    expect(unrecorded([])).toEqual([]);
    expect(unrecorded([lock('probe')], { ...integration, retiring: true })).toEqual([]);
  });
});

describe('a version of an event that an integration does not take', () => {
  const file = 'functions/integrations/guest-came-to-thing/integration.ts';
  const files = [sourceFile(file, "\nexport default defineIntegration({ name: 'guest-came-to-thing' });")];
  const taking = (event: AnyIntegration['event']) => ({ ...guestIntegration, event }) as AnyIntegration;
  const missed = (planted: Partial<Repository>) =>
    found({ files, ...planted }).filter(([, , rule]) => rule === 'version-not-taken');

  it.each([
    [
      'of one type',
      [taking(firstGuest)],
      [firstGuest, secondGuest],
      'version 1 of guest.came, and not version 2 of guest.came',
    ],
    [
      'where types tell them, and another integration takes both',
      [taking(asSecondGuest), anyGuestIntegration],
      [],
      'version 2 of guest.came and version 1 of guest.came, and not guest.came.v3',
    ],
  ])('is found %s', (_, integrations, events, what) => {
    expect(missed({ integrations, events })).toEqual([
      [file, 2, 'version-not-taken', `guest-came-to-thing takes ${what}`],
    ]);
  });

  it('is none where all are taken, where there is one, and where an integration retires', () => {
    const events = [firstGuest, secondGuest];
    for (const integrations of [[taking(asSecondGuest)], [{ ...taking(firstGuest), retiring: true }]])
      expect(missed({ integrations, events })).toEqual([]);
    expect(missed({ integrations: [taking(firstGuest)], events: [firstGuest, thirdGuest] })).toEqual([]);
  });
});

describe('in the stack', () => {
  const resources = readStackResources(shopIntegrations);
  const at = (path: string) => {
    const one = resources.find((resource) => resource.path === `interlock-prod/${path}/Resource`);
    if (one === undefined) throw new Error(`there is no ${path}`);
    return one;
  };
  const queue = at('customer-created-to-wallet/Queue');
  const changed = (target: StackResource, properties: object, acknowledged = target.acknowledged) =>
    found({
      resources: resources.map((one) =>
        one === target ? { ...one, acknowledged, properties: { ...one.properties, ...properties } } : one,
      ),
    });

  it('nothing is found as it is, and each resource knows the line that makes it', () => {
    expect(found({ resources })).toEqual([]);
    expect(new Set(resources.map(({ file }) => file.split('/').slice(0, 2).join('/')))).toEqual(
      new Set(['lib/stack']),
    );
    expect(queue.file).toBe('lib/stack/consumed-queue.ts');
    expect(queue.line).toBeGreaterThan(1);
  });

  it.each([
    [
      'a queue without dead-letter queue',
      queue,
      { RedrivePolicy: undefined },
      'queue-without-dead-letters',
      'the queue interlock-prod/customer-created-to-wallet/Queue/Resource has no dead-letter queue',
    ],
    [
      'a queue that hides for too short',
      queue,
      { VisibilityTimeout: 60 },
      'short-visibility-timeout',
      /^the queue interlock-prod\/customer-created-to-wallet\/Queue\/Resource hides a message for 60 s, and its function may run for \d+ s$/,
    ],
    [
      'a queue that says nothing of it',
      queue,
      { VisibilityTimeout: undefined },
      'short-visibility-timeout',
      /hides a message for 30 s/,
    ],
  ])('%s is found', (_, target, properties, rule, what) => {
    expect(changed(target, properties)).toContainEqual([
      target.file,
      target.line,
      rule,
      typeof what === 'string' ? what : expect.stringMatching(what),
    ]);
  });

  it('a last resort that nobody calls so is a queue without dead-letter queue', () => {
    expect(changed(at('Unrouted'), {}, [])).toEqual([
      [
        at('Unrouted').file,
        at('Unrouted').line,
        'queue-without-dead-letters',
        'the queue interlock-prod/Unrouted/Resource has no dead-letter queue',
      ],
    ]);
  });

  it('queues that no alarm looks at are found, and those whose alarm tells nobody', () => {
    const silent = resources.map((one) =>
      one.type === 'AWS::CloudWatch::Alarm'
        ? { ...one, properties: { ...one.properties, AlarmActions: [] } }
        : one,
    );
    const queues = resources.filter(({ type }) => type === 'AWS::SQS::Queue').length;
    const without = resources.filter(({ type }) => type !== 'AWS::CloudWatch::Alarm');
    for (const planted of [silent, without])
      expect(found({ resources: planted }).map(([, , rule]) => rule)).toEqual(
        Array(queues).fill('queue-without-alarm'),
      );
  });

  it.each([
    [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::a' }, ['s3:*']],
    [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }, ['*']],
    [{ Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:aws:s3:::a' }, ['all but a few']],
    [
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sqs:::*']] },
      },
      ['arn:<AWS::Partition>:sqs:::*'],
    ],
    [{ Effect: 'Deny', Action: '*', Resource: '*' }, []],
    [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:::a' }, []],
  ])('a role with %j', (statement, grants) => {
    const role = at('customer-created-to-wallet/Role');
    const Policies = [{ PolicyDocument: { Statement: [statement] } }];
    expect(changed(role, { Policies })).toEqual(
      grants.map((grant) => [
        role.file,
        role.line,
        'wildcard-grant',
        `interlock-prod/customer-created-to-wallet/Role/Resource grants "${grant}"`,
      ]),
    );
  });

  it('what whoever asks may do with a queue is found, and not what a condition narrows', () => {
    const policy = at('Unrouted/Policy');
    const of = (more: object) =>
      changed(policy, {
        PolicyDocument: {
          Statement: {
            Effect: 'Allow',
            Principal: { AWS: '*' },
            Action: 'sqs:SendMessage',
            Resource: 'a',
            ...more,
          },
        },
      }).map(([, , , what]) => what);
    expect(of({})).toEqual(['interlock-prod/Unrouted/Policy/Resource grants "whoever asks"']);
    expect(of({ Condition: { StringEquals: { 'aws:SourceAccount': '1' } } })).toEqual([]);
  });

  it('what has no reason where it is made is a wildcard grant', () => {
    const supervisor = at('Supervisor/Role');
    expect(changed(supervisor, {}, []).map(([, , rule]) => rule)).toContain('wildcard-grant');
  });
});

it('the guide names each rule and the mistake that it is about', () => {
  const guide = readFileSync(new URL('../../../../docs/doctor.md', import.meta.url), 'utf8');
  const rows = guide.split('\n').filter((line) => /^\| `.*\d \|$/.test(line));
  const named = rows.flatMap((row) => {
    const [names = '', , mistakes = ''] = row.split(' | ');
    const of = mistakes.match(/\d/g) ?? [];
    return [...names.matchAll(/`([\w-]+)`/g)].map(([, name], at) => [name, Number(of[at])]);
  });
  expect(named).toEqual(rules.map(({ name, mistake }) => [name, mistake]));
});
