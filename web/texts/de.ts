import { batches } from './de/batches.ts'
import { claim } from './de/claim.ts'
import { claims } from './de/claims.ts'
import { compare } from './de/compare.ts'
import { diagram } from './de/diagram.ts'
import { history } from './de/history.ts'
import { model } from './de/model.ts'
import { names } from './de/names.ts'
import { photo } from './de/photo.ts'
import { queue } from './de/queue.ts'
import { reasons } from './de/reasons.ts'
import { report } from './de/report.ts'
import { review } from './de/review.ts'
import { shell } from './de/shell.ts'
import { upload } from './de/upload.ts'
import { viewer } from './de/viewer.ts'
import type { Texts } from './en.ts'

export const de: Texts = {
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
