import { RequestInvalid } from './errors.ts'

export interface Form {
  file: Uint8Array
  /** The other fields, as text. */
  fields: Record<string, string>
}

export const isMultipart = (contentType: string | null): boolean =>
  /^\s*multipart\/form-data\s*(;|$)/i.test(contentType ?? '')

/**
 * Reads a multipart body that holds one file. What the file is called, its part and its declared
 * type are not asked: what it is, its content tells.
 *
 * @throws RequestInvalid
 */
export async function readForm(body: Uint8Array, contentType: string): Promise<Form> {
  const form = await new Response(body as Uint8Array<ArrayBuffer>, {
    headers: { 'content-type': contentType },
  })
    .formData()
    .catch((error: Error) => {
      throw new RequestInvalid(
        'the body',
        'well-formed multipart/form-data',
        `a malformed one (${error.message})`,
      )
    })
  const fields: Record<string, string> = {}
  const files: Blob[] = []
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value
    else files.push(value)
  }
  const [file] = files
  if (!file || files.length > 1) {
    throw new RequestInvalid('the form', 'exactly one file part, the photo', `${files.length}`)
  }
  return { file: new Uint8Array(await file.arrayBuffer()), fields }
}
