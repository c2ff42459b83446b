import { useTexts } from '../texts/texts-context.tsx'

export function Spinner() {
  const { shell } = useTexts()
  return (
    <div className="spinner" role="status">
      <span className="spinner-ring" aria-hidden="true" />
      {shell.loading}
    </div>
  )
}
