import { Stack, Validations } from 'aws-cdk-lib';
import type { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';

/** Of roles that are made before the integrations whose names they are. */
const madeBefore =
  'Names of one environment of Interlock, and nothing else: the role is made before the integrations whose names they are.';

/** Acknowledges, one by one, the patterns that `statements` of `role` name resources by. */
export function acknowledgeOwnNames(
  role: Role,
  statements: readonly PolicyStatement[],
  reason: string = madeBefore,
): void {
  for (const resource of statements.flatMap(({ resources }) => resources)) {
    if (!resource.includes('*')) continue;
    const id = `AwsSolutions::AwsSolutions-IAM5[Resource::${asCdkNagWritesIt(role, resource)}]`;
    Validations.of(role).acknowledge({ id, reason });
  }
}

/** `arn:<AWS::Partition>:sqs:…`: references by their names. */
function asCdkNagWritesIt(role: Role, resource: string): string {
  const resolved: string | { 'Fn::Join': [string, (string | { Ref: string })[]] } =
    Stack.of(role).resolve(resource);
  if (typeof resolved === 'string') return resolved;
  const [, parts] = resolved['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : `<${part.Ref}>`)).join('');
}
