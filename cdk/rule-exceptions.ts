/** A rule of cdk-nag that is not followed somewhere, and why. */
export interface RuleException {
  rule: string
  /** Which findings of the rule, where it has several. @default all */
  finding?: RegExp
  /** Paths of constructs, below the stack's name. */
  at: RegExp
  reason: string
}

const cdkOwn = /^\w+\/(Custom::|AWS679f|BucketNotificationsHandler|TellPool)/

/**
 * Every exception there is. One that fits nothing any more fails a test, and so does a finding that fits none.
 */
export const ruleExceptions: readonly RuleException[] = [
  {
    rule: 'IAM5',
    finding: /^Resource::.*Photos\w+\/(photos|drawn|incoming|uploads|answers|zips|results)\/\*$/,
    at: /^(app\/(Api|Edge|Worker|Sweep|Answered|BatchWorker|PhotoWorker)|inference)\/Role\//,
    reason: 'One prefix of keys in one bucket: photos have no names that are known beforehand.',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::arn:<AWS::Partition>:s3:::[\w.-]+\/.*\*$/,
    at: /^app\/PhotoWorker\/Role\//,
    reason: 'The prefix that a tenant keeps photos under, as settings.batchPrefixes names it.',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::.*Models\w+\/\*$/,
    at: /^inference\/Role\//,
    reason: 'The bucket holds models alone, under names that change with their content.',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::.*log-group:\/aws\/sagemaker\/Endpoints\/.*\*$/,
    at: /^inference\/Role\//,
    reason: 'SageMaker adds the variant to the name of the endpoint’s log.',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::\*$/,
    at: /^inference\/Role\//,
    reason:
      'ECR gives tokens and CloudWatch takes metrics without naming a resource; the namespace is named.',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::\*$/,
    at: /^app\/\w[\w-]*\/Role\//,
    reason: 'X-Ray has no resources to name, and streams are listed without naming one.',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::arn:aws:logs:\*:\*:/,
    at: /^global\/HashBodyRole\//,
    reason: 'At the edge it writes in the region of each visitor, under a name that CloudFront begins.',
  },
  {
    rule: 'IAM4',
    at: cdkOwn,
    reason: "CDK's own function, which runs while a stack is deployed; the policy lets it write its log.",
  },
  {
    rule: 'IAM5',
    at: cdkOwn,
    reason: "CDK's own function, which runs while a stack is deployed, with the grants that CDK gives it.",
  },
  {
    rule: 'L1',
    at: cdkOwn,
    reason: "CDK's own function, with the runtime that CDK tested it on.",
  },
  {
    rule: 'SMG4',
    at: /^app\/(LinkKey|Webhook-[\w-]+-Secret)\//,
    reason:
      'Links end with a new key, and receivers have to learn of a new secret: docs/operations.md does both.',
  },
  {
    rule: 'COG2',
    at: /^identity\/People\//,
    reason: 'Where identity.mfa is optional, deployment.ts says so; it is required unless told otherwise.',
  },
  {
    rule: 'COG8',
    at: /^identity\/People\//,
    reason: 'The Plus plan is priced per person; a second factor is required instead.',
  },
  {
    rule: 'CFR1',
    at: /^web\/Distribution\//,
    reason: 'Vehicles are damaged everywhere; which countries to leave out is the deployer’s to say.',
  },
  {
    rule: 'CFR4',
    at: /^web\/Distribution\//,
    reason: 'CloudFront’s own name goes with its own minimum of TLS; with a domain it is 1.2.',
  },
]
