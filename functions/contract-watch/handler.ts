import { contracts } from '../destinations/contracts.ts';
import { integrations } from '../integrations/index.ts';
import { createContractWatch } from './contract-watch.ts';
import { contractWatchRuntime } from './runtime.ts';

export const handler = createContractWatch({ contracts, integrations }, contractWatchRuntime());
