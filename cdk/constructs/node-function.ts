import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { type IGrantable, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'

/** Node's current runtime in Lambda. */
export const runtime: Runtime = Runtime.NODEJS_24_X

export interface NodeFunctionProps {
  code: Code
  /** What of the bundle's exports is called. */
  handler: string
  description: string
  environment: Record<string, string>
  timeoutSeconds: number
  memoryMb: number
  logDays: number
  tracing: boolean
  /** Instances at once, at most. @default as many as the account allows */
  concurrency?: number
}

/** A function on Node, with a log that ends and a role that may do nothing but write there. */
export class NodeFunction extends Construct {
  readonly fn: LambdaFunction
  readonly log: LogGroup

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id)
    this.log = new LogGroup(this, 'Log', {
      retention: props.logDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: props.description,
    })
    this.log.grantWrite(role)
    this.fn = new LambdaFunction(this, 'Function', {
      code: props.code,
      handler: `index.${props.handler}`,
      description: props.description,
      runtime,
      architecture: Architecture.ARM_64,
      role,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      logGroup: this.log,
      loggingFormat: LoggingFormat.JSON,
      tracing: props.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: props.environment,
      ...(props.concurrency !== undefined && { reservedConcurrentExecutions: props.concurrency }),
    })
  }

  /** Lets the function do so much more. */
  allow(actions: string[], resources: string[]): void {
    this.fn.addToRolePolicy(new PolicyStatement({ actions, resources }))
  }

  get grantee(): IGrantable {
    return this.fn
  }
}
