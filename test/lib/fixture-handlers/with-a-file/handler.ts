import { readBeside } from '../../../../functions/core/read-beside.ts';

export const handler = () => readBeside('contract.lock.json');
