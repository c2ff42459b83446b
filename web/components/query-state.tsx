import type { CombinedError } from 'urql'
import { describeError } from '../graphql/failure.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { Notice } from './notice.tsx'
import { Spinner } from './spinner.tsx'

/** What a page shows in place of data that is on its way, or did not come. */
export function QueryState({ error, retry }: { error?: CombinedError | undefined; retry: () => void }) {
  const texts = useTexts()
  if (!error) return <Spinner />
  return (
    <Notice tone="bad" title={texts.shell.failedTitle}>
      <p>{describeError(texts, error)}</p>
      <button type="button" className="button" onClick={retry}>
        {texts.shell.retry}
      </button>
    </Notice>
  )
}
