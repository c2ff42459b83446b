import { ArnFormat, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import { CompositePrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, type IVersion, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2'
import type { Construct } from 'constructs'
import type { Bundles } from '../bundle/bundle-all.ts'
import { runtime } from '../constructs/node-function.ts'
import type { Settings } from '../settings/settings.ts'

/** Rules that look into bodies: a photo's bytes mean nothing to them, so they count and do not block. */
const BODY_RULES = [
  'SizeRestrictions_BODY',
  'CrossSiteScripting_BODY',
  'GenericLFI_BODY',
  'GenericRFI_BODY',
  'EC2MetaDataSSRF_BODY',
]

/** What CloudFront takes from us-east-1 alone: the firewall, and the function at its edge. */
export class GlobalStack extends Stack {
  readonly firewallArn: string
  readonly hashBody: IVersion

  constructor(
    scope: Construct,
    id: string,
    { settings, bundles }: { settings: Settings; bundles: Bundles },
    props: StackProps,
  ) {
    super(scope, id, props)
    const { name, requestsPerFiveMinutes, retention } = settings
    const managed = (rule: string, priority: number, counted: string[] = []) => ({
      name: rule,
      priority,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name: rule,
          ruleActionOverrides: counted.map((one) => ({ name: one, actionToUse: { count: {} } })),
        },
      },
      visibilityConfig: visible(rule),
    })
    const limited = (rule: string, priority: number, limit: number, path?: string) => ({
      name: rule,
      priority,
      action: {
        block: {
          customResponse: { responseCode: 429, responseHeaders: [{ name: 'Retry-After', value: '60' }] },
        },
      },
      statement: {
        rateBasedStatement: {
          aggregateKeyType: 'IP',
          limit,
          evaluationWindowSec: 300,
          ...(path && {
            scopeDownStatement: {
              byteMatchStatement: {
                fieldToMatch: { uriPath: {} },
                positionalConstraint: 'STARTS_WITH',
                searchString: path,
                textTransformations: [{ priority: 0, type: 'NORMALIZE_PATH' }],
              },
            },
          }),
        },
      },
      visibilityConfig: visible(rule),
    })
    const firewall = new CfnWebACL(this, 'Firewall', {
      scope: 'CLOUDFRONT',
      name: `${name}-firewall`,
      defaultAction: { allow: {} },
      visibilityConfig: visible('Firewall'),
      rules: [
        limited('RateOfAll', 0, requestsPerFiveMinutes),
        limited('RateOfGraphql', 1, Math.max(100, Math.round(requestsPerFiveMinutes / 2)), '/graphql'),
        managed('AWSManagedRulesAmazonIpReputationList', 2),
        managed('AWSManagedRulesCommonRuleSet', 3, BODY_RULES),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 4),
      ],
    })
    this.firewallArn = firewall.attrArn
    const log = new LogGroup(this, 'FirewallLog', {
      // The firewall writes only to logs that are called so.
      logGroupName: `aws-waf-logs-${name}`,
      retention: retention.logDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    new CfnLoggingConfiguration(this, 'FirewallLogging', {
      resourceArn: firewall.attrArn,
      logDestinationConfigs: [
        this.formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: log.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      redactedFields: [{ singleHeader: { Name: 'authorization' } }, { queryString: {} }],
    })

    const role = new Role(this, 'HashBodyRole', {
      assumedBy: new CompositePrincipal(
        new ServicePrincipal('lambda.amazonaws.com'),
        new ServicePrincipal('edgelambda.amazonaws.com'),
      ),
    })
    const edgeLog = 'arn:aws:logs:*:*:log-group:/aws/lambda/us-east-1.*'
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [edgeLog],
      }),
    )
    this.hashBody = new LambdaFunction(this, 'HashBody', {
      code: Code.fromAsset(bundles.hash.dir),
      handler: 'index.handler',
      description: "Gives requests their body's checksum, which Lambda's signature asks for",
      runtime,
      // CloudFront's edge has no other.
      architecture: Architecture.X86_64,
      memorySize: 128,
      role,
    }).currentVersion as IVersion
  }
}

const visible = (metricName: string) => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
  metricName,
})
