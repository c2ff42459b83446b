import type { Texts } from '../texts/en.ts'
import { reasonWords } from '../texts/naming.ts'
import type { UploadFailure } from './upload-item.ts'

/** What went wrong and what to do about it; the server's own words where there are none here. */
export function failureWords(texts: Texts, { code, message }: UploadFailure): string {
  const words: Record<string, string> = texts.upload.failures
  if (Object.hasOwn(words, code)) return words[code] as string
  return reasonWords(texts, code, message ?? texts.upload.failures.UNREADABLE)
}
