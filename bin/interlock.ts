/** The operator's command line. */
import { main } from '../lib/cli/main.ts';
import { processContext } from '../lib/cli/process-context.ts';

process.exitCode = await main(process.argv.slice(2), processContext(process, process.env));
