import { readDeployedFile } from '../../../../functions/core/aws/read-deployed-file.ts';

export const handler = () => readDeployedFile('contract.lock.json');
