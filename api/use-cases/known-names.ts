import { invalid } from '../errors.ts'

/** The names that a model knows; null where it is not known which. */
export interface KnownNames {
  damageTypes: readonly string[]
  parts: readonly string[]
}

/** @throws ValidationFailed for a name that no model has */
export function checkNames(
  names: KnownNames | null,
  { type, part }: { type?: string | null; part?: string | null },
): void {
  if (typeof type === 'string' && names && !names.damageTypes.includes(type)) {
    throw invalid('type', `one of ${names.damageTypes.join(', ')}`, type)
  }
  if (typeof part === 'string' && names && !names.parts.includes(part)) {
    throw invalid('part', `one of ${names.parts.join(', ')}`, part)
  }
}
