import { useState } from 'react'
import { flushSync } from 'react-dom'
import { Notice } from '../components/notice.tsx'
import { useTexts } from '../texts/texts-context.tsx'
import { ActionBar } from './action-bar.tsx'
import { LabelForm } from './label-form.tsx'
import { stepThrough } from './next-damage.ts'
import { ReviewList } from './review-list.tsx'
import { ReviewPhoto } from './review-photo.tsx'
import { look } from './review-task.ts'
import type { ReviewedClaim, ReviewedDamage, ReviewedPhoto } from './review-types.ts'
import { ShortcutHelp } from './shortcut-help.tsx'
import type { Shortcut } from './shortcuts.ts'
import { suggestPart } from './suggest-part.ts'
import { TroubleNotice } from './trouble-notice.tsx'
import { useReviewSteps } from './use-review-steps.ts'
import { useShortcuts } from './use-shortcuts.ts'

interface ReviewDeskProps {
  claim: ReviewedClaim
  photo: ReviewedPhoto
  number: number
}

const noDamages: readonly ReviewedDamage[] = []

export function ReviewDesk({ claim, photo, number }: ReviewDeskProps) {
  const { review: words, photo: photoWords } = useTexts()
  const { damages = noDamages, links, width, height } = photo
  const parts = photo.assessment?.parts ?? []
  const steps = useReviewSteps(claim, photo, damages)
  const { judge, chosen, chosenId, choose, task, setTask } = steps
  const [hoveredId, setHovered] = useState<string | null>(null)
  const [showParts, setShowParts] = useState(false)
  const [helping, setHelping] = useState(false)

  /** @returns whether it was done, so that what was pressed after it may be done too */
  const run = async (shortcut: Shortcut): Promise<boolean> => {
    if (task.kind !== 'look' || helping) return false
    switch (shortcut) {
      case 'next':
      case 'previous':
        flushSync(() => choose(stepThrough(damages, chosenId, shortcut === 'next' ? 1 : -1)))
        return true
      case 'confirm':
        return steps.send({ verdict: 'CONFIRM' })
      case 'reject':
        return steps.send({ verdict: 'REJECT' })
      case 'relabel':
      case 'outline':
        if (chosen) flushSync(() => setTask({ kind: shortcut }))
        return chosen !== undefined
      case 'add':
        flushSync(() => setTask({ kind: 'draw', polygons: [] }))
        return true
      case 'undo':
        return steps.undo()
      case 'nextPhoto':
        return steps.leave()
      case 'seen':
        return (await judge.seen()) !== null && steps.leave()
      case 'parts':
        setShowParts((shown) => !shown)
        return true
      case 'help':
        setHelping(true)
        return true
    }
  }
  const keys = useShortcuts(run)
  if (!links || !width || !height) return <Notice>{photoWords.pending}</Notice>
  const shown = { src: links.normalized, width, height, alt: photoWords.alt(number) }

  return (
    <div className="review-columns">
      <div className="review-main">
        <TroubleNotice
          claimId={claim.id}
          judge={judge}
          damages={damages}
          onSettled={(now, id) => steps.goOn(now, id, '')}
        />
        <ReviewPhoto
          photo={shown}
          damages={damages}
          parts={parts}
          showParts={showParts}
          steps={steps}
          hoveredId={hoveredId}
          onHover={setHovered}
        />
        {task.kind === 'look' && (
          <ActionBar
            run={(shortcut) => void run(shortcut)}
            chosen={chosen !== undefined}
            canUndo={judge.canUndo}
            saving={judge.saving}
          />
        )}
        <p role="status" className="review-told">
          {steps.told}
        </p>
      </div>
      <aside className="review-side">
        {task.kind === 'relabel' && chosen && (
          <LabelForm
            title={words.relabelTitle}
            initial={chosen}
            saving={judge.saving}
            onSave={steps.relabel}
            onCancel={() => setTask(look)}
          />
        )}
        {task.kind === 'name' && (
          <LabelForm
            title={words.addTitle}
            initial={{ type: 'scratch', part: suggestPart(task.polygons, parts), severity: 'MODERATE' }}
            saving={judge.saving}
            onSave={(label) => void steps.add(task.polygons, label)}
            onCancel={() => setTask({ kind: 'draw', polygons: task.polygons })}
          />
        )}
        <ReviewList
          photo={photo}
          chosenId={chosenId}
          onChoose={choose}
          hoveredId={hoveredId}
          onHover={setHovered}
        />
        <div className="review-leave">
          <button type="button" className="button" disabled={judge.saving} onClick={() => void run('seen')}>
            {words.buttons.seen} <kbd aria-hidden="true">S</kbd>
          </button>
          <button type="button" className="button button-primary" onClick={() => void run('nextPhoto')}>
            {words.buttons.nextPhoto} <kbd aria-hidden="true">G</kbd>
          </button>
        </div>
      </aside>
      {helping && <ShortcutHelp on={keys.on} onSwitch={keys.setOn} onClose={() => setHelping(false)} />}
    </div>
  )
}
