import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3'
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment'
import { Construct } from 'constructs'
import { z } from 'zod'
import { root } from '../bundle/bundle-function.ts'
import { SettingsInvalid } from '../settings/read-settings.ts'

const manifestSchema = z.object({
  version: z.string(),
  models: z.record(z.string(), z.object({ file: z.string(), sha256: z.string() })),
})

export interface ModelArtefactProps {
  /** Folder with `model.json` and the files it names, from the root. */
  dir: string
  bucket: Bucket
  logDays: number
}

/**
 * A model's files in the bucket of models, under a name that changes with their content: the one before stays beside
 * it, so that going back is no upload.
 */
export class ModelArtefact extends Construct {
  readonly uri: string
  readonly version: string

  constructor(scope: Construct, id: string, { dir, bucket, logDays }: ModelArtefactProps) {
    super(scope, id)
    const { version, hash } = readModel(dir)
    this.version = version
    const prefix = `${version.replace(/[^\w.-]/g, '-')}-${hash.slice(0, 12)}`
    const deployment = new BucketDeployment(this, 'Files', {
      sources: [Source.asset(join(root, dir))],
      destinationBucket: bucket as IBucket,
      destinationKeyPrefix: prefix,
      // Models that ran before stay, and so does this one when another follows.
      prune: false,
      retainOnDelete: true,
      memoryLimit: 512,
      logGroup: new LogGroup(this, 'Log', { retention: logDays as RetentionDays }),
    })
    this.uri = `s3://${deployment.deployedBucket.bucketName}/${prefix}/`
  }
}

/** @throws SettingsInvalid */
export function readModel(dir: string): { version: string; hash: string } {
  const file = join(root, dir, 'model.json')
  if (!existsSync(file)) {
    throw new SettingsInvalid(`Expected model.json in the folder of model.dir but received ${dir} without it`)
  }
  const text = readFileSync(file, 'utf8')
  const { version, models } = manifestSchema.parse(JSON.parse(text))
  for (const model of Object.values(models)) {
    if (!existsSync(join(root, dir, model.file))) {
      throw new SettingsInvalid(
        `Expected ${model.file}, which ${dir}/model.json names, but received no such file`,
      )
    }
  }
  // The manifest holds the checksums of the files it names.
  return { version, hash: createHash('sha256').update(text).digest('hex') }
}
