import { useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useClient } from 'urql'
import { useLocation } from 'wouter'
import type { Ring } from '../../inference/geometry/types.ts'
import { Notice } from '../components/notice.tsx'
import { damageName } from '../texts/naming.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { PhotoViewer } from '../viewer/photo-viewer.tsx'
import { PolygonEditor } from '../viewer/polygon-editor.tsx'
import type { ViewerDamage } from '../viewer/types.ts'
import { ActionBar } from './action-bar.tsx'
import { labelChanges } from './label-changes.ts'
import { type Label, LabelForm } from './label-form.tsx'
import { nextUnreviewed, stepThrough } from './next-damage.ts'
import { nextPhoto } from './next-photo.ts'
import { NextInQueue } from './operations.ts'
import { ReviewList } from './review-list.tsx'
import type { Review, ReviewedClaim, ReviewedDamage, ReviewedPhoto } from './review-types.ts'
import { ShortcutHelp } from './shortcut-help.tsx'
import type { Shortcut } from './shortcuts.ts'
import { suggestPart } from './suggest-part.ts'
import { TroubleNotice } from './trouble-notice.tsx'
import { type Outcome, useJudge } from './use-judge.ts'
import { useShortcuts } from './use-shortcuts.ts'

interface ReviewDeskProps {
  claim: ReviewedClaim
  photo: ReviewedPhoto
  number: number
}

type Task =
  | { kind: 'look' | 'relabel' | 'outline' }
  /** What was drawn is named next; from there one can come back to it. */
  | { kind: 'draw' | 'name'; polygons: Ring[] }

const NEW = 'new'
/** What was drawn and has no name yet, as the viewer shows it. */
const pending = (polygons: Ring[]): ViewerDamage => ({
  id: NEW,
  type: 'scratch',
  part: null,
  severity: 'MODERATE',
  confidence: 1,
  polygons,
  plausible: null,
  review: 'ADDED',
})

const look: Task = { kind: 'look' }
const noDamages: readonly ReviewedDamage[] = []

export function ReviewDesk({ claim, photo, number }: ReviewDeskProps) {
  const texts = useTexts()
  const { review: words, photo: photoWords } = texts
  const client = useClient()
  const [, go] = useLocation()
  const { damages = noDamages, links, width, height } = photo
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

  /** Says what was done, and on what it goes on: the next one that nobody has judged. */
  const goOn = (now: Outcome, from: string | null, done: string): boolean => {
    if (!now) return false
    const next = nextUnreviewed(now, from)
    const damage = now.find(({ id }) => id === next)
    // At once, so that a key pressed ahead finds the next damage chosen.
    flushSync(() => {
      if (next) choose(next)
      setTask(look)
      setTold(`${done} ${damage ? nameOf(damage) : words.allJudged}`.trim())
    })
    return true
  }
  const nameOf = (damage: ReviewedDamage) => damageName(texts, damage)
  const send = async (review: Review): Promise<boolean> =>
    chosen !== undefined && goOn(await judge.judge(chosen, review), chosen.id, words.done[review.verdict])
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
  const leave = async (): Promise<boolean> => {
    const { data } = await client.query(NextInQueue, {}, { requestPolicy: 'network-only' }).toPromise()
    const next = nextPhoto({ claim: claim.id, photo: photo.id }, claim, data?.claims.nodes ?? [])
    if (next) go(`/claims/${next.claim}/photos/${next.photo}/review`)
    else if (data) go('/review')
    return data !== undefined
  }
  const undo = async () => {
    const undone = await judge.undo()
    if (!undone) return false
    flushSync(() => choose(undone.damageId))
    const damage = undone.damages.find(({ id }) => id === undone.damageId)
    setTold(`${words.done.WITHDRAW} ${damage ? nameOf(damage) : ''}`)
    return true
  }
  /** @returns whether it was done, so that what was pressed after it may be done too */
  const run = async (shortcut: Shortcut): Promise<boolean> => {
    if (task.kind !== 'look' || helping) return false
    switch (shortcut) {
      case 'next':
      case 'previous':
        flushSync(() => choose(stepThrough(damages, chosenId, shortcut === 'next' ? 1 : -1)))
        return true
      case 'confirm':
        return send({ verdict: 'CONFIRM' })
      case 'reject':
        return send({ verdict: 'REJECT' })
      case 'relabel':
      case 'outline':
        if (chosen) flushSync(() => setTask({ kind: shortcut }))
        return chosen !== undefined
      case 'add':
        flushSync(() => setTask({ kind: 'draw', polygons: [] }))
        return true
      case 'undo':
        return undo()
      case 'nextPhoto':
        return leave()
      case 'seen':
        return (await judge.seen()) !== null && leave()
      case 'parts':
        setShowParts((shown) => !shown)
        return true
      case 'help':
        setHelping(true)
        return true
    }
  }
  // After an editor or a form is gone the keyboard goes on from the photo.
  const frame = useRef<HTMLDivElement>(null)
  const wasBusy = useRef(false)
  useEffect(() => {
    if (wasBusy.current && task.kind === 'look')
      frame.current?.querySelector('section')?.focus({ preventScroll: true })
    wasBusy.current = task.kind !== 'look'
  }, [task.kind])
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
          onSettled={(now, id) => goOn(now, id, '')}
        />
        <div ref={frame} className="review-photo">
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
              initial={task.polygons}
              type="scratch"
              others={drawn}
              onSave={(polygons) => setTask({ kind: 'name', polygons })}
              onCancel={() => setTask(look)}
            />
          ) : (
            <PhotoViewer
              photo={shown}
              damages={task.kind === 'name' ? [...drawn, pending(task.polygons)] : drawn}
              parts={parts}
              showParts={showParts}
              selectedId={task.kind === 'name' ? NEW : chosenId}
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
