/** How resources of one template speak of each other. */
import type { StackResource } from './stack-resources.ts';

/** Whether `value`, of a property in the template of `by`, names `target`: by a reference, or by its physical name. */
export function speaksOf(value: unknown, by: StackResource, target: StackResource): boolean {
  const text = JSON.stringify(value ?? null);
  const { QueueName: name } = target.properties;
  return (
    (by.part === target.part && text.includes(`"${target.id}"`)) ||
    (typeof name === 'string' && text.includes(`"${name}"`))
  );
}

export const ofType = (resources: readonly StackResource[], type: string): readonly StackResource[] =>
  resources.filter((one) => one.type === type);

export const queueType = 'AWS::SQS::Queue';
