import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const entrySchema = z.looseObject({
  version: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})
const lockSchema = z.object({ packages: z.record(z.string(), entrySchema) })

export interface LockedPackages {
  /** By package. */
  versions: Record<string, string>
  packageJson: object
  packageLock: object
}

/**
 * The part of package-lock.json that installs some packages with everything they need, for any machine: versions and
 * checksums are those that were reviewed and tested.
 *
 * @param root folder of package-lock.json
 */
export function lockedPackages(root: string, ...names: string[]): LockedPackages {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
  const found: Record<string, object> = {}
  function take(wanted: string) {
    const key = `node_modules/${wanted}`
    const entry = packages[key]
    if (!entry || found[key]) return
    const { dev: _dev, peer: _peer, devOptional: _devOptional, ...rest } = entry
    found[key] = rest
    for (const next of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) take(next)
  }
  const versions = Object.fromEntries(
    names.map((name) => {
      take(name)
      const version = packages[`node_modules/${name}`]?.version
      if (!version)
        throw new Error(`Expected ${name} in package-lock.json but received none; run npm install`)
      return [name, version]
    }),
  )
  const about = { name: 'bundle', version: '1.0.0' }
  const packageJson = { ...about, private: true, dependencies: versions }
  return {
    versions,
    packageJson,
    packageLock: {
      ...about,
      lockfileVersion: 3,
      requires: true,
      packages: { '': packageJson, ...found },
    },
  }
}
