import { z } from 'zod'
import type { WorkItem } from '../assess/work-list.ts'

const schema = z.object({ tenant: z.string(), claimId: z.string(), assessmentId: z.string() })

/** Reads a message of the workers' queue. @throws ZodError, SyntaxError */
export const readWorkItem = (body: string): WorkItem => schema.parse(JSON.parse(body))
