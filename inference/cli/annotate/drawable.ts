import type { z } from 'zod'
import { assessmentSchema } from '../../contract.ts'

/** What of an assessment is drawn. As JSON it is an overlay of the edge (Photos.putOverlay). */
export const drawableSchema = assessmentSchema.pick({
  width: true,
  height: true,
  vehicle: true,
  damaged: true,
  damagedAreaPct: true,
  damages: true,
})

export type Drawable = z.infer<typeof drawableSchema>
