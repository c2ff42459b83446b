import type { Texts } from './en.ts'

/** The reader's word for a class of the model, or its name as people write it. */
const word = (words: Record<string, string>, name: string): string =>
  Object.hasOwn(words, name) ? (words[name] as string) : sentence(name.replaceAll('_', ' '))

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const typeName = ({ names }: Texts, type: string): string => word(names.types, type)

/** @param part null where the model knows none */
export const partName = ({ names }: Texts, part: string | null): string =>
  part === null ? names.noPart : word(names.parts, part)

/** What to do better about a photo; null when it is good. */
export const qualityAdvice = (
  { names }: Texts,
  quality: { reason: string | null; advice: string | null } | null,
): string | null =>
  quality?.reason ? (names.quality[quality.reason] ?? quality.advice ?? quality.reason) : null
