/** What every answer of the shipped third parties means, by their own error tables. */
import { describe, expect, it } from 'vitest';
import { contractIn } from '../../../../functions/core/declare/in-environment.ts';
import { classify } from '../../../../functions/core/http/classify.ts';
import { upsertContact } from '../../../../functions/destinations/hubspot/upsert-contact.ts';
import { createContact } from '../../../../functions/destinations/intercom/create-contact.ts';
import { mailchimpContract } from '../../../../functions/destinations/mailchimp/contract.ts';
import { upsertContact as upsertSalesforceContact } from '../../../../functions/destinations/salesforce/upsert-contact.ts';
import { sendMail } from '../../../../functions/destinations/sendgrid/send-mail.ts';
import { codes as shopifyCodes } from '../../../../functions/destinations/shopify/errors.ts';
import { setCustomer } from '../../../../functions/destinations/shopify/set-customer.ts';
import { codes as slackCodes } from '../../../../functions/destinations/slack/errors.ts';
import { postMessage } from '../../../../functions/destinations/slack/post-message.ts';
import { createPaymentIntent } from '../../../../functions/destinations/stripe/create-payment-intent.ts';
import { sendEvent } from '../../../../functions/destinations/webhook/send-event.ts';
import { createInvoice } from '../../../../functions/destinations/xero/create-invoice.ts';
import { amazon } from '../../../functions/core/http/answers/amazon.ts';
import { networks } from '../../../functions/core/http/answers/networks.ts';
import { proxies } from '../../../functions/core/http/answers/proxies.ts';
import { registered } from '../../../functions/core/http/answers/registered.ts';
import { type AnswerRow, nowMs, testAnswers } from '../../../functions/core/http/answers/row.ts';
import { successes, throttling } from '../../../functions/core/http/answers/throttling.ts';
import { unregistered } from '../../../functions/core/http/answers/unregistered.ts';
import { wordless } from '../../../functions/core/http/answers/wordless.ts';
import { hubspotAnswers } from './hubspot.ts';
import { intercomAnswers } from './intercom.ts';
import { mailchimpAnswers } from './mailchimp.ts';
import { salesforceAnswers } from './salesforce.ts';
import { sendgridAnswers } from './sendgrid.ts';
import { shopifyAnswers } from './shopify.ts';
import { slackAnswers } from './slack.ts';
import { stripeAnswers } from './stripe.ts';
import { webhookAnswers } from './webhook.ts';
import { xeroAnswers } from './xero.ts';

const gateways: readonly AnswerRow[] = [...amazon, ...networks, ...proxies];

describe('stripe', () => testAnswers(createPaymentIntent, stripeAnswers));
describe('hubspot', () => testAnswers(upsertContact, hubspotAnswers));
describe('intercom', () => testAnswers(createContact, intercomAnswers));
describe('slack', () => testAnswers(postMessage, slackAnswers));
describe('sendgrid', () => testAnswers(sendMail, sendgridAnswers));
describe('shopify', () => testAnswers(setCustomer, shopifyAnswers));
describe('webhook', () => testAnswers(sendEvent, webhookAnswers));
const [putMember] = contractIn({}, [mailchimpContract], mailchimpContract.destination)?.operations ?? [];
if (putMember === undefined) throw new Error('Mailchimp has an operation');
const { operation: putInto } = putMember;

describe('xero', () => testAnswers(createInvoice, xeroAnswers));
describe('mailchimp', () => testAnswers(putInto, mailchimpAnswers));
describe('salesforce', () => testAnswers(upsertSalesforceContact, salesforceAnswers));

// The page of a gateway means the same in front of each of them.
describe('stripe behind a gateway', () => testAnswers(createPaymentIntent, gateways));
describe('hubspot behind a gateway', () => testAnswers(upsertContact, gateways));
describe('intercom behind a gateway', () => testAnswers(createContact, gateways));
describe('slack behind a gateway', () => testAnswers(postMessage, gateways));
describe('sendgrid behind a gateway', () => testAnswers(sendMail, gateways));
describe('shopify behind a gateway', () => testAnswers(setCustomer, gateways));

it.each([
  ['slack', slackCodes, slackAnswers],
  ['shopify', shopifyCodes, shopifyAnswers],
] as const)('no code that %s is declared with is missing from its table', (_, codes, answers) => {
  const told = new Set(answers.map(([name]) => name));
  expect(Object.keys(codes).filter((code) => !told.has(`200 ${code}`))).toEqual([]);
});
describe('xero behind a gateway', () => testAnswers(createInvoice, gateways));
describe('mailchimp behind a gateway', () => testAnswers(putInto, gateways));
describe('salesforce behind a gateway', () => testAnswers(upsertSalesforceContact, gateways));

it('HubSpot tells a property that does not exist from an email that is none by its code', () => {
  const codeOf = (name: string) => {
    const [, response] = hubspotAnswers.find(([one]) => one === name) ?? [];
    return response && classify(upsertContact, { response }, nowMs).thirdPartyCode;
  };
  expect(codeOf('400 PROPERTY_DOESNT_EXIST')).toBe('PROPERTY_DOESNT_EXIST');
  expect(codeOf('400 INVALID_EMAIL')).toBe('INVALID_EMAIL');
  expect(codeOf('207 INVALID_EMAIL')).toBe('INVALID_EMAIL');
});

it('at least 283 different answers are judged, and none of them twice', () => {
  const others = [...registered, ...unregistered, ...gateways, ...wordless, ...throttling, ...successes];
  const all = [
    ...others.map(([name]) => name),
    ...stripeAnswers.map(([name]) => `stripe ${name}`),
    ...hubspotAnswers.map(([name]) => `hubspot ${name}`),
    ...intercomAnswers.map(([name]) => `intercom ${name}`),
    ...slackAnswers.map(([name]) => `slack ${name}`),
    ...sendgridAnswers.map(([name]) => `sendgrid ${name}`),
    ...shopifyAnswers.map(([name]) => `shopify ${name}`),
    ...webhookAnswers.map(([name]) => `webhook ${name}`),
    ...salesforceAnswers.map(([name]) => `salesforce ${name}`),
    ...xeroAnswers.map(([name]) => `xero ${name}`),
    ...mailchimpAnswers.map(([name]) => `mailchimp ${name}`),
  ];
  expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
  expect(all.length).toBeGreaterThanOrEqual(283);
});
