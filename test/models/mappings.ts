/**
 * Event source mappings as the Lambda API shows them: which there are, and whether they poll. A change takes its time.
 * https://docs.aws.amazon.com/lambda/latest/dg/API_UpdateEventSourceMapping.html
 */
import {
  ResourceConflictException,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { arnOf } from '../../lib/local/aws/account.ts';
import { answered, knownOnly, NotModelled } from './sdk-errors.ts';
import { uuidOf } from './uuid.ts';

export type MappingState = 'Enabled' | 'Disabling' | 'Disabled' | 'Enabling';

export interface MappingOptions {
  readonly queueName: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly maximumConcurrency: number;
  /** @default true */
  readonly enabled?: boolean;
}

interface Mapping {
  readonly uuid: string;
  readonly options: MappingOptions;
  enabled: boolean;
  /** From then on it is what `enabled` says; until then it is on the way there. */
  settledAtMs: number;
  modifiedAtMs: number;
}

interface Input {
  readonly UUID?: string;
  readonly Enabled?: boolean;
  readonly EventSourceArn?: string;
  readonly FunctionName?: string;
}

export interface MappingsOptions {
  readonly now: () => number;
  readonly random: () => number;
  /** How long a change takes that begins now. */
  readonly settlingMs: () => number;
}

export class MappingsModel {
  readonly #options: MappingsOptions;
  readonly #mappings = new Map<string, Mapping>();

  constructor(options: MappingsOptions) {
    this.#options = options;
  }

  /** As a deployment makes it; returns the UUID. */
  create(options: MappingOptions): string {
    const uuid = uuidOf(this.#options.random);
    const nowMs = this.#options.now();
    const { enabled = true } = options;
    this.#mappings.set(uuid, { uuid, options, enabled, settledAtMs: nowMs, modifiedAtMs: nowMs });
    return uuid;
  }

  execute(operation: string, input: object): object {
    const { UUID, Enabled, EventSourceArn, FunctionName } = input as Input;
    switch (operation) {
      case 'GetEventSourceMapping':
        knownOnly(operation, input, ['UUID']);
        return this.#described(this.#found(UUID));
      case 'UpdateEventSourceMapping':
        knownOnly(operation, input, ['UUID', 'Enabled']);
        return this.#update(this.#found(UUID), Enabled);
      case 'ListEventSourceMappings': {
        knownOnly(operation, input, ['EventSourceArn', 'FunctionName']);
        const found = [...this.#mappings.values()].filter(
          ({ options }) =>
            (EventSourceArn === undefined || EventSourceArn === arnOf('sqs', options.queueName)) &&
            (FunctionName === undefined ||
              [options.functionName, functionArn(options)].includes(FunctionName)),
        );
        return { EventSourceMappings: found.map((mapping) => this.#described(mapping)) };
      }
      default:
        throw new NotModelled(`${operation} is not modelled`);
    }
  }

  state(uuid: string): MappingState {
    return this.#stateOf(this.#found(uuid));
  }

  /** Whether it takes new batches: until it is `Disabled`, and not before it is `Enabled`. */
  polls(uuid: string): boolean {
    const state = this.state(uuid);
    return state === 'Enabled' || state === 'Disabling';
  }

  get uuids(): readonly string[] {
    return [...this.#mappings.keys()];
  }

  #update(mapping: Mapping, enabled: boolean | undefined): object {
    const nowMs = this.#options.now();
    // AWS documents both for it, and tells nobody when it is which.
    if (nowMs < mapping.settledAtMs) {
      const message = 'Cannot update the event source mapping: another change is under way.';
      throw this.#options.random() < 0.5
        ? new ResourceConflictException({ ...answered(message, 409), Type: 'User' })
        : new ResourceInUseException({ ...answered(message), Type: 'User' });
    }
    if (enabled !== undefined && enabled !== mapping.enabled) {
      mapping.enabled = enabled;
      mapping.settledAtMs = nowMs + this.#options.settlingMs();
      mapping.modifiedAtMs = nowMs;
    }
    return this.#described(mapping);
  }

  #stateOf({ enabled, settledAtMs }: Mapping): MappingState {
    if (this.#options.now() < settledAtMs) return enabled ? 'Enabling' : 'Disabling';
    return enabled ? 'Enabled' : 'Disabled';
  }

  #described(mapping: Mapping): object {
    const { uuid, options } = mapping;
    return {
      UUID: uuid,
      EventSourceMappingArn: arnOf('lambda', `event-source-mapping:${uuid}`),
      EventSourceArn: arnOf('sqs', options.queueName),
      FunctionArn: functionArn(options),
      State: this.#stateOf(mapping),
      StateTransitionReason: 'USER_INITIATED',
      LastModified: new Date(mapping.modifiedAtMs),
      BatchSize: options.batchSize,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: options.maximumConcurrency },
    };
  }

  #found(uuid = ''): Mapping {
    const mapping = this.#mappings.get(uuid);
    if (mapping !== undefined) return mapping;
    throw new ResourceNotFoundException({
      ...answered(`The resource you requested does not exist: ${uuid}`, 404),
      Type: 'User',
    });
  }
}

const functionArn = ({ functionName }: MappingOptions) => arnOf('lambda', `function:${functionName}`);
