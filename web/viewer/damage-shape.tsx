import { type KeyboardEvent, memo, useMemo } from 'react'
import { colourOf } from '../palette.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { describeDamage } from './describe-damage.ts'
import { closedPath } from './outline-path.ts'
import styles from './photo-viewer.module.css'
import type { ViewerDamage } from './types.ts'

interface DamageShapeProps {
  damage: ViewerDamage
  selected: boolean
  hovered: boolean
  /** Another one is selected. */
  quiet: boolean
  onSelect?: ((id: string) => void) | undefined
  onFocus: () => void
  onBlur: () => void
}

/** One damage on the photo; a button for the keyboard, while pointers are told by hit testing which one they mean. */
export const DamageShape = memo(function DamageShape(props: DamageShapeProps) {
  const { damage, selected, hovered, quiet, onSelect, onFocus, onBlur } = props
  const texts = useTexts()
  const format = useFormat()
  const d = useMemo(() => closedPath(damage.polygons), [damage.polygons])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    event.stopPropagation()
    onSelect?.(damage.id)
  }
  return (
    <g
      role="button"
      tabIndex={0}
      className={styles.damage}
      data-damage={damage.id}
      data-quiet={quiet}
      data-rejected={damage.review === 'REJECTED'}
      aria-label={describeDamage(damage, texts, format)}
      aria-pressed={selected}
      onClick={() => onSelect?.(damage.id)}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      <path d={d} fill={colourOf(damage.type)} className={styles.fill} data-strong={selected || hovered} />
      <OutlineStroke damage={damage} emphasis={hovered ? 'hovered' : 'none'} d={d} />
      <path d={d} className={styles.ring} />
    </g>
  )
})

interface OutlineStrokeProps {
  damage: Pick<ViewerDamage, 'type' | 'polygons'>
  emphasis: 'none' | 'hovered' | 'selected'
  d?: string
}

/** Light on dark, so that it stands out from any paint. */
export function OutlineStroke({ damage, emphasis, d = closedPath(damage.polygons) }: OutlineStrokeProps) {
  return (
    <>
      <path d={d} className={styles.casing} data-emphasis={emphasis} />
      <path d={d} className={styles.stroke} data-emphasis={emphasis} stroke={colourOf(damage.type)} />
    </>
  )
}
