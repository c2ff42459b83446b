import { Link } from 'wouter'
import { Page } from '../components/page.tsx'
import { useTexts } from '../texts/texts-context.tsx'

export function NotFoundPage() {
  const { shell } = useTexts()
  return (
    <Page title={shell.notFoundTitle}>
      <p>{shell.notFound}</p>
      <Link href="/" className="button button-primary">
        {shell.toStart}
      </Link>
    </Page>
  )
}
