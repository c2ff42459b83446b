import type { ReactNode } from 'react'

export type Tone = 'info' | 'good' | 'warn' | 'bad'

/** A message within a page, with what to do about it. */
export function Notice({
  tone = 'info',
  title,
  children,
}: {
  tone?: Tone
  title?: string
  children?: ReactNode
}) {
  return (
    <div className={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      {title && <p className="notice-title">{title}</p>}
      {children}
    </div>
  )
}
