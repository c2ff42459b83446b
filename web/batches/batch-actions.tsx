import { Menu } from '@base-ui/react/menu'
import { ChevronDown } from 'lucide-react'
import { useMutation } from 'urql'
import { EraseButton } from '../components/erase-button.tsx'
import { useToast } from '../components/toasts.tsx'
import { describeRefusal } from '../graphql/failure.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { type Batch, isUnderWay } from './batch-progress.tsx'
import { fetchResults } from './fetch-results.ts'
import { CancelBatch, EraseBatch, RetryBatch } from './operations.ts'

interface BatchActionsProps {
  batch: Batch
  /** Links. */
  results: { zip: string; csv: string; jsonLines: string }
}

/** What can be done with a batch. */
export function BatchActions({ batch, results }: BatchActionsProps) {
  const texts = useTexts()
  const { batches } = texts
  const toast = useToast()
  const [{ fetching: cancelling }, cancel] = useMutation(CancelBatch)
  const [{ fetching: retrying }, retry] = useMutation(RetryBatch)
  const [, erase] = useMutation(EraseBatch)
  const underWay = isUnderWay(batch)
  const { failed } = batch.progress

  async function stop() {
    const { data, error } = await cancel({ id: batch.id })
    const answer = data?.cancelBatch
    if (answer?.__typename === 'Batch') return toast(batches.cancelled, 'good')
    toast(describeRefusal(texts, answer, error), 'bad')
  }
  async function again() {
    const { data, error } = await retry({ id: batch.id })
    const answer = data?.retryBatch
    if (answer?.__typename === 'Batch') return toast(batches.retried, 'good')
    toast(describeRefusal(texts, answer, error), 'bad')
  }
  async function remove() {
    const { data, error } = await erase({ id: batch.id })
    const answer = data?.eraseBatch
    return answer?.__typename === 'BatchErasure' ? null : describeRefusal(texts, answer, error)
  }
  const take = (url: string) =>
    fetchResults(url, () => toast(batches.preparing)).catch(() => toast(batches.resultsFailed, 'bad'))

  return (
    <>
      {underWay && batch.state !== 'CANCELLING' && (
        <button type="button" className="button" disabled={cancelling} onClick={() => void stop()}>
          {batches.cancel}
        </button>
      )}
      {!underWay && failed > 0 && (
        <button type="button" className="button" disabled={retrying} onClick={() => void again()}>
          {batches.retry(failed)}
        </button>
      )}
      {batch.total > 0 && (
        <Menu.Root>
          <Menu.Trigger className="button button-primary">
            {underWay ? batches.resultsSoFar : batches.results} <ChevronDown aria-hidden="true" size={16} />
          </Menu.Trigger>
          <Menu.Portal container={document.getElementById('main')}>
            <Menu.Positioner sideOffset={6} align="end" className="menu-positioner">
              <Menu.Popup className="menu">
                {(['zip', 'csv', 'jsonLines'] as const).map((kind) => (
                  <Menu.Item key={kind} className="menu-item" onClick={() => void take(results[kind])}>
                    {batches[kind]}
                  </Menu.Item>
                ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
      {!underWay && <EraseButton words={batches} list="/bulk" erase={remove} />}
    </>
  )
}
