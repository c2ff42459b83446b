import { Menu } from '@base-ui/react/menu'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { type TakeAway, useTakeAway } from '../takeaway/use-take-away.ts'
import { useTexts } from '../texts/texts-context.tsx'
import type { ViewedClaim } from './findings-table.tsx'
import { StatusDialog } from './status-dialog.tsx'

/** What can be done with a claim. */
export function ClaimActions({ claim }: { claim: ViewedClaim }) {
  const { claim: words } = useTexts()
  const [asking, setAsking] = useState(false)
  const { take, packing } = useTakeAway(claim.id)
  const [first] = claim.photosToReview
  const open = claim.status === 'OPEN'
  const kinds: [TakeAway, string][] = [
    ['zip', words.zip],
    ['COCO', words.coco],
    ['VIA', words.via],
    ['YOLO', words.yolo],
  ]
  return (
    <>
      {open && first && (
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
      <button type="button" className="button" onClick={() => setAsking(true)}>
        {open ? words.close : words.reopen}
      </button>
      {asking && <StatusDialog claim={claim} onClose={() => setAsking(false)} />}
    </>
  )
}
