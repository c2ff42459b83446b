/**
 * Packs a bundle with a native package of Lambda's machine, and prints the zip's path:
 *
 *     node --import tsx cdk/bundle/pack-native.ts <bundle's folder> <package> <os> <cpu> <libc>
 *
 * It runs when the function is published, not when it is synthesised, and is the only step that needs the npm
 * registry: `npm ci` fetches the other machine's binaries by the checksums in package-lock.json, and runs none of
 * them. Neither Docker nor a machine of that kind is needed.
 */
import { execFileSync } from 'node:child_process'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { lockedPackages } from './locked-packages.ts'

const root = join(import.meta.dirname, '../..')
const [dir = '', name = '', os = '', cpu = '', libc = ''] = process.argv.slice(2)
if (!libc || !existsSync(join(dir, 'index.mjs'))) {
  console.error(
    `Expected <folder with index.mjs> <package> <os> <cpu> <libc> but received ${process.argv.slice(2).join(' ') || 'nothing'}`,
  )
  process.exit(2)
}
const { versions, packageJson, packageLock } = lockedPackages(root, name)
const version = versions[name]
const cache = join(root, 'node_modules/.cache/dentgraph-cdk')
mkdirSync(cache, { recursive: true })
const zip = join(cache, `${basename(dir)}-${name}-${version}-${os}-${cpu}.zip`)
if (!existsSync(zip)) {
  const folder = mkdtempSync(join(tmpdir(), 'dentgraph-pack-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify(packageJson))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(packageLock))
  const npm = [
    'ci',
    '--ignore-scripts',
    '--omit=dev',
    '--no-audit',
    '--no-fund',
    `--os=${os}`,
    `--cpu=${cpu}`,
    `--libc=${libc}`,
  ]
  try {
    // Its own words belong to the person; standard output is for the path alone.
    execFileSync('npm', npm, {
      cwd: folder,
      stdio: ['ignore', 2, 'inherit'],
      shell: process.platform === 'win32',
    })
  } catch {
    console.error(
      `Expected ${name} ${version} for ${os} ${cpu} from the npm registry but received a failure; publishing ${basename(dir)} needs it`,
    )
    process.exit(1)
  }
  await pack(zip, [
    [dir, ''],
    [join(folder, 'node_modules'), 'node_modules'],
  ])
  rmSync(folder, { recursive: true })
}
console.log(zip)

async function pack(to: string, folders: [folder: string, prefix: string][]) {
  const file = new ZipFile()
  for (const [folder, prefix] of folders) {
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .filter((path) => !/\.package-lock\.json$|\.d\.[cm]?ts$|\.map$|\.md$/.test(path))
      .sort()
    for (const path of paths) {
      // One time for all, so that the same files make the same zip.
      const options = { mtime: new Date(1980, 0, 1), mode: 0o100755 }
      file.addBuffer(readFileSync(join(folder, path)), join(prefix, path).replaceAll('\\', '/'), options)
    }
  }
  file.end()
  await pipeline(file.outputStream, createWriteStream(`${to}.tmp`))
  renameSync(`${to}.tmp`, to)
}
