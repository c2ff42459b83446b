import { MoveHorizontal } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import styles from './compare-slider.module.css'
import { shareAfterKey, shareAt } from './slider-position.ts'
import type { CompareSliderProps } from './types.ts'

/** Two pictures of the same scene, one over the other, with a border between them to be dragged. */
export function CompareSlider({ layers, alt, aspectRatio }: CompareSliderProps) {
  const { viewer } = useTexts()
  const format = useFormat()
  const [chosen, setChosen] = useState({ left: 0, right: layers.length - 1 })
  const [share, setShare] = useState(50)
  const [natural, setNatural] = useState<number | null>(null)
  const frame = useRef<HTMLDivElement>(null)
  const left = layers[chosen.left] ?? layers[0]
  const right = layers[chosen.right] ?? layers.at(-1)
  if (!left || !right) return null

  const drag = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect()
    if (box) setShare(shareAt(event.clientX - box.left, box.width))
  }
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return
    frame.current?.setPointerCapture(event.pointerId)
    frame.current?.querySelector<HTMLElement>('[role=slider]')?.focus({ preventScroll: true })
    drag(event)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = shareAfterKey(share, event)
    if (next === null) return
    event.preventDefault()
    setShare(next)
  }
  const choice = (side: 'left' | 'right', label: string) => (
    <select
      aria-label={label}
      value={chosen[side]}
      onChange={({ target }) => setChosen({ ...chosen, [side]: Number(target.value) })}
    >
      {layers.map((layer, at) => (
        <option key={layer.label} value={at}>
          {layer.label}
        </option>
      ))}
    </select>
  )

  return (
    <div className={styles.compare}>
      {layers.length > 2 && (
        <div className={styles.choices}>
          {choice('left', viewer.compare.before)}
          {choice('right', viewer.compare.after)}
        </div>
      )}
      <div
        ref={frame}
        className={styles.frame}
        style={{ aspectRatio: aspectRatio ?? natural ?? 4 / 3 }}
        onPointerDown={onPointerDown}
        onPointerMove={(event) => event.buttons === 1 && drag(event)}
      >
        <img
          className={styles.picture}
          src={right.src}
          alt={`${alt}, ${right.label}`}
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
            setNatural(naturalWidth / naturalHeight)
          }}
        />
        <img
          className={styles.picture}
          data-side="left"
          src={left.src}
          alt={`${alt}, ${left.label}`}
          draggable={false}
          style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}
        />
        <span className={styles.label} data-side="left" data-hidden={share < 12} aria-hidden="true">
          {left.label}
        </span>
        <span className={styles.label} data-side="right" data-hidden={share > 88} aria-hidden="true">
          {right.label}
        </span>
        <div
          className={styles.border}
          role="slider"
          tabIndex={0}
          aria-label={viewer.compare.position(left.label, right.label)}
          aria-orientation="horizontal"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share)}
          aria-valuetext={viewer.compare.value(format.percent(Math.round(share), 0), left.label)}
          style={{ left: `${share}%` }}
          onKeyDown={onKeyDown}
        >
          <span className={styles.knob}>
            <MoveHorizontal aria-hidden size={18} />
          </span>
        </div>
      </div>
    </div>
  )
}
