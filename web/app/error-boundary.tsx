import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Notice } from '../components/notice.tsx'
import { useTexts } from '../texts/texts-context.tsx'

interface Props {
  children: ReactNode
  /** A change of it, such as of the address, tries again. */
  resetKey: string
}

/** Keeps a page that breaks from taking the desk with it. */
export class ErrorBoundary extends Component<Props, { error: Error | null; key: string }> {
  override state = { error: null as Error | null, key: this.props.resetKey }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  static getDerivedStateFromProps({ resetKey }: Props, { key }: { key: string }) {
    return resetKey === key ? null : { error: null, key: resetKey }
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack)
  }

  override render() {
    return this.state.error ? <Crashed error={this.state.error} /> : this.props.children
  }
}

function Crashed({ error }: { error: Error }) {
  const { shell } = useTexts()
  return (
    <Notice tone="bad" title={shell.crashedTitle}>
      <p>{shell.crashed}</p>
      <p>
        <code>{error.message}</code>
      </p>
      <button type="button" className="button" onClick={() => location.reload()}>
        {shell.reload}
      </button>
    </Notice>
  )
}
