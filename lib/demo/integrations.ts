import { integrations as declared } from '../../functions/integrations/index.ts';
import { environments } from '../environments.ts';
import { inEnvironment } from '../settled.ts';

/** The list as it is on this machine. */
export const { integrations } = inEnvironment(environments.local, declared);
