import { integrations } from '../integrations/index.ts';
import { supervisorRuntime } from './runtime.ts';
import { createSupervisor } from './supervisor.ts';

export const handler = createSupervisor(integrations, supervisorRuntime());
