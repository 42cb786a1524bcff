/** The role policies of the template, enforced: a missing grant fails here first. */
import { createHash } from 'node:crypto';
import { AwsError } from './aws-error.ts';
import { decide, type Policy, type Request } from './policy.ts';

export class Iam {
  readonly #policies = new Map<string, Policy[]>();
  readonly #roles = new Map<string, string>();

  attach(roleName: string, policy: Policy): void {
    this.#policies.set(roleName, [...(this.#policies.get(roleName) ?? []), policy]);
  }

  /** Access key id of the role's sessions: 20 characters beginning with ASIA, as STS gives them. */
  accessKeyOf(roleName: string): string {
    const key = `ASIA${createHash('sha256').update(roleName).digest('hex').toUpperCase().slice(0, 16)}`;
    this.#roles.set(key, roleName);
    return key;
  }

  /** The role that the key belongs to; `undefined` for any other key, which is the operator's. */
  roleOf(accessKeyId: string | undefined): string | undefined {
    return accessKeyId === undefined ? undefined : this.#roles.get(accessKeyId);
  }

  /** Throws `AccessDeniedException` when a role's key asks for what its policies do not allow. The operator may all. */
  authorize(accessKeyId: string | undefined, request: Request): void {
    const roleName = this.roleOf(accessKeyId);
    if (roleName === undefined) return;
    const decision = decide(this.#policies.get(roleName) ?? [], request);
    if (decision === 'allowed') return;
    const reason =
      decision === 'denied'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${request.action} action`;
    throw new AwsError(
      'AccessDeniedException',
      `User: ${roleName} is not authorized to perform: ${request.action} on resource: ${request.resource} ${reason}`,
    );
  }
}
