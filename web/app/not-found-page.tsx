import { Missing } from '../components/missing.tsx'
import { useTexts } from '../texts/texts-context.tsx'

export function NotFoundPage() {
  const { shell } = useTexts()
  return <Missing title={shell.notFoundTitle} text={shell.notFound} href="/" way={shell.toStart} />
}
