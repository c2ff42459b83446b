import './drop-area.css'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useGivenFiles } from './use-given-files.ts'

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
  /** Whatever was dropped or pasted on the page, files within folders too. */
  onFiles: (files: readonly File[]) => void
  /** Other ways in: one or more FileButtons. */
  children: ReactNode
}

/** Where files go in: dropped, pasted or chosen. One on a page at most. */
export function DropArea(props: DropAreaProps) {
  const { label, icon: Icon, text, touchText = text, hint, compact = false, onFiles, children } = props
  const over = useGivenFiles(onFiles)
  return (
    <section
      aria-label={label}
      className={`drop ${over ? 'drop-over' : ''} ${compact ? 'drop-compact' : ''}`}
    >
      <Icon aria-hidden="true" className="drop-icon" size={compact ? 28 : 44} strokeWidth={1.5} />
      <p className="drop-text drop-mouse">{text}</p>
      <p className="drop-text drop-touch">{touchText}</p>
      <div className="drop-buttons">{children}</div>
      <p className="drop-hint">{hint}</p>
    </section>
  )
}
