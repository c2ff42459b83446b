import { RemovalPolicy } from 'aws-cdk-lib'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources'
import type { IdentityStack } from '../identity-stack.ts'
import type { WebStack } from '../web-stack.ts'

/** Signing in leads back to an address that CloudFront chose after the pool was made. */
export function tellPool(web: WebStack, { pool, client, identity }: IdentityStack): void {
  const address = `https://${web.distribution.distributionDomainName}/`
  const call = {
    service: 'CognitoIdentityServiceProvider',
    action: 'updateUserPoolClient',
    parameters: {
      UserPoolId: pool.userPoolId,
      ClientId: client.userPoolClientId,
      CallbackURLs: [address],
      LogoutURLs: [address],
      // The call sets all of it, so it says again what identity-stack.ts says.
      AllowedOAuthFlows: ['code'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: identity.scope.split(' '),
      SupportedIdentityProviders: ['COGNITO'],
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      ReadAttributes: ['custom:tenant', 'email', 'name'],
      WriteAttributes: ['email', 'name'],
      AccessTokenValidity: 60,
      IdTokenValidity: 60,
      RefreshTokenValidity: 1440,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    },
    physicalResourceId: PhysicalResourceId.of('desk-client'),
  }
  new AwsCustomResource(web, 'TellPool', {
    onCreate: call,
    onUpdate: call,
    installLatestAwsSdk: false,
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: [pool.userPoolArn] }),
    logGroup: new LogGroup(web, 'TellPoolLog', {
      retention: 30 as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    }),
  })
}
