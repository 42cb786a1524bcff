import { stackName } from '../../../names.ts';
import type { DeployedCheck } from './look.ts';

/** Detecting takes minutes, and is AWS's own command: this only says when somebody last did, and what came of it. */
export const stack: DeployedCheck = {
  name: 'stack',
  look: async ({ clients, environment: { name } }) => {
    const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
    const StackName = stackName(name);
    const client = await clients.cloudFormation();
    const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    const { StackStatus = 'unknown', DriftInformation } = found ?? {};
    if (!/^(?:CREATE|UPDATE|IMPORT)_COMPLETE(?:_CLEANUP_IN_PROGRESS)?$/.test(StackStatus))
      return [
        {
          state: 'trouble',
          says: `${StackName} is ${StackStatus}`,
          todo: 'docs/promotion.md says how a deployment is gone back on and tried again',
        },
      ];
    const { StackDriftStatus = 'NOT_CHECKED', LastCheckTimestamp } = DriftInformation ?? {};
    const detect = `aws cloudformation detect-stack-drift --stack-name ${StackName}`;
    const at = LastCheckTimestamp === undefined ? '' : `, at ${LastCheckTimestamp.toISOString()}`;
    if (StackDriftStatus === 'DRIFTED')
      return [
        {
          state: 'trouble',
          says: `${StackName} is ${StackStatus}, and somebody had changed it by hand when that was last looked at${at}`,
          todo: `aws cloudformation describe-stack-resource-drifts --stack-name ${StackName}; then deploy again`,
        },
      ];
    return [
      {
        state: 'ok',
        says:
          StackDriftStatus === 'IN_SYNC'
            ? `${StackName} is ${StackStatus}, and was as its template says when that was last looked at${at}`
            : `${StackName} is ${StackStatus}; nobody has looked for changes by hand: ${detect}`,
      },
    ];
  },
};
