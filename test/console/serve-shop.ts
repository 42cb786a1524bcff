/** `npm start` with the shop, in a process whose memory is its own. Ends when its standard input does. */
import { once } from 'node:events';
import { startLocalShop } from './local-shop.ts';

const [top = ''] = process.argv.slice(2);
const shop = await startLocalShop({ top });
process.stdout.write(`${JSON.stringify({ url: shop.url, endpoint: shop.aws.endpoint })}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
await shop.stop();
