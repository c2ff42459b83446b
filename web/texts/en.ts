import { batches } from './en/batches.ts'
import { claim } from './en/claim.ts'
import { claims } from './en/claims.ts'
import { compare } from './en/compare.ts'
import { diagram } from './en/diagram.ts'
import { history } from './en/history.ts'
import { model } from './en/model.ts'
import { names } from './en/names.ts'
import { photo } from './en/photo.ts'
import { queue } from './en/queue.ts'
import { reasons } from './en/reasons.ts'
import { report } from './en/report.ts'
import { review } from './en/review.ts'
import { shell } from './en/shell.ts'
import { upload } from './en/upload.ts'
import { viewer } from './en/viewer.ts'

/** Every word of the desk, in English; the other languages have the same keys. */
export const en = {
  batches,
  claim,
  claims,
  compare,
  diagram,
  history,
  model,
  names,
  photo,
  queue,
  reasons,
  report,
  review,
  shell,
  upload,
  viewer,
}

/** What a language must say. */
export type Texts = typeof en
