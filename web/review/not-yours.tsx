import { Missing } from '../components/missing.tsx'
import { useTexts } from '../texts/texts-context.tsx'

/** In place of a page for those who may judge, with where others may look. */
export function NotYours({ href, way }: { href: string; way: string }) {
  const { review } = useTexts()
  return <Missing title={review.notYoursTitle} text={review.notYours} href={href} way={way} />
}
