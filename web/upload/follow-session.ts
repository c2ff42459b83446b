import type { Session } from '../session/session.ts'
import type { UploadKeeper } from './upload-keeper.ts'
import type { Uploads } from './uploads.ts'

/** Nothing of one person's photos is left when they sign out, or when somebody else signs in. */
export function followSession(session: Session, uploads: Uploads, keeper: UploadKeeper): void {
  let owner = session.owner()
  session.subscribe(() => {
    const before = owner
    owner = session.owner()
    if (before === null || owner === before) return
    uploads.clear()
    void keeper.clear(before).catch(() => undefined)
  })
}
