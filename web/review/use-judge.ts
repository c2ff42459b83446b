import { useRef, useState } from 'react'
import { useClient } from 'urql'
import type { Ring } from '../../inference/geometry/types.ts'
import { describeRefusal } from '../graphql/failure.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { AddDamage, ReviewDamage, ReviewPhoto, ReviewView } from './operations.ts'
import { lastWord, type Review, type ReviewedClaim, type ReviewedDamage } from './review-types.ts'

export interface NewDamage {
  type: string
  part: string | null
  severity: 'MINOR' | 'MODERATE' | 'SEVERE'
  polygons: Ring[]
  note: string | null
}

/** Why something was not saved. What was to be saved stays here, so that nothing has to be done twice. */
export type Trouble =
  /** Somebody else judged the same damage in between; `now` is how it stands. */
  | { kind: 'conflict'; now: ReviewedDamage; review: Review }
  /** The claim was closed, or the photo assessed anew: the damage cannot be judged any more. */
  | { kind: 'closed' | 'gone' }
  | { kind: 'failed'; words: string; again: () => Promise<Outcome> }
  /** Somebody judged after what was to be undone. */
  | { kind: 'overtaken'; now: ReviewedDamage }

interface Step {
  damageId: string
  /** The entry of the trail that the step made: undone only while it is the last word. */
  sequence: number
  added: boolean
}

/** The photo's damages as they stand after something was saved; null when it was not, and `trouble` says why. */
export type Outcome = readonly ReviewedDamage[] | null

/** Other people's changes to the claim in a row, before one's own is given up. */
const MOST_TRIES = 4

/** Sends judgements, and deals with those of others that come in between. */
export function useJudge(claim: ReviewedClaim, photoId: string) {
  const texts = useTexts()
  const client = useClient()
  const [saving, setSaving] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  // Read by what was pressed ahead, before the page is drawn anew.
  const steps = useRef<readonly Step[]>([])
  const [canUndo, setCanUndo] = useState(false)
  const busy = useRef(false)
  const version = useRef(claim.version)
  version.current = Math.max(version.current, claim.version)

  function keepSteps(next: readonly Step[]) {
    steps.current = next
    setCanUndo(next.length > 0)
  }

  async function once(task: () => Promise<Outcome>): Promise<Outcome> {
    if (busy.current) return null
    busy.current = true
    setSaving(true)
    setTrouble(null)
    try {
      return await task()
    } finally {
      busy.current = false
      setSaving(false)
    }
  }

  async function readAgain(): Promise<ReviewedClaim | null> {
    const variables = { claim: claim.id, photo: photoId }
    const { data } = await client.query(ReviewView, variables, { requestPolicy: 'network-only' }).toPromise()
    if (data?.claim) version.current = data.claim.version
    return data?.claim ?? null
  }

  /** What follows is decided on how things stand now; a page that cannot read it again has what it had. */
  const damagesNow = async (): Promise<readonly ReviewedDamage[]> =>
    ((await readAgain()) ?? claim).photos[0]?.damages ?? []

  /** @returns the sequence of its entry on the trail; null when it was not saved, and `trouble` says why */
  async function send(
    seen: ReviewedDamage,
    review: Review,
    again: () => Promise<Outcome>,
  ): Promise<number | null> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const variables = { damage: seen.id, review, version: version.current }
      const { data, error } = await client.mutation(ReviewDamage, variables).toPromise()
      const answer = data?.reviewDamage
      if (answer?.__typename === 'Damage') {
        version.current = answer.claim.version
        return lastWord(answer)
      }
      if (answer?.__typename !== 'Conflict') {
        setTrouble({ kind: 'failed', words: describeRefusal(texts, answer, error), again })
        return null
      }
      const now = await readAgain()
      const damage = now?.photos[0]?.damages.find(({ id }) => id === seen.id)
      if (now?.status === 'CLOSED' || !damage) {
        setTrouble({ kind: now?.status === 'CLOSED' ? 'closed' : 'gone' })
        return null
      }
      // Another change to the claim, but not to this damage, is no reason to bother anybody.
      if (lastWord(damage) === lastWord(seen)) continue
      setTrouble(
        review.verdict === 'WITHDRAW'
          ? { kind: 'overtaken', now: damage }
          : { kind: 'conflict', now: damage, review },
      )
      return null
    }
    setTrouble({ kind: 'failed', words: texts.review.busy, again })
    return null
  }

  async function judge(seen: ReviewedDamage, review: Review): Promise<Outcome> {
    return once(async () => {
      const sequence = await send(seen, review, () => judge(seen, review))
      if (sequence === null) return null
      keepSteps([...steps.current, { damageId: seen.id, sequence, added: false }])
      return damagesNow()
    })
  }

  async function add(damage: NewDamage): Promise<Outcome> {
    return once(async () => {
      const variables = { claim: claim.id, photo: photoId, damage }
      const { data, error } = await client.mutation(AddDamage, variables).toPromise()
      const answer = data?.addDamage
      if (answer?.__typename === 'Damage') {
        version.current = answer.claim.version
        keepSteps([...steps.current, { damageId: answer.id, sequence: lastWord(answer), added: true }])
        return damagesNow()
      }
      setTrouble({ kind: 'failed', words: describeRefusal(texts, answer, error), again: () => add(damage) })
      return null
    })
  }

  /** Takes back the last step that stands: a judgement is withdrawn, what a person drew is rejected. */
  async function undo(): Promise<{ damageId: string; damages: readonly ReviewedDamage[] } | null> {
    const step = steps.current.at(-1)
    if (!step) return null
    const damages = await once(async () => {
      const damage = (await damagesNow()).find(({ id }) => id === step.damageId)
      if (!damage) {
        setTrouble({ kind: 'gone' })
        return null
      }
      if (lastWord(damage) !== step.sequence) {
        setTrouble({ kind: 'overtaken', now: damage })
        return null
      }
      const review = { verdict: step.added ? 'REJECT' : 'WITHDRAW' } as const
      const sequence = await send(damage, review, async () => (await undo())?.damages ?? null)
      return sequence === null ? null : damagesNow()
    })
    if (!damages) return null
    keepSteps(steps.current.slice(0, -1))
    return { damageId: step.damageId, damages }
  }

  /** Says that somebody has looked at the photo. */
  async function seen(): Promise<Outcome> {
    return once(async () => {
      const variables = { claim: claim.id, photo: photoId }
      const { data, error } = await client.mutation(ReviewPhoto, variables).toPromise()
      const answer = data?.reviewPhoto
      if (answer?.__typename === 'VehiclePhoto') return damagesNow()
      setTrouble({ kind: 'failed', words: describeRefusal(texts, answer, error), again: seen })
      return null
    })
  }

  return {
    judge,
    add,
    undo,
    seen,
    saving,
    trouble,
    /** Leaves things as others have them. */
    settle: () => setTrouble(null),
    canUndo,
  }
}

export type Judge = ReturnType<typeof useJudge>
