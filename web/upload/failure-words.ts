import type { Texts } from '../texts/en.ts'
import type { UploadFailure } from './upload-item.ts'

/** What went wrong and what to do about it; the server's own words where there are none here. */
export function failureWords({ upload }: Texts, { code, message }: UploadFailure): string {
  const words: Record<string, string> = upload.failures
  return Object.hasOwn(words, code) ? (words[code] as string) : (message ?? upload.failures.UNREADABLE)
}
