import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb'
import { Key } from 'aws-cdk-lib/aws-kms'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import type { Settings } from '../settings/settings.ts'

/** Large uploads lie here as they came, metadata and all, until they are taken in. */
const INCOMING_DAYS = 7
/** What became of an upload is asked for within minutes. */
const UPLOAD_DAYS = 30
/** Zips of batches are removed when nothing of them can be needed; this is for what was forgotten. */
const ZIP_DAYS = 30
/** Made again when they are asked for. */
const RESULT_DAYS = 1
/** Answers of an asynchronous endpoint are read at once, and removed then. */
const ANSWER_DAYS = 2
const ACCESS_LOG_DAYS = 90

/** Photos, records, models, and the key that they are encrypted with: what outlives every other stack. */
export class DataStack extends Stack {
  /** Null where AWS's own keys encrypt. */
  readonly key: Key | null
  readonly photos: Bucket
  readonly models: Bucket
  readonly accessLogs: Bucket
  readonly table: Table

  constructor(scope: Construct, id: string, settings: Settings, props: StackProps) {
    super(scope, id, props)
    const { retention, encryption, domain } = settings
    const keep = retention.onRemoval === 'keep'
    const removalPolicy = keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY
    const erased = Duration.days(retention.eraseAfterDays)

    this.key =
      encryption === 'customer'
        ? new Key(this, 'Key', {
            description: `${settings.name}: photos and records`,
            enableKeyRotation: true,
            removalPolicy,
            pendingWindow: Duration.days(30),
          })
        : null

    const common: BucketProps = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy,
      autoDeleteObjects: false,
    }
    this.accessLogs = new Bucket(this, 'AccessLogs', {
      ...common,
      encryption: BucketEncryption.S3_MANAGED,
      // CloudFront writes its log with an access list.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ id: 'end', expiration: Duration.days(ACCESS_LOG_DAYS) }],
    })
    const encrypted: BucketProps = this.key
      ? { ...common, encryption: BucketEncryption.KMS, encryptionKey: this.key, bucketKeyEnabled: true }
      : { ...common, encryption: BucketEncryption.S3_MANAGED }

    this.photos = new Bucket(this, 'Photos', {
      ...encrypted,
      versioned: true,
      serverAccessLogsBucket: this.accessLogs as IBucket,
      serverAccessLogsPrefix: 'photos/',
      cors: [
        {
          // Permission is in the signed form and in the signed link; any page may use one that it was given.
          allowedOrigins: domain ? [`https://${domain.name}`, ...settings.corsOrigins] : ['*'],
          allowedMethods: [HttpMethods.POST, HttpMethods.PUT, HttpMethods.GET],
          allowedHeaders: ['content-type'],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [
        {
          id: 'erase',
          noncurrentVersionExpiration: erased,
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { id: 'incoming', prefix: 'incoming/', expiration: Duration.days(INCOMING_DAYS) },
        { id: 'uploads', prefix: 'uploads/', expiration: Duration.days(UPLOAD_DAYS) },
        // Drawn again when it is asked for.
        { id: 'drawn', prefix: 'drawn/', expiration: Duration.days(1) },
        { id: 'zips', prefix: 'zips/', expiration: Duration.days(ZIP_DAYS) },
        { id: 'results', prefix: 'results/', expiration: Duration.days(RESULT_DAYS) },
        { id: 'answers', prefix: 'answers/', expiration: Duration.days(ANSWER_DAYS) },
        {
          id: 'photos',
          prefix: 'photos/',
          // Looked at for weeks, kept for years; small files stay where they are.
          transitions: [
            { storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(1) },
          ],
          ...(retention.photosDays && { expiration: Duration.days(retention.photosDays) }),
        },
      ],
    })

    this.models = new Bucket(this, 'Models', {
      ...common,
      // The endpoint's container reads it; a model is no secret of a claimant.
      encryption: BucketEncryption.S3_MANAGED,
      versioned: true,
      serverAccessLogsBucket: this.accessLogs as IBucket,
      serverAccessLogsPrefix: 'models/',
      lifecycleRules: [{ id: 'erase', noncurrentVersionExpiration: Duration.days(90) }],
    })

    // The same definition as api/store/dynamo-definition.ts, which a test compares.
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expires',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      stream: StreamViewType.NEW_IMAGE,
      deletionProtection: keep,
      removalPolicy,
      ...(this.key
        ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: this.key }
        : { encryption: TableEncryption.AWS_MANAGED }),
    })
  }
}
