import { type ReactNode, useEffect } from 'react'
import { useTexts } from '../texts/texts-context.tsx'

interface PageProps {
  title: string
  /** A line below the title. */
  lead?: ReactNode
  /** Buttons beside the title. */
  actions?: ReactNode
  /** Where this page hangs below another one. */
  crumbs?: ReactNode
  children: ReactNode
}

/** A page's frame; its title is the window's too. */
export function Page({ title, lead, actions, crumbs, children }: PageProps) {
  const { shell } = useTexts()
  useEffect(() => {
    document.title = `${title} · ${shell.product}`
  }, [title, shell])
  return (
    <div className="page">
      {crumbs && <div className="crumbs">{crumbs}</div>}
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          {lead && <div className="lead">{lead}</div>}
        </div>
        {actions && <div className="actions">{actions}</div>}
      </div>
      {children}
    </div>
  )
}
