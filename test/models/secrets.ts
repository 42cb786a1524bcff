/** Secrets Manager's values and their versions, as a plain state machine. Versions that no stage names are kept. */
import {
  InvalidParameterException,
  ResourceExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';
import { arnOf } from '../../lib/local/aws/account.ts';
import { answered, knownOnly, NotModelled } from './sdk-errors.ts';
import { uuidOf } from './uuid.ts';

export interface SecretVersion {
  readonly id: string;
  readonly text: string;
  readonly createdAtMs: number;
}

interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly versions: Map<string, SecretVersion>;
  /** Stage to version id. */
  readonly stages: Map<string, string>;
}

interface Input {
  readonly SecretId?: string;
  readonly SecretString?: string;
  readonly VersionId?: string;
  readonly VersionStage?: string;
  readonly ClientRequestToken?: string;
}

export class SecretsModel {
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #secrets = new Map<string, Secret>();

  constructor({ now, random }: { readonly now: () => number; readonly random: () => number }) {
    this.#now = now;
    this.#random = random;
  }

  /** Returns the version's id. */
  create(name: string, text: string): string {
    // The service ends the ARN with six random characters.
    const arn = arnOf('secretsmanager', `secret:${name}-${uuidOf(this.#random).slice(0, 6)}`);
    this.#secrets.set(name, { name, arn, versions: new Map(), stages: new Map() });
    return this.#put({ SecretId: name, SecretString: text }).VersionId;
  }

  execute(operation: string, input: object): object {
    if (operation === 'GetSecretValue') {
      knownOnly(operation, input, ['SecretId', 'VersionId', 'VersionStage']);
      return this.#value(input);
    }
    if (operation !== 'PutSecretValue') throw new NotModelled(`${operation} is not modelled`);
    knownOnly(operation, input, ['SecretId', 'SecretString', 'ClientRequestToken']);
    return this.#put(input);
  }

  /** The version that is AWSCURRENT. */
  current(name: string): SecretVersion {
    const { versions, stages } = this.#found(name);
    const version = versions.get(stages.get('AWSCURRENT') ?? '');
    if (version === undefined) throw new Error(`the secret ${name} has no current version`);
    return version;
  }

  /** All of them, the oldest first. */
  versions(name: string): readonly SecretVersion[] {
    return [...this.#found(name).versions.values()];
  }

  #value({ SecretId, VersionId, VersionStage }: Input): object {
    const secret = this.#found(SecretId);
    const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
    const id = stage === undefined ? VersionId : secret.stages.get(stage);
    const version = secret.versions.get(id ?? '');
    if (version === undefined || (VersionId !== undefined && VersionId !== version.id)) {
      const wanted = VersionId === undefined ? `staging label: ${stage}` : `VersionId: ${VersionId}`;
      throw new ResourceNotFoundException(
        answered(`Secrets Manager can't find the specified secret value for ${wanted}`),
      );
    }
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      SecretString: version.text,
      VersionStages: stagesOf(secret, version.id),
      CreatedDate: new Date(version.createdAtMs),
    };
  }

  #put({ SecretId, SecretString, ClientRequestToken }: Input) {
    const secret = this.#found(SecretId);
    if (SecretString === undefined || SecretString === '')
      throw new InvalidParameterException(answered('You must provide SecretString.'));
    const id = ClientRequestToken ?? uuidOf(this.#random);
    const answer = () => ({
      ARN: secret.arn,
      Name: secret.name,
      VersionId: id,
      VersionStages: stagesOf(secret, id),
    });
    const there = secret.versions.get(id);
    // The same request again, after an answer that was lost.
    if (there?.text === SecretString) return answer();
    if (there !== undefined)
      throw new ResourceExistsException(
        answered(`You can't use ClientRequestToken ${id} because that value is already in use.`),
      );
    const previous = secret.stages.get('AWSCURRENT');
    if (previous !== undefined) secret.stages.set('AWSPREVIOUS', previous);
    secret.versions.set(id, { id, text: SecretString, createdAtMs: this.#now() });
    secret.stages.set('AWSCURRENT', id);
    return answer();
  }

  /** By name or ARN. */
  #found(secretId = ''): Secret {
    const secret =
      this.#secrets.get(secretId) ?? [...this.#secrets.values()].find(({ arn }) => arn === secretId);
    if (secret !== undefined) return secret;
    throw new ResourceNotFoundException(answered("Secrets Manager can't find the specified secret."));
  }
}

const stagesOf = ({ stages }: Secret, id: string) =>
  [...stages].filter(([, versionId]) => versionId === id).map(([stage]) => stage);
