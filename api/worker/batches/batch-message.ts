import { z } from 'zod'

const batch = { tenant: z.string().min(1), batch: z.string().min(1) }

/** What the queue of whole batches holds: a batch to get on with, or one of its results to make. */
const batchMessageSchema = z.object({ ...batch, results: z.string().optional() })

/** What the queue of their photos holds. */
const photoMessageSchema = z.object({ ...batch, entry: z.number().int().min(1) })

export type BatchMessage = z.infer<typeof batchMessageSchema>
export type PhotoMessage = z.infer<typeof photoMessageSchema>

/** @throws ZodError, SyntaxError */
export const readBatchMessage = (body: string): BatchMessage => batchMessageSchema.parse(JSON.parse(body))
/** @throws ZodError, SyntaxError */
export const readPhotoMessage = (body: string): PhotoMessage => photoMessageSchema.parse(JSON.parse(body))
