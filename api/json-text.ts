import { z } from 'zod'

/** For a setting that is JSON: its value, or a complaint. */
export function jsonText(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'Expected JSON' })
    return z.NEVER
  }
}
