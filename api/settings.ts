import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { readEnvironment } from '../edge/read-environment.ts'
import { prefixesSchema } from './batches/prefix-setting.ts'
import { jsonText } from './json-text.ts'
import { ownWebhooksSchema } from './webhooks/outbox/settings.ts'

const wholeNumber = (least: number) => z.coerce.number().int().min(least)
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
  )

const fields = z.object({
  /** Where it listens; 0 is any free port. */
  PORT: wholeNumber(0).max(65535).default(4000),
  /** Address it listens on. Anything but this machine's own needs AUTH=required. */
  HOST: z.string().default('127.0.0.1'),
  /** Folder for everything that is kept. */
  DATA_DIR: z.string().default('.data'),
  /** Folder with the model's `model.json` and the files it names. */
  MODEL_DIR: z.string().default(fileURLToPath(new URL('../inference/model', import.meta.url))),
  /** `open` lets everybody who reaches the port do everything; `required` takes API keys and, with OIDC_ISSUER, tokens. */
  AUTH: z.enum(['open', 'required']).default('open'),
  OIDC_ISSUER: z.url().optional(),
  OIDC_AUDIENCE: z.string().default('dentgraph'),
  /** Where the issuer's keys are; found by discovery unless given. */
  OIDC_JWKS_URL: z.url().optional(),
  /** Claims of a token that name the company and what the person may do there. */
  OIDC_TENANT_CLAIM: z.string().default('tenant'),
  OIDC_ROLE_CLAIM: z.string().default('roles'),
  /** The claims desk's client at the issuer (public, code flow with PKCE); without it people cannot sign in there. */
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_SCOPE: z.string().default('openid profile'),
  /** Origins of the issuer's endpoints where they are not the issuer's own, for the desk's security policy. */
  OIDC_ORIGINS: list,
  /** Origins of pages that may call, separated by commas; `*` is any. */
  CORS_ORIGINS: list,
  /** What links begin with, such as https://claims.example.com; the address of the request unless given. */
  PUBLIC_URL: z.url().optional(),
  /** DynamoDB table; without one everything is in DATA_DIR. */
  TABLE_NAME: z.string().optional(),
  /** Another DynamoDB than Amazon's. */
  DYNAMODB_ENDPOINT: z.url().optional(),
  /** SageMaker endpoint; without a name the model server is started beside this process. */
  MODEL_ENDPOINT: z.string().optional(),
  /** Another SageMaker than Amazon's, such as a model server at http://localhost:8080. */
  MODEL_ENDPOINT_URL: z.url().optional(),
  /** Seconds for one answer of the model. */
  MODEL_TIMEOUT: z.coerce.number().positive().default(60),
  /** Seconds to try again while the model is down or busy. */
  MODEL_RETRY: z.coerce.number().min(0).default(12),
  /** Seconds that assessDamage waits unless the caller says otherwise. */
  ASSESS_WAIT: z.coerce.number().min(0).max(55).default(20),
  /** Photos that are with the model at once. */
  ASSESS_CONCURRENCY: wholeNumber(1).default(2),
  /** Photos that may wait for that, those of batches apart; who comes beyond is told when to come again. */
  ASSESS_QUEUE: wholeNumber(0).default(32),
  /** Photos of batches that are under way at once: one more than are with the model, to prepare it meanwhile. */
  BATCH_CONCURRENCY: wholeNumber(1).default(3),
  /** Where tenants keep photos to be assessed by prefix: JSON list of `{ tenant, prefix: "s3://bucket/path/" }`. */
  BATCH_PREFIXES: z.string().default('[]').transform(jsonText).pipe(prefixesSchema),
  /** Who is told of what ends, signed: JSON list of `{ name, tenant, url, secrets }`. */
  WEBHOOKS: z.string().default('[]').transform(jsonText).pipe(ownWebhooksSchema),
  /** JSON file of operations by name, and whether no others are taken. */
  PERSISTED_OPERATIONS: z.string().optional(),
  PERSISTED_ONLY: z.stringbool().default(false),
  /** `production` turns GraphiQL and introspection off. */
  NODE_ENV: z.string().default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

const schema = fields
  .refine(({ AUTH, HOST }) => AUTH === 'required' || isLoopback(HOST), {
    message: 'Expected 127.0.0.1, ::1 or localhost while AUTH is open',
    path: ['HOST'],
  })
  .refine(({ WEBHOOKS, TABLE_NAME }) => WEBHOOKS.length === 0 || TABLE_NAME === undefined, {
    message:
      'Expected none beside TABLE_NAME, whose stream tells who listens (webhooks in cdk/deployment.ts),',
    path: ['WEBHOOKS'],
  })

/** Everything is elsewhere, and everybody can reach the address: there is no open mode. */
const lambdaSchema = fields.extend({
  AUTH: z.literal('required').default('required'),
  NODE_ENV: z.string().default('production'),
  TABLE_NAME: z.string(),
  MODEL_ENDPOINT: z.string(),
  /** Where the edge answers, which links lead to and photos are handed to. */
  EDGE_URL: z.url(),
  /** The bucket that the edge keeps photos in. */
  EDGE_BUCKET: z.string(),
  /** The secret with which the edge signs its links. */
  EDGE_LINK_KEY: z.string().min(32),
  /** The queue that takes over what did not end while its caller waited. */
  WORK_QUEUE_URL: z.url(),
  /** The queue of batches that are new or were changed, and of results to be made. */
  BATCH_QUEUE_URL: z.url(),
  /** Whether the endpoint is an asynchronous one: assessments are left to the workers at once. */
  MODEL_ASYNCHRONOUS: z.stringbool().default(false),
})

export type ApiSettings = z.infer<typeof schema>
export type LambdaSettings = z.infer<typeof lambdaSchema>

export const isLoopback = (host: string): boolean => ['127.0.0.1', '::1', 'localhost'].includes(host)

type Environment = Record<string, string | undefined>

const SECRETS = ['EDGE_LINK_KEY', 'WEBHOOKS']

/** Reads the settings of `npm start` from the environment. @throws SettingInvalid */
export const readApiSettings = (environment: Environment): ApiSettings =>
  readEnvironment(schema, environment, SECRETS)

/** The same for the Lambda function. @throws SettingInvalid */
export const readLambdaSettings = (environment: Environment): LambdaSettings =>
  readEnvironment(lambdaSchema, environment, SECRETS)
