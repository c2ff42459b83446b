import { Link } from 'wouter'
import { Page } from './page.tsx'

interface MissingProps {
  title: string
  text: string
  /** Where one can go from here, and what it is called. */
  href: string
  way: string
}

/** In place of a page whose claim, photo or batch is not there, with a way on. */
export const Missing = ({ title, text, href, way }: MissingProps) => (
  <Page title={title}>
    <p className="missing-text">{text}</p>
    <Link href={href} className="button button-primary">
      {way}
    </Link>
  </Page>
)
