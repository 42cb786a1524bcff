/**
 * Secrets Manager, in memory. Versions and their stages move as the service moves them. The calls read their input, and
 * throw `AwsError`.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { arnOf } from './account.ts';
import { AwsError } from './aws-error.ts';
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

  constructor({ now }: { readonly now: () => number }) {
    this.#now = now;
  }

  createSecret(input: unknown): object {
    return this.#create(inputSchema.parse(input));
  }

  getSecretValue(input: unknown): object {
    return this.#value(inputSchema.parse(input));
  }

  putSecretValue(input: unknown): object {
    const read = inputSchema.parse(input);
    const secret = this.#live(read.SecretId);
    const version = this.#put(secret, read);
    return { ...named(secret), VersionId: version.id, VersionStages: [...version.stages] };
  }

  updateSecret(input: unknown): object {
    const read = inputSchema.parse(input);
    const secret = this.#live(read.SecretId);
    secret.description = read.Description ?? secret.description;
    return { ...named(secret), ...(holdsValue(read) ? { VersionId: this.#put(secret, read).id } : {}) };
  }

  updateSecretVersionStage(input: unknown): object {
    const { SecretId, VersionStage = '', MoveToVersionId, RemoveFromVersionId } = inputSchema.parse(input);
    const secret = this.#live(SecretId);
    const byId = (wanted: string | undefined) => secret.versions.find(({ id }) => id === wanted);
    const target = byId(MoveToVersionId);
    if (target !== undefined) moveStage(secret, VersionStage, target);
    else byId(RemoveFromVersionId)?.stages.delete(VersionStage);
    return named(secret);
  }

  describeSecret(input: unknown): object {
    return described(this.#find(inputSchema.parse(input).SecretId));
  }

  listSecretVersionIds(input: unknown): object {
    const secret = this.#find(inputSchema.parse(input).SecretId);
    const Versions = secret.versions.map(({ id, stages, createdSeconds }) => ({
      VersionId: id,
      VersionStages: [...stages],
      CreatedDate: createdSeconds,
    }));
    return { ...named(secret), Versions };
  }

  listSecrets(): object {
    const live = [...this.#secrets.values()].filter(({ deletedSeconds }) => deletedSeconds === undefined);
    return { SecretList: live.map(described) };
  }

  deleteSecret(input: unknown): object {
    const { SecretId, ForceDeleteWithoutRecovery } = inputSchema.parse(input);
    const secret = this.#find(SecretId);
    secret.deletedSeconds = this.#now() / 1_000;
    if (ForceDeleteWithoutRecovery === true) this.#secrets.delete(secret.name);
    return { ...named(secret), DeletionDate: secret.deletedSeconds };
  }

  restoreSecret(input: unknown): object {
    const secret = this.#find(inputSchema.parse(input).SecretId);
    secret.deletedSeconds = undefined;
    return named(secret);
  }

  /** Returns the ARN. `value` is left out for a secret that starts without one. */
  create(name: string, value: string | undefined): string {
    return this.#create({ Name: name, SecretId: '', SecretString: value }).ARN;
  }

  /** The current text of each that has one, by name. */
  current(): Record<string, string> {
    const texts = [...this.#secrets.values()].flatMap(({ name, versions, deletedSeconds }) => {
      const text = versions.find(({ stages }) => stages.has('AWSCURRENT'))?.text;
      return text === undefined || deletedSeconds !== undefined ? [] : [[name, text] as const];
    });
    return Object.fromEntries(texts);
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
