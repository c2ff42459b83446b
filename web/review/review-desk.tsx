import { useMemo, useState } from 'react'
import { useClient } from 'urql'
import { useLocation } from 'wouter'
import type { Ring } from '../../inference/geometry/types.ts'
import { Notice } from '../components/notice.tsx'
import { partName, typeName } from '../texts/naming.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { PhotoViewer } from '../viewer/photo-viewer.tsx'
import { PolygonEditor } from '../viewer/polygon-editor.tsx'
import { ActionBar } from './action-bar.tsx'
import { labelChanges } from './label-changes.ts'
import { type Label, LabelForm } from './label-form.tsx'
import { nextUnreviewed, stepThrough } from './next-damage.ts'
import { nextPhoto } from './next-photo.ts'
import { NextInQueue } from './operations.ts'
import { ReviewList } from './review-list.tsx'
import type { Review, ReviewedClaim, ReviewedPhoto } from './review-types.ts'
import { ShortcutHelp } from './shortcut-help.tsx'
import type { Shortcut } from './shortcuts.ts'
import { suggestPart } from './suggest-part.ts'
import { TroubleNotice } from './trouble-notice.tsx'
import { useJudge } from './use-judge.ts'
import { useShortcuts } from './use-shortcuts.ts'

interface ReviewDeskProps {
  claim: ReviewedClaim
  photo: ReviewedPhoto
  number: number
}

type Task =
  | { kind: 'look' | 'relabel' | 'outline' | 'draw' }
  /** What was drawn, to be named. */
  | { kind: 'name'; polygons: Ring[] }

const look: Task = { kind: 'look' }
const noParts: ReviewedPhoto['damages'][number][] = []

export function ReviewDesk({ claim, photo, number }: ReviewDeskProps) {
  const texts = useTexts()
  const { review: words, photo: photoWords } = texts
  const client = useClient()
  const [, go] = useLocation()
  const { damages = noParts, links, width, height } = photo
  const parts = photo.assessment?.parts ?? []
  const judge = useJudge(claim, photo.id)
  const [chosenId, choose] = useState<string | null>(
    () => nextUnreviewed(damages, null) ?? damages[0]?.id ?? null,
  )
  const [hoveredId, setHovered] = useState<string | null>(null)
  const [task, setTask] = useState<Task>(look)
  const [showParts, setShowParts] = useState(false)
  const [helping, setHelping] = useState(false)
  const [told, setTold] = useState('')
  const chosen = damages.find(({ id }) => id === chosenId)
  const drawn = useMemo(
    () => damages.map(({ state, ...damage }) => ({ ...damage, review: state })),
    [damages],
  )

  const say = (done: string, next: string | null) => {
    const damage = damages.find(({ id }) => id === next)
    const name = damage ? `${typeName(texts, damage.type)}, ${partName(texts, damage.part)}` : words.allJudged
    setTold(`${done} ${name}`)
  }
  const goOn = (from: string, done: string) => {
    const next = nextUnreviewed(damages, from)
    if (next) choose(next)
    setTask(look)
    say(done, next)
  }
  const send = async (review: Review) => {
    if (!chosen) return
    if (await judge.judge(chosen, review)) goOn(chosen.id, words.done[review.verdict])
  }
  const relabel = (label: Label) => {
    const correction = chosen && labelChanges(chosen, label)
    if (correction) void send(correction)
    else setTold(words.unchanged)
    if (!correction) setTask(look)
  }
  const add = async (polygons: Ring[], label: Label) => {
    if (!(await judge.add({ ...label, polygons }))) return
    setTask(look)
    setTold(words.done.ADD)
  }
  const leave = async () => {
    const { data } = await client.query(NextInQueue, {}, { requestPolicy: 'network-only' }).toPromise()
    const next = nextPhoto({ claim: claim.id, photo: photo.id }, claim, data?.claims.nodes ?? [])
    if (next) go(`/claims/${next.claim}/photos/${next.photo}/review`)
    else if (data) go('/review')
  }
  const run = async (shortcut: Shortcut) => {
    if (task.kind !== 'look' || helping) return
    switch (shortcut) {
      case 'next':
      case 'previous':
        return choose(stepThrough(damages, chosenId, shortcut === 'next' ? 1 : -1))
      case 'confirm':
        return send({ verdict: 'CONFIRM' })
      case 'reject':
        return send({ verdict: 'REJECT' })
      case 'relabel':
      case 'outline':
        return chosen && setTask({ kind: shortcut })
      case 'add':
        return setTask({ kind: 'draw' })
      case 'undo': {
        const undone = await judge.undo(damages)
        if (undone) choose(undone)
        return undone && say(words.done.WITHDRAW, undone)
      }
      case 'nextPhoto':
        return leave()
      case 'seen':
        return (await judge.seen()) && leave()
      case 'parts':
        return setShowParts((shown) => !shown)
      case 'help':
        return setHelping(true)
    }
  }
  const keys = useShortcuts((shortcut) => void run(shortcut))
  if (!links || !width || !height) return <Notice>{photoWords.pending}</Notice>
  const shown = { src: links.normalized, width, height, alt: photoWords.alt(number) }

  return (
    <div className="review-columns">
      <div className="review-main">
        <TroubleNotice
          claimId={claim.id}
          judge={judge}
          onSettled={(id, saved) => goOn(id, saved ? words.done.CORRECT : '')}
          onSaved={() => chosenId && goOn(chosenId, '')}
        />
        <div className="review-photo">
          {task.kind === 'outline' && chosen ? (
            <PolygonEditor
              key={chosen.id}
              photo={shown}
              initial={chosen.polygons}
              type={chosen.type}
              others={drawn.filter(({ id }) => id !== chosen.id)}
              saving={judge.saving}
              onSave={(polygons) => void send({ verdict: 'CORRECT', polygons })}
              onCancel={() => setTask(look)}
            />
          ) : task.kind === 'draw' ? (
            <PolygonEditor
              photo={shown}
              initial={[]}
              type="scratch"
              others={drawn}
              onSave={(polygons) => setTask({ kind: 'name', polygons })}
              onCancel={() => setTask(look)}
            />
          ) : (
            <PhotoViewer
              photo={shown}
              damages={drawn}
              parts={parts}
              showParts={showParts}
              selectedId={chosenId}
              onSelect={choose}
              hoveredId={hoveredId}
              onHover={setHovered}
            />
          )}
        </div>
        {task.kind === 'look' && (
          <ActionBar
            run={(shortcut) => void run(shortcut)}
            chosen={chosen !== undefined}
            canUndo={judge.canUndo}
            saving={judge.saving}
          />
        )}
        <p role="status" className="review-told">
          {told}
        </p>
      </div>
      <aside className="review-side">
        {task.kind === 'relabel' && chosen && (
          <LabelForm
            title={words.relabelTitle}
            initial={chosen}
            saving={judge.saving}
            onSave={relabel}
            onCancel={() => setTask(look)}
          />
        )}
        {task.kind === 'name' && (
          <LabelForm
            title={words.addTitle}
            initial={{ type: 'scratch', part: suggestPart(task.polygons, parts), severity: 'MODERATE' }}
            saving={judge.saving}
            onSave={(label) => void add(task.polygons, label)}
            onCancel={() => setTask(look)}
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
