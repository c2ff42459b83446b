import './drop-area.css'
import type { LucideIcon } from 'lucide-react'
import { type DragEvent, type ReactNode, useState } from 'react'
import { droppedFiles } from './dropped-files.ts'

interface DropAreaProps {
  /** What this part of the page is called. */
  label: string
  icon: LucideIcon
  /** What may be dropped. */
  text: string
  /** The same for a screen that is touched, where nothing is dropped. @default text */
  touchText?: string
  hint: string
  /** Smaller, where what was given is listed below. */
  compact?: boolean
  /** Whatever was dropped, files within folders too. */
  onFiles: (files: readonly File[]) => void
  /** Other ways in: one or more FileButtons. */
  children: ReactNode
}

/** Where files go in, dropped or chosen. */
export function DropArea(props: DropAreaProps) {
  const { label, icon: Icon, text, touchText = text, hint, compact = false, onFiles, children } = props
  const [over, setOver] = useState(false)

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    void droppedFiles(event.dataTransfer).then(onFiles)
  }

  return (
    <section
      aria-label={label}
      className={`drop ${over ? 'drop-over' : ''} ${compact ? 'drop-compact' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon aria-hidden="true" className="drop-icon" size={compact ? 28 : 44} strokeWidth={1.5} />
      <p className="drop-text drop-mouse">{text}</p>
      <p className="drop-text drop-touch">{touchText}</p>
      <div className="drop-buttons">{children}</div>
      <p className="drop-hint">{hint}</p>
    </section>
  )
}
