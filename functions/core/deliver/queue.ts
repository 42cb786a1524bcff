import type { SQSRecord } from 'aws-lambda';
import type { Diagnosis } from './diagnosis.ts';

/** What a delivery needs of SQS. */
export interface Queue {
  /**
   * Hides the message until its wait is over. The receipt is used up by it only if it works: when it does not, the
   * message comes back at the queue's own visibility timeout, which is later and loses nothing.
   */
  readonly defer: (message: SQSRecord, waitMs: number) => Promise<void>;
  /** Puts the untouched body into the dead-letter queue; resolves when SQS has it. */
  readonly deadLetter: (message: SQSRecord, diagnosis: Diagnosis) => Promise<void>;
  /** Asks the supervisor to look at a destination now; resolves when SQS has it. */
  readonly askToLook: (destination: string) => Promise<void>;
  /** Tells the supervisor that there is no token but the one with this id, which is no good; '' for none. Likewise. */
  readonly askForToken: (destination: string, refused: string) => Promise<void>;
  /** Asks the supervisor to put aside what its queues would soon drop, whoever receives from them; likewise. */
  readonly askToSweep: (destination: string) => Promise<void>;
}
