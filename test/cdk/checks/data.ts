import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { TTL_ATTRIBUTE, tableDefinition } from '../../../api/store/dynamo-definition.ts'
import { type ConfigurationName, names, type Synthesis } from '../synthesise.ts'
import { resourcesOf } from './resources.ts'

export function describeData(of: (name: ConfigurationName) => Synthesis): void {
  const data = (name: ConfigurationName) => of(name).templates.data!

  describe('what is kept', () => {
    it.each(names)('is in the table that the store expects (%s)', (name) => {
      const { TableName: _, ...definition } = tableDefinition('x')
      data(name).hasResourceProperties('AWS::DynamoDB::Table', {
        ...definition,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE, Enabled: true },
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      })
    })

    it.each(names)('is encrypted and closed to the public, in every bucket (%s)', (name) => {
      const buckets = Object.values(of(name).templates).flatMap((template) =>
        resourcesOf(template, 'AWS::S3::Bucket'),
      )
      expect(buckets.length).toBeGreaterThanOrEqual(4)
      for (const { properties } of buckets) {
        expect(
          properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault
            .SSEAlgorithm,
        ).toMatch(/^(AES256|aws:kms)$/)
        expect(properties.PublicAccessBlockConfiguration).toEqual({
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        })
      }
      const policies = Object.values(of(name).templates).flatMap((template) =>
        resourcesOf(template, 'AWS::S3::BucketPolicy'),
      )
      expect(policies).toHaveLength(buckets.length)
      for (const { properties } of policies) {
        const denied = properties.PolicyDocument.Statement.filter(({ Effect }: any) => Effect === 'Deny')
        expect(denied).toContainEqual(
          expect.objectContaining({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        )
      }
    })

    it('uses a key of its own unless told otherwise, which turns every year', () => {
      data('default').hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true })
      data('default').hasResourceProperties('AWS::DynamoDB::Table', {
        SSESpecification: { SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
      })
      data('async').resourceCountIs('AWS::KMS::Key', 0)
    })

    it('stays when the stacks are removed, unless told otherwise', () => {
      for (const type of ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::KMS::Key']) {
        for (const { resource } of resourcesOf(data('default'), type))
          expect(resource.DeletionPolicy).toBe('Retain')
        for (const { resource } of resourcesOf(data('everything'), type))
          expect(resource.DeletionPolicy).toBe('Delete')
      }
      data('default').hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true })
      data('everything').hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false })
    })

    it('is gone for good some days after it was erased, and photos after their time', () => {
      const rules = (name: ConfigurationName) =>
        resourcesOf(data(name), 'AWS::S3::Bucket').find(
          ({ properties }) => properties.VersioningConfiguration && properties.CorsConfiguration,
        )!.properties.LifecycleConfiguration.Rules
      const rule = (name: ConfigurationName, id: string) => rules(name).find(({ Id }: any) => Id === id)
      expect(rule('default', 'erase')).toMatchObject({
        NoncurrentVersionExpiration: { NoncurrentDays: 7 },
        ExpiredObjectDeleteMarker: true,
      })
      expect(rule('default', 'photos').ExpirationInDays).toBeUndefined()
      expect(rule('everything', 'erase').NoncurrentVersionExpiration.NoncurrentDays).toBe(3)
      expect(rule('everything', 'photos').ExpirationInDays).toBe(365)
      expect(rule('default', 'incoming')).toMatchObject({ Prefix: 'incoming/', ExpirationInDays: 7 })
      // Longer than a zip is kept for retries.
      expect(rule('default', 'zips')).toMatchObject({ Prefix: 'zips/', ExpirationInDays: 30 })
      expect(rule('default', 'results')).toMatchObject({ Prefix: 'results/', ExpirationInDays: 1 })
    })
  })
}
