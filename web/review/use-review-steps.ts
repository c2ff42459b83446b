import { useState } from 'react'
import { flushSync } from 'react-dom'
import { useClient } from 'urql'
import { useLocation } from 'wouter'
import type { Ring } from '../../inference/geometry/types.ts'
import { damageName } from '../texts/naming.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { labelChanges } from './label-changes.ts'
import type { Label } from './label-form.tsx'
import { nextUnreviewed } from './next-damage.ts'
import { nextPhoto } from './next-photo.ts'
import { NextInQueue } from './operations.ts'
import { look, type Task } from './review-task.ts'
import type { Review, ReviewedClaim, ReviewedDamage, ReviewedPhoto } from './review-types.ts'
import { type Outcome, useJudge } from './use-judge.ts'

/** Which damage is chosen, what is being done about it, and the steps that lead from one to the next. */
export function useReviewSteps(
  claim: ReviewedClaim,
  photo: ReviewedPhoto,
  damages: readonly ReviewedDamage[],
) {
  const texts = useTexts()
  const { review: words } = texts
  const client = useClient()
  const [, go] = useLocation()
  const judge = useJudge(claim, photo.id)
  const [chosenId, choose] = useState<string | null>(
    () => nextUnreviewed(damages, null) ?? damages[0]?.id ?? null,
  )
  const [task, setTask] = useState<Task>(look)
  const [told, setTold] = useState('')
  const chosen = damages.find(({ id }) => id === chosenId)

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
  return { judge, chosen, chosenId, choose, task, setTask, told, goOn, send, relabel, add, leave, undo }
}
