import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bundle/bundle-function.ts'

/** The desk cannot be published because it is not built and cannot be. */
export class DeskMissing extends Error {
  readonly code = 'DESK_MISSING'
}

/** Folder of the built desk; builds it where it is missing or older than its sources. @throws DeskMissing */
export function builtDesk(): string {
  const dir = join(root, 'web/dist')
  try {
    execFileSync(process.execPath, ['--import', 'tsx', join(root, 'web/build/build-if-stale.ts')], {
      cwd: root,
      stdio: ['ignore', 2, 'inherit'],
    })
  } catch (error) {
    throw new DeskMissing(
      'Expected the desk to build but received a failure; run npm run build:web to see it',
      { cause: error },
    )
  }
  if (!existsSync(join(dir, 'index.html'))) {
    throw new DeskMissing(
      'Expected the built desk in web/dist but received none; run npm ci and npm run build:web',
    )
  }
  return dir
}
