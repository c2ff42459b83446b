import * as z from 'zod'
import type { PhotoError } from './errors.ts'

/** What programs are told of a refusal beside its code: what the file was taken for, and the bound with what exceeds it. */
export const figuresSchema = z
  .object({
    format: z.string(),
    megapixels: z.number(),
    maxMegapixels: z.number(),
    bytes: z.number(),
    maxBytes: z.number(),
  })
  .partial()

export type Figures = z.infer<typeof figuresSchema>

/** Those that the error's class has. */
export const figuresOf = (error: PhotoError): Figures => figuresSchema.parse({ ...error })
