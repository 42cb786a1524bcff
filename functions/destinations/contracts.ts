import type { DeclaredContract } from '../core/declare/contract.ts';
import { hubspotContract } from './hubspot/contract.ts';
import { intercomContract } from './intercom/contract.ts';
import { mailchimpContract } from './mailchimp/contract.ts';
import { salesforceContract } from './salesforce/contract.ts';
import { sendgridContract } from './sendgrid/contract.ts';
import { shopifyContract } from './shopify/contract.ts';
import { slackContract } from './slack/contract.ts';
import { stripeContract } from './stripe/contract.ts';
import { webhookContract } from './webhook/contract.ts';
import { xeroContract } from './xero/contract.ts';

/** How each third party is probed: `npm run interlock -- probe`, and the daily look. No integration's function loads it. */
export const contracts: readonly DeclaredContract[] = [
  stripeContract,
  hubspotContract,
  intercomContract,
  mailchimpContract,
  salesforceContract,
  sendgridContract,
  shopifyContract,
  slackContract,
  webhookContract,
  xeroContract,
];
