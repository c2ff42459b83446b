import { Menu } from '@base-ui/react/menu'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { useMutation } from 'urql'
import { Link } from 'wouter'
import { EraseButton } from '../components/erase-button.tsx'
import { describeRefusal } from '../graphql/failure.ts'
import { useMay } from '../session/use-may.ts'
import { type TakeAway, useTakeAway } from '../takeaway/use-take-away.ts'
import { useTexts } from '../texts/texts-context.tsx'
import type { ViewedClaim } from './findings-table.tsx'
import { EraseClaim } from './operations.ts'
import { StatusDialog } from './status-dialog.tsx'

/** What can be done with a claim. */
export function ClaimActions({ claim }: { claim: ViewedClaim }) {
  const texts = useTexts()
  const { claim: words } = texts
  const [asking, setAsking] = useState(false)
  const { take, packing } = useTakeAway(claim.id)
  const [, erase] = useMutation(EraseClaim)
  const [first] = claim.photosToReview
  const open = claim.status === 'OPEN'
  const adjuster = useMay('ADJUSTER')
  async function remove() {
    const { data, error } = await erase({ id: claim.id })
    const answer = data?.eraseClaim
    return answer?.__typename === 'Erasure' ? null : describeRefusal(texts, answer, error)
  }
  const annotations: [TakeAway, string][] = [
    ['COCO', words.coco],
    ['VIA', words.via],
    ['YOLO', words.yolo],
  ]
  const kinds: [TakeAway, string][] = [['zip', words.zip], ...(adjuster ? annotations : [])]
  return (
    <>
      {open && first && adjuster && (
        <Link href={`/claims/${claim.id}/photos/${first.id}/review`} className="button button-primary">
          {words.review(claim.photosToReview.length)}
        </Link>
      )}
      {open && (
        <Link href={`/?claim=${claim.id}`} className="button">
          {words.addPhotos}
        </Link>
      )}
      <Link href={`/claims/${claim.id}/report`} className="button">
        {words.report}
      </Link>
      <Link href={`/compare?after=${claim.id}`} className="button">
        {words.compare}
      </Link>
      <Menu.Root>
        <Menu.Trigger className="button" disabled={packing !== null}>
          {packing ?? words.takeAway} <ChevronDown aria-hidden="true" size={16} />
        </Menu.Trigger>
        {/* Within the page's landmark, as everything is. */}
        <Menu.Portal container={document.getElementById('main')}>
          <Menu.Positioner sideOffset={6} align="end" className="menu-positioner">
            <Menu.Popup className="menu">
              {kinds.map(([kind, label]) => (
                <Menu.Item key={kind} className="menu-item" onClick={() => void take(kind)}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {adjuster && (
        <button type="button" className="button" onClick={() => setAsking(true)}>
          {open ? words.close : words.reopen}
        </button>
      )}
      <EraseButton words={words} list="/claims" erase={remove} />
      {asking && <StatusDialog claim={claim} onClose={() => setAsking(false)} />}
    </>
  )
}
