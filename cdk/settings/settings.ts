import { z } from 'zod'
import { instanceTypeComplaint, regions } from './instance-types.ts'

const days = (least: number) => z.number().int().min(least)
const hostname = z.string().regex(z.regexes.domain, 'Expected a host name such as claims.example.com')

const modelSchema = z.strictObject({
  /** Folder with `model.json` and the files it names. Another folder is another model: the image stays as it is. */
  dir: z.string().min(1).default('inference/model'),
  /** SageMaker instance. @default ml.g4dn.xlarge, for `cpu` ml.c7i.xlarge */
  instanceType: z.string().optional(),
  /** Instances at the least. @default 1; of an asynchronous endpoint 0, which costs nothing while nothing is asked */
  minInstances: z.number().int().min(0).max(50).optional(),
  maxInstances: z.number().int().min(1).max(50).default(4),
  /** Photos that one instance takes in a minute before another is started; measured in docs/performance.md. @default 300 on a GPU, 60 on a CPU */
  photosPerMinute: z.number().int().min(1).optional(),
  /** How a new model or image replaces the one before it. */
  rollout: z
    .strictObject({
      /** `canary` moves a share first, `all-at-once` everything; both go back by themselves when an alarm rings. */
      kind: z.enum(['canary', 'all-at-once']).default('canary'),
      /** Share of the instances that a canary begins with. */
      canaryPercent: z.number().int().min(5).max(50).default(20),
      /** How long alarms are watched at each step. */
      bakeMinutes: z.number().int().min(1).max(60).default(10),
    })
    .prefault({}),
  /** A second model that sees the same photos and answers nobody, to compare it with the first. Real-time only. */
  shadow: z
    .strictObject({
      dir: z.string().min(1),
      instanceType: z.string().optional(),
      /** Share of the photos that it sees. */
      percent: z.number().int().min(1).max(100).default(100),
    })
    .optional(),
})

const domainSchema = z.strictObject({
  /** Where the desk and the API are, such as claims.example.com. */
  name: hostname,
  /** ACM certificate for that name. CloudFront reads certificates of us-east-1 alone. */
  certificateArn: z
    .string()
    .regex(
      /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
      'Expected the ARN of an ACM certificate in us-east-1, where CloudFront reads it (arn:aws:acm:us-east-1:<account>:certificate/<id>); request one there',
    ),
  /** Route 53 zone in which the name is made; without it you make the alias yourself. */
  hostedZone: z.strictObject({ id: z.string().regex(/^Z[A-Z0-9]+$/), name: hostname }).optional(),
})

const identitySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    /** A Cognito user pool of your own. */
    kind: z.literal('cognito'),
    /** Beginning of its sign-in page's address, unique in the region. @default the deployment's name and account */
    signInPrefix: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{1,60}[a-z0-9]$/)
      .optional(),
    /** Whether people must have a second factor. */
    mfa: z.enum(['required', 'optional']).default('required'),
  }),
  z.strictObject({
    /** An OpenID provider that you have. */
    kind: z.literal('oidc'),
    issuer: z.url({ protocol: /^https$/ }),
    audience: z.string().min(1).default('dentgraph'),
    /** The desk's client there: public, code flow with PKCE. */
    clientId: z.string().min(1),
    tenantClaim: z.string().default('tenant'),
    roleClaim: z.string().default('roles'),
    /** Origins of its endpoints where they are not the issuer's own. */
    origins: z.array(z.url()).default([]),
  }),
])

const webhookSchema = z.strictObject({
  /** Names its queue and its secret. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  /** Whose assessments it is told of. */
  tenant: z.string().regex(/^[\w.-]{1,64}$/),
  url: z.url({
    protocol: /^https$/,
    hostname: z.regexes.domain,
    error: 'Expected an https address with a public host name',
  }),
})

