import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import { Stack } from 'aws-cdk-lib'
import { Code, type CodeConfig } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { type Bundle, root } from './bundle-function.ts'
import { lockedPackages } from './locked-packages.ts'

/** The machine that functions run on. */
export const lambdaMachine = { os: 'linux', cpu: 'arm64', libc: 'glibc' } as const

/**
 * A function's code with a native package of Lambda's machine. The package is fetched when the function is
 * published, by pack-native.ts, so that synthesis needs neither network nor Docker; the hash is of what will be
 * packed, by its checksums in package-lock.json.
 */
export class NativeCode extends Code {
  readonly isInline = false
  readonly #bundle: Bundle
  readonly #packageName: string

  constructor(bundle: Bundle, packageName: string) {
    super()
    this.#bundle = bundle
    this.#packageName = packageName
  }

  override bind(scope: Construct): CodeConfig {
    const { os, cpu, libc } = lambdaMachine
    const { packageLock } = lockedPackages(root, this.#packageName)
    const sourceHash = createHash('sha256')
      .update(this.#bundle.hash)
      .update(JSON.stringify([packageLock, lambdaMachine]))
      .digest('hex')
    const script = relative(process.cwd(), `${root}/cdk/bundle/pack-native.ts`)
    const folder = relative(process.cwd(), this.#bundle.dir)
    const asset = Stack.of(scope).synthesizer.addFileAsset({
      sourceHash,
      executable: ['node', '--import', 'tsx', script, folder, this.#packageName, os, cpu, libc],
      deployTime: true,
      displayName: `${this.#bundle.name} with ${this.#packageName}`,
    })
    return { s3Location: { bucketName: asset.bucketName, objectKey: asset.objectKey } }
  }
}
