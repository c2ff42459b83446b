import { Notice } from '../components/notice.tsx'
import { useTexts } from '../texts/texts-context.tsx'

/** In place of the desk, when not even its configuration could be loaded. */
export function StartFailed() {
  const { shell } = useTexts()
  return (
    <main className="page">
      <h1>{shell.product}</h1>
      <Notice tone="bad" title={shell.failedTitle}>
        <p>{shell.network}</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          {shell.retry}
        </button>
      </Notice>
    </main>
  )
}