const prefixSchema = z.strictObject({
  tenant: z.string().regex(/^[\w.-]{1,64}$/),
  /** Ends in a slash, such as s3://claims-inbox/acme/. The bucket's own policy and key have to allow it too. */
  prefix: z
    .string()
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]+[a-z0-9]\/([\w.=!'()/-]+\/)?$/, 'Expected s3://bucket/path/'),
})

export const settingsSchema = z
  .strictObject({
    /** Begins the names of everything that is made. Two deployments in one account need two names. */
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,20}$/, 'Expected 2 to 21 small letters, digits and dashes')
      .default('dentgraph'),
    /** Where everything but CloudFront's own part is. */
    region: z
      .enum(Object.keys(regions), {
        error: ({ input }) =>
          `Expected one of ${Object.keys(regions).join(', ')} for region but received ${input}`,
      })
      .default('eu-central-1'),
    /** AWS account. @default the one whose credentials deploy */
    account: z
      .string()
      .regex(/^\d{12}$/, 'Expected twelve digits')
      .optional(),
    /**
     * How photos are looked at: `realtime` answers within the request, on GPUs that always run; `async` queues,
     * and costs nothing while nothing is asked; `cpu` is real time without a GPU, for trials.
     */
    inference: z.enum(['realtime', 'async', 'cpu']).default('realtime'),
    model: modelSchema.prefault({}),
    /** Your own name for it. @default CloudFront's */
    domain: domainSchema.optional(),
    identity: identitySchema.default({ kind: 'cognito', mfa: 'required' }),
    /** Origins of other pages that may call the API. */
    corsOrigins: z.array(z.url()).default([]),
    /** `customer` encrypts photos, records and queues with a key of your own, which you can take away. */
    encryption: z.enum(['aws', 'customer']).default('customer'),
    retention: z
      .strictObject({
        /** What was erased or overwritten can be brought back for so long, and is gone then. */
        eraseAfterDays: days(1).default(7),
        /** Photos disappear so many days after they came. @default never */
        photosDays: days(30).optional(),
        /** Records can be restored to any second of the last 35 days. */
        logDays: z.literal([1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 400, 545, 731]).default(90),
        /** `keep` leaves photos and records where they are when the stacks are removed. */
        onRemoval: z.enum(['keep', 'destroy']).default('keep'),
      })
      .prefault({}),
    /** Told of assessments that end, signed and with retries. */
    webhooks: z.array(webhookSchema).max(100).default([]),
    /** Assessments that workers have under way at once, at most. */
    workerConcurrency: z.number().int().min(2).max(1000).default(8),
    /** Photos of batches that are under way at once, at most; what people wait for has `workerConcurrency` to itself. */
    batchConcurrency: z.number().int().min(2).max(1000).default(8),
    /** Where tenants keep photos in buckets of their own, to be assessed by prefix. */
    batchPrefixes: z.array(prefixSchema).max(50).default([]),
    /** Requests of one address in five minutes, before it is refused. */
    requestsPerFiveMinutes: z.number().int().min(100).default(3000),
    /** Where alarms and the budget write to; without it they show on the dashboard alone. */
    alarmEmail: z.email().optional(),
    /** US dollars a month; told of at 80 % and 100 % of them, and when the forecast says so. */
    monthlyBudget: z.number().positive().default(1500),
    /** X-Ray traces of the functions. */
    tracing: z.boolean().default(true),
  })
  .superRefine((settings, context) => {
    const { inference, region, model } = settings
    const complain = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    const device = inference === 'cpu' ? 'cpu' : 'cuda'
    for (const [path, type] of [
      ['model', model.instanceType],
      ['model.shadow', model.shadow?.instanceType],
    ] as const) {
      const complaint = type && instanceTypeComplaint(type, device, region)
      if (complaint) complain([...path.split('.'), 'instanceType'], complaint.replace('model.', `${path}.`))
    }
    if (model.shadow && inference !== 'realtime') {
      complain(
        ['model', 'shadow'],
        `Expected inference realtime for a shadow model but received ${inference}`,
      )
    }
    if (model.minInstances === 0 && inference !== 'async') {
      complain(
        ['model', 'minInstances'],
        `Expected at least 1 for model.minInstances of a real-time endpoint but received 0; set inference to async to scale to zero`,
      )
    }
    if ((model.minInstances ?? 0) > model.maxInstances) {
      complain(['model', 'maxInstances'], 'Expected at least model.minInstances for model.maxInstances')
    }
    const names = settings.webhooks.map(({ name }) => name)
    if (new Set(names).size < names.length)
      complain(['webhooks'], 'Expected a name of its own for each webhook')
    const zone = settings.domain?.hostedZone?.name
    if (zone && !`.${settings.domain?.name}`.endsWith(`.${zone}`)) {
      complain(
        ['domain', 'hostedZone', 'name'],
        `Expected a zone that ${settings.domain?.name} is in but received ${zone}`,
      )
    }
  })

export type DeploymentSettings = z.input<typeof settingsSchema>
export type Settings = z.output<typeof settingsSchema>
