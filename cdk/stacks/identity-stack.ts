import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  StringAttribute,
  UserPool,
  type UserPoolClient,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { NodeFunction } from '../constructs/node-function.ts'
import type { Settings } from '../settings/settings.ts'

/** Whose tokens are taken, and what in them says who somebody is. */
export interface Identity {
  issuer: string
  audience: string
  clientId: string
  scope: string
  tenantClaim: string
  roleClaim: string
  /** Origins that sign people in, beside the issuer's. */
  origins: string[]
}

/** What people may do, as groups of the pool; api/principal.ts has the same. */
export const ROLES = ['submitter', 'adjuster', 'admin'] as const

/** A user pool, where no other OpenID provider is set. */
export class IdentityStack extends Stack {
  readonly identity: Identity
  readonly pool: UserPool
  readonly client: UserPoolClient

  /**
   * @param tokenCode functions/tenant-in-token.ts
   * @param pageUrls where people come back to after signing in
   */
  constructor(
    scope: Construct,
    id: string,
    settings: Settings & { identity: { kind: 'cognito' } },
    props: StackProps,
    { tokenCode, pageUrls }: { tokenCode: Code; pageUrls: readonly string[] },
  ) {
    super(scope, id, props)
    const { retention, identity } = settings
    const keep = retention.onRemoval === 'keep'
    this.pool = new UserPool(this, 'People', {
      userPoolName: settings.name,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: identity.mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      featurePlan: FeaturePlan.ESSENTIALS,
      customAttributes: { tenant: new StringAttribute({ minLen: 1, maxLen: 64, mutable: true }) },
      deletionProtection: keep,
      removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    const token = new NodeFunction(this, 'Token', {
      code: tokenCode,
      handler: 'handler',
      description: 'Puts the company into access tokens',
      environment: {},
      timeoutSeconds: 5,
      memoryMb: 128,
      logDays: retention.logDays,
      tracing: false,
    })
    this.pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, token.fn, LambdaVersion.V2_0)
    for (const role of ROLES) {
      new CfnUserPoolGroup(this, `Group${role}`, { groupName: role, userPoolId: this.pool.userPoolId })
    }
    const prefix = identity.signInPrefix ?? `${settings.name}-${settings.account ?? Aws.ACCOUNT_ID}`
    this.pool.addDomain('SignIn', {
      cognitoDomain: { domainPrefix: prefix },
      managedLoginVersion: ManagedLoginVersion.CLASSIC_HOSTED_UI,
    })
    // Nobody says of themselves which company they belong to.
    const ownAttributes = new ClientAttributes().withStandardAttributes({ email: true, fullname: true })
    this.client = this.pool.addClient('Desk', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL],
        callbackUrls: [...pageUrls],
        logoutUrls: [...pageUrls],
      },
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(1),
      readAttributes: ownAttributes.withCustomAttributes('tenant'),
      writeAttributes: ownAttributes,
    })
    this.identity = {
      issuer: `https://cognito-idp.${settings.region}.amazonaws.com/${this.pool.userPoolId}`,
      audience: this.client.userPoolClientId,
      clientId: this.client.userPoolClientId,
      scope: 'openid profile email',
      tenantClaim: 'tenant',
      roleClaim: 'cognito:groups',
      origins: [`https://${prefix}.auth.${settings.region}.amazoncognito.com`],
    }
    new CfnOutput(this, 'UserPoolId', { value: this.pool.userPoolId })
  }
}

/** Another OpenID provider, as deployment.ts names it. */
export const externalIdentity = (settings: Settings['identity'] & { kind: 'oidc' }): Identity => ({
  issuer: settings.issuer,
  audience: settings.audience,
  clientId: settings.clientId,
  scope: 'openid profile',
  tenantClaim: settings.tenantClaim,
  roleClaim: settings.roleClaim,
  origins: settings.origins,
})
