import type { ZipUpload } from '../batches/zip-upload.ts'
import type { Session } from '../session/session.ts'
import type { UploadKeeper } from './upload-keeper.ts'
import type { Uploads } from './uploads.ts'

/**
 * Nothing of one person's photos is left or goes on when they sign out, or when somebody else signs in.
 *
 * @param restart begins the page anew, so that who signs in after somebody else sees nothing that was fetched for them
 */
export function followSession(
  session: Pick<Session, 'owner' | 'subscribe'>,
  uploads: Pick<Uploads, 'clear'>,
  keeper: Pick<UploadKeeper, 'clear'>,
  zipUpload: Pick<ZipUpload, 'stop'>,
  restart: () => void,
): void {
  let owner = session.owner()
  let former = owner
  let cleared: Promise<unknown> = Promise.resolve()
  session.subscribe(() => {
    const before = owner
    owner = session.owner()
    if (before !== null && owner !== before) {
      uploads.clear()
      zipUpload.stop()
      cleared = keeper.clear(before).catch(() => undefined)
    }
    if (owner === null) return
    if (former !== null && owner !== former) void cleared.then(restart)
    former = owner
  })
}
