import { Readable } from 'node:stream'
import * as z from 'zod'
import { RequestInvalid } from '../../edge/http/errors.ts'
import { MAX_NAME } from './check-request.ts'

/** What a request for a batch says over plain HTTP: its query, and the body that it brings. Messages say what was expected. */
const optionsSchema = z.object({
  upload: z.string().max(64, 'an id as POST /batches/uploads gives it').optional(),
  name: z.string().max(MAX_NAME, `at most ${MAX_NAME} characters`).optional(),
  detail: z.enum(['standard', 'high'], 'standard or high').default('standard'),
  grouping: z
    .enum(['photo', 'folder'], 'photo or folder')
    .default('photo')
    .transform((text) => (text === 'photo' ? ('PHOTO' as const) : ('FOLDER' as const))),
})

/** @throws RequestInvalid */
export function readOptions(query: Record<string, string>) {
  const parsed = optionsSchema.safeParse(query)
  if (parsed.success) {
    const { name = null, upload = null, detail, grouping } = parsed.data
    return { name, upload, detail, grouping }
  }
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') ?? ''
  throw new RequestInvalid(field, issue?.message ?? 'another value', JSON.stringify(query[field]))
}

/** Empty where there is none. */
export const bodyOf = ({ body }: Request) => (body as AsyncIterable<Uint8Array> | null) ?? Readable.from([])

export const receivedOf = ({ headers, signal }: Request) => {
  const declared = headers.get('content-length')
  return { declaredBytes: declared === null ? null : Number(declared), signal }
}
