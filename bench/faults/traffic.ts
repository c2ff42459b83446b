import { setTimeout as sleep } from 'node:timers/promises'
import { zipOf } from '../../test/api/batches/open-batches.ts'
import { type Client, isPassing, Unforeseen, untilAnswered } from './client.ts'
import { ASSESS, ASSESS_BATCH, CANCEL, REVIEW } from './operations.ts'
import { drawDamage } from './photos.ts'
import type { Random } from './random.ts'

/** A photo whose assessment the API has accepted, under the key of its request. */
export interface AcceptedAssessment {
  key: string
  /** What was asked, to ask it again: the photo itself or its id. */
  photo: Uint8Array<ArrayBuffer> | string
  assessmentId: string
  claimId: string
}

export interface AcceptedBatch {
  key: string
  id: string
  /** Photos of it, and what is none. */
  photos: number
  others: number
  cancelled: boolean
}

export interface SentReview {
  claimId: string
  damageId: string
  note: string
  state: 'CONFIRMED' | 'REJECTED'
  answered: boolean
}

/** What the API has answered to, and so has to keep. */
export interface Accepted {
  assessments: AcceptedAssessment[]
  /** Ids of photos that POST /photos gave. */
  photos: string[]
  batches: AcceptedBatch[]
  reviews: SentReview[]
  /** Keys of requests that were never answered, though they were repeated to the end. */
  unanswered: string[]
  /** Answers that no fault excuses. */
  unforeseen: string[]
}

export interface TrafficOptions {
  client: Client
  random: Random
  /** Begins every key of this traffic. */
  name: string
  /** Damages that people review meanwhile. */
  reviewable: { claimId: string; damageId: string }[]
  /** Seconds after which an unanswered request is given up. */
  patience: number
}

