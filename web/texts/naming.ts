import type { Texts } from './en.ts'
import type { Format } from './format.ts'

/** The reader's word for a class of the model, or its name as people write it. */
const word = (words: Record<string, string>, name: string): string =>
  Object.hasOwn(words, name) ? (words[name] as string) : sentence(name.replaceAll('_', ' '))

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const typeName = ({ names }: Texts, type: string): string => word(names.types, type)

/** @param part null where the model knows none */
export const partName = ({ names }: Texts, part: string | null): string =>
  part === null ? names.noPart : word(names.parts, part)

/** What a damage is called where it stands alone: its type and its part. */
export const damageName = (texts: Texts, { type, part }: { type: string; part: string | null }): string =>
  `${typeName(texts, type)}, ${partName(texts, part)}`

/** A reason of the server by its code, else in its own words. */
export const reasonWords = ({ reasons }: Texts, code: string, message: string): string =>
  Object.hasOwn(reasons.codes, code) ? (reasons.codes[code] as string) : message

/** Why a claim is sorted as it is. */
export function repairWords(
  texts: Texts,
  format: Format,
  { code, parts }: { code: keyof Texts['reasons']['repair']; parts: readonly string[] },
): string {
  const names = parts.length === 0 ? [texts.names.noPart] : parts.map((part) => partName(texts, part))
  return texts.reasons.repair[code](format.list(names))
}

/** What to do better about a photo; null when it is good. */
export const qualityAdvice = (
  { names }: Texts,
  quality: { reason: string | null; advice: string | null } | null,
): string | null =>
  quality?.reason ? (names.quality[quality.reason] ?? quality.advice ?? quality.reason) : null
