import { startHandler } from '../../core/handler.ts';
import integration from './integration.ts';

export const handler = await startHandler(integration);
