import type { Rule } from '../rule.ts';

/** Modules that open connections, and clients that third parties publish. */
const modules =
  /^(?:(?:node:)?(?:http|https|http2|net|tls|dgram)|axios|got|ky|needle|node-fetch|request|superagent|undici|ws|stripe|twilio|@slack\/web-api|@hubspot\/api-client|intercom-client|@sendgrid\/\w+)(?:$|\/)/;
/** What runs beside the integrations, and not for a third party, asks AWS. */
const aws = /^@(?:aws-sdk|smithy)\//;
const asksAws = /^functions\/(?:contract-watch|supervisor)\//;
const calls = new Set(['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource']);

const todo =
  'describe the request as an operation of a destination: the engine sends it within the limit, under a deadline, and logs what came back';

/** Only the engine sends: what calls past it knows no limit, no ledger, no redaction. */
export const networkCallOutsideCore: Rule = {
  name: 'network-call-outside-core',
  mistake: 2,
  breaches: ({ files }) =>
    files
      .filter(({ path }) => path.startsWith('functions/') && !path.startsWith('functions/core/'))
      .flatMap(({ path: file, imports, calls: called }) => [
        ...imports
          .filter(({ from }) => modules.test(from) || (aws.test(from) && !asksAws.test(file)))
          .map(({ from, line }) => ({
            file,
            line,
            what: `${from} is imported outside of functions/core`,
            todo,
          })),
        ...called
          .filter(({ name }) => calls.has(name))
          .map(({ name, line }) => ({
            file,
            line,
            what: `${name} is called outside of functions/core`,
            todo,
          })),
      ]),
};
