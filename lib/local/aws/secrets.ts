/** Secrets Manager, in memory. Versions and their stages move as the service moves them. */
import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { arnOf } from './account.ts';
import { AwsError } from './aws-error.ts';
import { passwordRulesSchema, randomPassword } from './random-password.ts';
import { described, moveStage, named, putVersion, type Secret, type Version } from './secret-versions.ts';

const inputSchema = z.object({
  Name: z.optional(z.string()),
  SecretId: z._default(z.string(), ''),
  Description: z.optional(z.string()),
  SecretString: z.optional(z.string()),
  SecretBinary: z.optional(z.string()),
  ClientRequestToken: z.optional(z.string()),
  VersionId: z.optional(z.string()),
  VersionStage: z.optional(z.string()),
  VersionStages: z.optional(z.array(z.string())),
  MoveToVersionId: z.optional(z.string()),
  RemoveFromVersionId: z.optional(z.string()),
  ForceDeleteWithoutRecovery: z.optional(z.boolean()),
});
type Input = z.infer<typeof inputSchema>;

export class Secrets {
  readonly #secrets = new Map<string, Secret>();
  readonly #now: () => number;
  readonly #operations: Readonly<Record<string, (input: Input) => object>> = {
    CreateSecret: (input) => this.#create(input),
    GetSecretValue: (input) => this.#value(input),
    PutSecretValue: (input) => {
      const secret = this.#live(input.SecretId);
      const version = this.#put(secret, input);
      return { ...named(secret), VersionId: version.id, VersionStages: [...version.stages] };
    },
    UpdateSecret: (input) => {
      const secret = this.#live(input.SecretId);
      secret.description = input.Description ?? secret.description;
      return { ...named(secret), ...(holdsValue(input) ? { VersionId: this.#put(secret, input).id } : {}) };
    },
    UpdateSecretVersionStage: (input) => this.#updateStage(input),
    DescribeSecret: ({ SecretId }) => described(this.#find(SecretId)),
    ListSecretVersionIds: ({ SecretId }) => {
      const secret = this.#find(SecretId);
      const Versions = secret.versions.map(({ id, stages, createdSeconds }) => ({
        VersionId: id,
        VersionStages: [...stages],
        CreatedDate: createdSeconds,
      }));
      return { ...named(secret), Versions };
    },
    ListSecrets: () => ({
      SecretList: [...this.#secrets.values()]
        .filter(({ deletedSeconds }) => deletedSeconds === undefined)
        .map(described),
    }),
    DeleteSecret: ({ SecretId, ForceDeleteWithoutRecovery }) => {
      const secret = this.#find(SecretId);
      secret.deletedSeconds = this.#now() / 1_000;
      if (ForceDeleteWithoutRecovery === true) this.#secrets.delete(secret.name);
      return { ...named(secret), DeletionDate: secret.deletedSeconds };
    },
    RestoreSecret: ({ SecretId }) => {
      const secret = this.#find(SecretId);
      secret.deletedSeconds = undefined;
      return named(secret);
    },
  };

  constructor({ now }: { readonly now: () => number }) {
    this.#now = now;
  }

  /** Answers one call. Throws `AwsError`. */
  handle(operation: string, input: unknown): object {
    if (operation === 'GetRandomPassword') {
      return { RandomPassword: randomPassword(passwordRulesSchema.parse(input)) };
    }
    const handler = this.#operations[operation];
    if (handler === undefined) {
      throw new AwsError('UnknownOperationException', `the local Secrets Manager does not know ${operation}`);
    }
    return handler(inputSchema.parse(input));
  }

  /** Returns the ARN. `value` is left out for a secret that starts without one. */
  create(name: string, value: string | undefined): string {
    return this.#create({ Name: name, SecretId: '', SecretString: value }).ARN;
  }

  /** What policies name the secret by; `secretId` itself when there is no such secret. */
  arnOf(secretId: string): string {
    return this.#lookUp(secretId)?.arn ?? secretId;
  }

  #create(input: Input) {
    const { Name: name = '', Description: description } = input;
    if (this.#secrets.has(name)) {
      throw new AwsError(
        'ResourceExistsException',
        `The operation failed because the secret ${name} already exists.`,
      );
    }
    const seconds = this.#now() / 1_000;
    const secret: Secret = {
      name,
      // The service ends the ARN with six random characters.
      arn: arnOf('secretsmanager', `secret:${name}-${randomBytes(3).toString('hex')}`),
      description,
      versions: [],
      createdSeconds: seconds,
      changedSeconds: seconds,
      deletedSeconds: undefined,
    };
    this.#secrets.set(name, secret);
    return { ...named(secret), ...(holdsValue(input) ? { VersionId: this.#put(secret, input).id } : {}) };
  }

  #value({ SecretId, VersionId, VersionStage }: Input): object {
    const secret = this.#live(SecretId);
    const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
    const version = secret.versions.find(
      ({ id, stages }) =>
        (VersionId === undefined || id === VersionId) && (stage === undefined || stages.has(stage)),
    );
    if (version === undefined) {
      const wanted = VersionId === undefined ? `staging label: ${stage}` : `VersionId: ${VersionId}`;
      throw new AwsError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${wanted}`,
      );
    }
    return {
      ...named(secret),
      VersionId: version.id,
      SecretString: version.text,
      SecretBinary: version.binary,
      VersionStages: [...version.stages],
      CreatedDate: version.createdSeconds,
    };
  }

  #put(
    secret: Secret,
    { ClientRequestToken: id, SecretString: text, SecretBinary: binary, ...rest }: Input,
  ): Version {
    const seconds = this.#now() / 1_000;
    return putVersion(secret, { id: id ?? randomUUID(), text, binary }, seconds, rest.VersionStages);
  }

  #updateStage({ SecretId, VersionStage = '', MoveToVersionId, RemoveFromVersionId }: Input): object {
    const secret = this.#live(SecretId);
    const byId = (wanted: string | undefined) => secret.versions.find(({ id }) => id === wanted);
    const target = byId(MoveToVersionId);
    if (target !== undefined) moveStage(secret, VersionStage, target);
    else byId(RemoveFromVersionId)?.stages.delete(VersionStage);
    return named(secret);
  }

  #live(secretId: string): Secret {
    const secret = this.#find(secretId);
    if (secret.deletedSeconds === undefined) return secret;
    throw new AwsError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }

  #find(secretId: string): Secret {
    const secret = this.#lookUp(secretId);
    if (secret !== undefined) return secret;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }

  /** By name, ARN, or ARN without the six random characters and their hyphen. */
  #lookUp(secretId: string): Secret | undefined {
    return (
      this.#secrets.get(secretId) ??
      [...this.#secrets.values()].find(({ arn }) => arn === secretId || arn.slice(0, -7) === secretId)
    );
  }
}

const holdsValue = ({ SecretString, SecretBinary }: Input) =>
  SecretString !== undefined || SecretBinary !== undefined;
