/** A secret of the local Secrets Manager, and how its versions and their stages move. */
import { AwsError } from './aws-error.ts';

export interface Version {
  readonly id: string;
  readonly text: string | undefined;
  /** Base64. */
  readonly binary: string | undefined;
  readonly stages: Set<string>;
  readonly createdSeconds: number;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  description: string | undefined;
  versions: Version[];
  readonly createdSeconds: number;
  changedSeconds: number;
  deletedSeconds: number | undefined;
}

/**
 * Puts a version, the current one unless `stages` says otherwise; the same value under the same id is there already.
 * Throws `AwsError` when the id stands for another value.
 */
export function putVersion(
  secret: Secret,
  value: Pick<Version, 'id' | 'text' | 'binary'>,
  nowSeconds: number,
  stages: readonly string[] = ['AWSCURRENT'],
): Version {
  const { id, text, binary } = value;
  const there = secret.versions.find((version) => version.id === id);
  if (there !== undefined) {
    if (there.text === text && there.binary === binary) return there;
    throw new AwsError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  }
  const version = { id, text, binary, stages: new Set<string>(), createdSeconds: nowSeconds };
  secret.versions.push(version);
  secret.changedSeconds = nowSeconds;
  for (const stage of stages) moveStage(secret, stage, version);
  return version;
}

/** The version that loses `AWSCURRENT` becomes `AWSPREVIOUS`; versions without a stage are forgotten. */
export function moveStage(secret: Secret, stage: string, target: Version): void {
  const holder = secret.versions.find(({ stages }) => stages.has(stage));
  if (holder === target) return;
  holder?.stages.delete(stage);
  if (stage === 'AWSCURRENT' && holder !== undefined) {
    for (const { stages } of secret.versions) stages.delete('AWSPREVIOUS');
    holder.stages.add('AWSPREVIOUS');
  }
  target.stages.add(stage);
  secret.versions = secret.versions.filter((version) => version === target || version.stages.size > 0);
}

/** Beginning of every answer about a secret. */
export const named = ({ arn, name }: Secret) => ({ ARN: arn, Name: name });

export const described = (secret: Secret) => ({
  ...named(secret),
  Description: secret.description,
  CreatedDate: secret.createdSeconds,
  LastChangedDate: secret.changedSeconds,
  DeletedDate: secret.deletedSeconds,
  RotationEnabled: false,
  VersionIdsToStages: Object.fromEntries(secret.versions.map(({ id, stages }) => [id, [...stages]])),
});
