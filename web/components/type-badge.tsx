import type { CSSProperties } from 'react'
import { colourOf } from '../palette.ts'
import { typeName } from '../texts/naming.ts'
import { useTexts } from '../texts/texts-context.tsx'

/** A damage type by colour and by name: nobody has to tell colours apart. */
export function TypeBadge({ type }: { type: string }) {
  const texts = useTexts()
  return (
    <span className="badge">
      <TypeDot type={type} />
      {typeName(texts, type)}
    </span>
  )
}

export function TypeDot({ type }: { type: string }) {
  return (
    <span className="type-dot" style={{ '--type': colourOf(type) } as CSSProperties} aria-hidden="true" />
  )
}
