/** The account and region that the local AWS answers for, and the ARNs in it. */
export const accountId = '000000000000';
export const region = 'us-east-1';

/** `resource` is what stands after the account: a queue's name, `table/<name>`, `function:<name>`. */
export const arnOf = (service: string, resource: string) =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** The last part of an ARN or URL: queue, topic or function name. */
export const nameOf = (arnOrUrl: string) => arnOrUrl.split(/[:/]/).at(-1) ?? arnOrUrl;