/** What comes in during one trial: photos one by one, by upload and by id, batches, and reviews. */
export async function sendTraffic({ client, random, name, reviewable, patience }: TrafficOptions) {
  const accepted: Accepted = {
    assessments: [],
    photos: [],
    batches: [],
    reviews: [],
    unanswered: [],
    unforeseen: [],
  }
  const deadline = performance.now() + patience * 1000
  const repeat = async <T>(
    random: Random,
    key: string,
    attempt: () => Promise<T | null>,
  ): Promise<T | null> => {
    try {
      const answer = await untilAnswered(random, deadline, attempt)
      if (answer === null) accepted.unanswered.push(key)
      return answer
    } catch (error) {
      accepted.unforeseen.push(`${key}: ${(error as Error).message}`)
      return null
    }
  }

  async function assess(random: Random, key: string, photo: AcceptedAssessment['photo'], wait: number) {
    const answer = await repeat(random, key, () => requestAssessment(client, key, photo, wait))
    if (answer) accepted.assessments.push({ key, photo, ...answer })
  }

  async function store(random: Random, key: string): Promise<string | null> {
    const body = await drawDamage(random)
    const id = await repeat(random, key, async () => {
      const response = await client.fetch('/photos', { method: 'POST', body })
      const text = await response.text()
      if (response.status === 201) return (JSON.parse(text) as { id: string }).id
      if (response.status >= 500 || response.status === 429 || response.status === 408) return null
      throw new Unforeseen(`POST /photos answered ${response.status} ${text.slice(0, 200)}`)
    })
    if (id) accepted.photos.push(id)
    return id
  }

  async function sendZip(random: Random, key: string, photos: number) {
    const files: Record<string, Uint8Array | string> = { 'read-me.txt': 'no photo' }
    for (let i = 0; i < photos; i++) files[`car ${i % 2}/${i}.png`] = await drawDamage(random)
    const body = new Uint8Array(await zipOf(files))
    const grouping = random.pick(['photo', 'folder'])
    const id = await repeat(random, key, async () => {
      const path = `/batches?name=${key}&grouping=${grouping}`
      const response = await client.fetch(path, { method: 'POST', body, headers: { 'Idempotency-Key': key } })
      const text = await response.text()
      if (response.status === 201) return (JSON.parse(text) as { id: string }).id
      if (response.status >= 500 || response.status === 429 || response.status === 408) return null
      throw new Unforeseen(`POST /batches answered ${response.status} ${text.slice(0, 200)}`)
    })
    if (!id) return
    const batch = { key, id, photos, others: 1, cancelled: false }
    accepted.batches.push(batch)
    if (random.chance(0.15)) batch.cancelled = await cancel(random, `${key}-cancel`, id)
  }

  async function cancel(random: Random, key: string, id: string): Promise<boolean> {
    const done = await repeat(random, key, async () => {
      const { data } = await client.ask(CANCEL, { id })
      return data?.cancelBatch ? true : null
    })
    return done === true
  }

  async function sendIds(random: Random, key: string, count: number) {
    const stored = await Promise.all(
      Array.from({ length: count }, (_, i) => store(random.fork(), `${key}-photo-${i}`)),
    )
    const photos = stored.filter((id) => id !== null)
    if (photos.length === 0) return
    const id = await repeat(random, key, async () => {
      const { data, errors } = await client.ask(ASSESS_BATCH, { photos, key })
      const answer = data?.assessBatch
      if (answer?.__typename === 'Batch') return answer.id as string
      if (answer || !isPassing(errors?.[0]?.extensions?.code))
        throw new Unforeseen(`assessBatch answered ${JSON.stringify({ answer, errors }).slice(0, 300)}`)
      return null
    })
    if (id) accepted.batches.push({ key, id, photos: photos.length, others: 0, cancelled: false })
  }

  /** Not repeated: a review has no key, and is written again with every request. */
  async function review(
    random: Random,
    { claimId, damageId }: { claimId: string; damageId: string },
    note: string,
  ) {
    const verdict = random.pick(['CONFIRM', 'REJECT'] as const)
    const state = verdict === 'CONFIRM' ? 'CONFIRMED' : 'REJECTED'
    const answered = await client.ask(REVIEW, { damage: damageId, review: { verdict, note } }).then(
      ({ data }) => data?.reviewDamage?.__typename === 'Damage',
      () => false,
    )
    accepted.reviews.push({ claimId, damageId, note, state, answered })
  }

  const later = async (work: (random: Random) => Promise<unknown>) => {
    const own = random.fork()
    await sleep(own.between(0, 1200))
    await work(own)
  }
  const tasks: Promise<unknown>[] = []
  for (let i = random.between(3, 6); i > 0; i--)
    tasks.push(
      later(async (own) => assess(own, `${name}-upload-${i}`, await drawDamage(own), own.pick([0, 1, 20]))),
    )
  for (let i = random.between(1, 3); i > 0; i--)
    tasks.push(
      later(async (own) => {
        const id = await store(own, `${name}-stored-${i}`)
        if (id) await assess(own, `${name}-by-id-${i}`, id, own.pick([0, 20]))
      }),
    )
  tasks.push(later((own) => sendZip(own, `${name}-zip`, own.between(3, 7))))
  if (random.chance(0.4)) tasks.push(later((own) => sendIds(own, `${name}-ids`, own.between(2, 4))))
  for (const [i, damage] of reviewable.entries())
    tasks.push(later((own) => review(own, damage, `${name}-review-${i}`)))
  await Promise.all(tasks)
  return accepted
}

/** Asks for an assessment once; null where the same request is to be repeated. @throws Unforeseen */
export async function requestAssessment(
  client: Client,
  key: string,
  photo: AcceptedAssessment['photo'],
  wait: number,
): Promise<{ assessmentId: string; claimId: string } | null> {
  const sent = typeof photo === 'string' ? { photo } : { photo: null }
  const file = typeof photo === 'string' ? undefined : photo
  const { data, errors } = await client.ask(ASSESS, { ...sent, key, wait }, file)
  const answer = data?.assessDamage
  if (answer?.__typename === 'Assessment') return { assessmentId: answer.id, claimId: answer.claim.id }
  if (isPassing(answer?.code) || (!answer && isPassing(errors?.[0]?.extensions?.code))) return null
  throw new Unforeseen(`assessDamage answered ${JSON.stringify({ answer, errors }).slice(0, 300)}`)
}
