import { createHandler } from '../../functions/core/handler.ts';
import integration from './integration.ts';

export const handler = createHandler(integration);
