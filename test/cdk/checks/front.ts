import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from '../../../web/security-headers.ts'
import { type ConfigurationName, names, type Synthesis } from '../synthesise.ts'
import { resourcesOf } from './resources.ts'

export function describeFront(of: (name: ConfigurationName) => Synthesis): void {
  const web = (name: ConfigurationName) => of(name).templates.web!
  const distribution = (name: ConfigurationName) =>
    resourcesOf(web(name), 'AWS::CloudFront::Distribution')[0]!.properties.DistributionConfig

  describe('CloudFront', () => {
    it.each(names)('signs every request to an origin, and stands behind the firewall (%s)', (name) => {
      const { Origins, WebACLId } = distribution(name)
      expect(Origins).toHaveLength(3)
      for (const origin of Origins) expect(origin.OriginAccessControlId).toBeDefined()
      expect(WebACLId).toBeDefined()
      const controls = resourcesOf(web(name), 'AWS::CloudFront::OriginAccessControl').map(
        ({ properties }) => properties.OriginAccessControlConfig,
      )
      expect(controls.map(({ OriginAccessControlOriginType: type }) => type).sort()).toEqual([
        'lambda',
        'lambda',
        's3',
      ])
      for (const { SigningBehavior } of controls) expect(SigningBehavior).toBe('always')
    })

    it('brings photos in through the API, which knows who brings them, and shows them through the edge', () => {
      const { CacheBehaviors } = distribution('default')
      const of = (path: string) => CacheBehaviors.find(({ PathPattern }: any) => PathPattern === path)
      expect(CacheBehaviors.map(({ PathPattern }: any) => PathPattern)).toEqual([
        '/graphql',
        '/photos',
        '/photos/uploads',
        '/batches',
        '/batches/*',
        '/photos/*',
        '/healthz',
      ])
      for (const path of ['/photos', '/photos/uploads', '/batches', '/batches/*'])
        expect(of(path).TargetOriginId).toBe(of('/graphql').TargetOriginId)
      expect(of('/photos/*').TargetOriginId).not.toBe(of('/graphql').TargetOriginId)
      expect(of('/photos/*').AllowedMethods).toEqual(['GET', 'HEAD', 'OPTIONS'])
      // Lambda takes no signed body without its checksum.
      for (const path of ['/graphql', '/photos', '/photos/uploads', '/batches', '/batches/*']) {
        expect(of(path).LambdaFunctionAssociations).toEqual([
          expect.objectContaining({ EventType: 'origin-request', IncludeBody: true }),
        ])
      }
    })

    it.each(names)(
      'gives up last: CloudFront after the function, the function after the model and the edge (%s)',
      (name) => {
        const seconds = (fn: string) =>
          resourcesOf(of(name).templates.app!, 'AWS::Lambda::Function').find(({ id }) =>
            id.startsWith(`${fn}Function`),
          )!.properties
        const api = seconds('Api')
        const edge = seconds('Edge')
        const worker = seconds('Worker')
        const container = resourcesOf(of(name).templates.inference!, 'AWS::SageMaker::Model')[0]!.properties
          .PrimaryContainer.Environment
        for (const { CustomOriginConfig } of distribution(name).Origins) {
          if (CustomOriginConfig) expect(CustomOriginConfig.OriginReadTimeout).toBeGreaterThan(api.Timeout)
        }
        expect(api.Timeout).toBeGreaterThan(edge.Timeout)
        expect(edge.Timeout).toBeGreaterThan(Number(edge.Environment.Variables.EDGE_TIMEOUT))
        const model = Number(api.Environment.Variables.MODEL_TIMEOUT)
        expect(api.Timeout).toBeGreaterThan(model)
        expect(api.Timeout).toBeGreaterThan(Number(api.Environment.Variables.ASSESS_WAIT) + 5)
        expect(model).toBeGreaterThan(Number(container.INFERENCE_TIMEOUT))
        if (name !== 'async') {
          const { MODEL_TIMEOUT, MODEL_RETRY } = worker.Environment.Variables
          expect(worker.Timeout).toBeGreaterThan(Number(MODEL_TIMEOUT) + Number(MODEL_RETRY))
        }
        for (const { properties } of resourcesOf(of(name).templates.app!, 'AWS::SQS::Queue')) {
          if (properties.RedrivePolicy && properties.VisibilityTimeout > 1000)
            expect(properties.VisibilityTimeout).toBeGreaterThanOrEqual(worker.Timeout * 6)
        }
      },
    )

    it('says the same of the desk’s pages as the local server', () => {
      const policies = resourcesOf(web('default'), 'AWS::CloudFront::ResponseHeadersPolicy').map(
        ({ properties }) => properties.ResponseHeadersPolicyConfig,
      )
      const desk = policies.find(({ Name }) => Name === 'dentgraph-desk').SecurityHeadersConfig
      const sent = JSON.stringify(desk.ContentSecurityPolicy.ContentSecurityPolicy)
      for (const directive of contentSecurityPolicy().split('; ')) {
        if (!/^(img|connect)-src/.test(directive)) expect(sent).toContain(directive)
      }
      expect(desk.StrictTransportSecurity).toMatchObject({ AccessControlMaxAgeSec: 31536000, Override: true })
    })

    it('answers under a name of one’s own, by TLS 1.2 and newer', () => {
      expect(distribution('everything')).toMatchObject({
        Aliases: ['claims.example.com'],
        ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
      })
      web('everything').resourceCountIs('AWS::Route53::RecordSet', 2)
      web('default').resourceCountIs('AWS::Route53::RecordSet', 0)
    })
  })

  it('counts each visitor’s requests in the firewall, and lets photos through it', () => {
    of('default').templates.global!.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'CLOUDFRONT',
      Rules: Match.arrayWith([
        Match.objectLike({
          Statement: { RateBasedStatement: Match.objectLike({ Limit: 3000, AggregateKeyType: 'IP' }) },
        }),
        Match.objectLike({
          Name: 'AWSManagedRulesCommonRuleSet',
          Statement: {
            ManagedRuleGroupStatement: Match.objectLike({
              RuleActionOverrides: Match.arrayWith([
                { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
              ]),
            }),
          },
        }),
      ]),
    })
  })
}
