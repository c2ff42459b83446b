import type { KeyboardEvent, SyntheticEvent } from 'react'
import { partName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import styles from './car-diagram.module.css'
import type { CarView, Region } from './car-view.ts'
import { describeFindings } from './describe-findings.ts'
import { isHome } from './drawn-parts.ts'
import type { PartFindings } from './part-findings.ts'
import { patternOf } from './severity-patterns.tsx'

interface CarViewDrawingProps {
  view: CarView
  parts: ReadonlyMap<string | null, PartFindings>
  patterns: string
  selectedPart: string | null
  pointedPart: string | null
  onSelect: ((part: string) => void) | undefined
  onShow: (part: string, event: SyntheticEvent<Element>) => void
  onHide: () => void
}

export function CarViewDrawing(props: CarViewDrawingProps) {
  const { view, parts, patterns, selectedPart, pointedPart, onSelect, onShow, onHide } = props
  const texts = useTexts()
  const format = useFormat()
  const stops = new Set<string>()

  const region = ({ part, d }: Region, at: number) => {
    const found = parts.get(part)
    // A wheel is there twice in one view; one of them is enough for the keyboard.
    const stop = found && isHome(part, view.name) && !stops.has(part)
    if (stop) stops.add(part)
    const choose = onSelect && found ? () => onSelect(part) : undefined
    const onKeyDown = (event: KeyboardEvent) => {
      if (!choose || (event.key !== 'Enter' && event.key !== ' ')) return
      event.preventDefault()
      choose()
    }
    const named = stop
      ? {
          role: choose ? 'button' : 'img',
          tabIndex: 0,
          'aria-label': `${partName(texts, part)}: ${describeFindings(found.findings, texts, format)}`,
          ...(choose && { 'aria-pressed': part === selectedPart }),
          onFocus: (event: SyntheticEvent<Element>) => onShow(part, event),
          onBlur: onHide,
          onKeyDown,
        }
      : { 'aria-hidden': true as const }
    return (
      <g
        // The same part may be there several times.
        key={at}
        className={styles.part}
        data-part={part}
        data-severity={found?.severity}
        data-can-choose={choose !== undefined}
        onPointerEnter={(event) => onShow(part, event)}
        onClick={choose}
        {...named}
      >
        <path d={d} className={styles.region} />
        {found && (
          <path d={d} className={styles.pattern} fill={`url(#${patternOf(patterns, found.severity)})`} />
        )}
      </g>
    )
  }

  return (
    <div className={styles.view} data-view={view.name}>
      <svg
        viewBox={`0 0 ${view.width} ${view.height}`}
        role="group"
        aria-label={texts.diagram.views[view.name]}
      >
        <g {...(view.mirrored && { transform: `translate(${view.width} 0) scale(-1 1)` })}>
          <path d={view.shape} className={styles.shape} />
          {view.regions.map(region)}
          <g className={styles.details} aria-hidden="true">
            {view.details.map(({ kind, d }) => (
              <path key={d} d={d} data-kind={kind} fillRule="evenodd" />
            ))}
          </g>
          {/* On top of everything, so that no neighbour hides half of the line. */}
          {view.regions.map(({ part, d }) => {
            const selected = part === selectedPart
            if (!selected && part !== pointedPart) return null
            return (
              <path key={d} d={d} className={styles.highlight} data-selected={selected} aria-hidden="true" />
            )
          })}
        </g>
      </svg>
      <span className={styles.caption} aria-hidden="true">
        {texts.diagram.views[view.name]}
      </span>
    </div>
  )
}
