import { Duration } from 'aws-cdk-lib'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

export interface WorkQueueProps {
  /** For how long a message belongs to whoever received it; longer than its work can take. */
  visibilitySeconds: number
  /** How often a message is tried before it is put aside. */
  maxReceives: number
}

/** A queue, and the one where messages go that nobody could work through. They can be sent back for two weeks. */
export class WorkQueue extends Construct {
  readonly queue: Queue
  readonly dead: Queue

  constructor(scope: Construct, id: string, { visibilitySeconds, maxReceives }: WorkQueueProps) {
    super(scope, id)
    const common = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    }
    this.dead = new Queue(this, 'Dead', common)
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      deadLetterQueue: { queue: this.dead, maxReceiveCount: maxReceives },
    })
  }
}
