import pMap from 'p-map';

/**
 * How many integrations or destinations are asked about at once. One answer takes about 50 ms, so that a hundred take half a
 * second. All at once, a hundred and thirty log groups are five times what CloudWatch Logs lets an account ask in a second
 * (FilterLogEvents: 25 in most regions), and the command ends with a throttle instead of an answer.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
const atOnce = 8;

/** `Promise.all` over `work` of each, in order, of which only a few are under way. Rejects with the first that rejects. */
export const fewAtOnce = <Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> => pMap(items, (item) => work(item), { concurrency: atOnce }) as Promise<Result[]>;
