/** What Interlock comes with as examples: a user deletes these, and keeps a green build. */

/** Files and folders, from the top of the repository; `*` for any name. Whatever is about them, their tests too, is in here. */
export const examples: readonly string[] = [
  'contracts/hubspot.lock.json',
  'contracts/intercom.lock.json',
  'contracts/mailchimp.lock.json',
  'contracts/salesforce.lock.json',
  'contracts/sendgrid.lock.json',
  'contracts/shopify.lock.json',
  'contracts/slack.lock.json',
  'contracts/stripe.lock.json',
  'contracts/webhook.lock.json',
  'contracts/xero.lock.json',
  'functions/destinations/hubspot',
  'functions/destinations/intercom',
  'functions/destinations/mailchimp',
  'functions/destinations/salesforce',
  'functions/destinations/sendgrid',
  'functions/destinations/shopify',
  'functions/destinations/slack',
  'functions/destinations/stripe',
  'functions/destinations/webhook',
  'functions/destinations/xero',
  'functions/events/customer-created.ts',
  'functions/events/payment-requested.ts',
  'functions/integrations/customer-created-to-hubspot',
  'functions/integrations/customer-created-to-intercom',
  'functions/integrations/customer-created-to-stripe',
  'functions/integrations/payment-requested-to-stripe',
  'functions/mapping/customer-to-hubspot.ts',
  'functions/mapping/customer-to-intercom.ts',
  'functions/mapping/customer-to-stripe.ts',
  'functions/mapping/payment-to-stripe.ts',
  'lib/local/stand-ins/hubspot*.ts',
  'lib/local/stand-ins/intercom*.ts',
  'lib/local/stand-ins/mailchimp*.ts',
  'lib/local/stand-ins/salesforce*.ts',
  'lib/local/stand-ins/sendgrid*.ts',
  'lib/local/stand-ins/shopify*.ts',
  'lib/local/stand-ins/slack*.ts',
  'lib/local/stand-ins/stripe*.ts',
  'lib/local/stand-ins/webhook*.ts',
  'lib/local/stand-ins/xero*.ts',
  'test/shipped',
];

/** The lists in which they have a line each. */
export const lists: readonly string[] = [
  'functions/destinations/contracts.ts',
  'functions/events/index.ts',
  'functions/integrations/index.ts',
  'lib/local/stand-ins/index.ts',
];

/** Packages that only they need. */
export const packages: readonly string[] = ['stripe'];

const patterns = examples.map(
  (path) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}(?:/|$)`),
);

/** @param path from the top of the repository */
export const isExample = (path: string): boolean => patterns.some((pattern) => pattern.test(path));
