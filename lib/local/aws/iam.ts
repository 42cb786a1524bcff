/** The role policies of the template, enforced: a missing grant fails here first. */
import { createHash } from 'node:crypto';
import { accountId } from './account.ts';
import { AwsError } from './aws-error.ts';
import { decide, type Policy, type Request } from './policy.ts';

export class Iam {
  readonly #policies = new Map<string, Policy[]>();
  readonly #sessions = new Map<string, { readonly roleName: string; readonly name: string }>();

  attach(roleName: string, policy: Policy): void {
    this.#policies.set(roleName, [...(this.#policies.get(roleName) ?? []), policy]);
  }

  /** Access key id of the role's one session, which has the function's name as in Lambda: 20 characters beginning with ASIA, as STS gives them. */
  accessKeyOf(roleName: string, sessionName = roleName): string {
    const key = `ASIA${digestOf(roleName)}`;
    this.#sessions.set(key, { roleName, name: sessionName });
    return key;
  }

  /** What AWS calls the caller: `AROA…:<session>` of a role, else the account. */
  userIdOf(accessKeyId: string | undefined): string {
    const session = accessKeyId === undefined ? undefined : this.#sessions.get(accessKeyId);
    return session === undefined ? accountId : `AROA${digestOf(session.roleName)}:${session.name}`;
  }

  /** The role that the key belongs to; `undefined` for any other key, which is the operator's. */
  roleOf(accessKeyId: string | undefined): string | undefined {
    return accessKeyId === undefined ? undefined : this.#sessions.get(accessKeyId)?.roleName;
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

const digestOf = (roleName: string) =>
  createHash('sha256').update(roleName).digest('hex').toUpperCase().slice(0, 16);
