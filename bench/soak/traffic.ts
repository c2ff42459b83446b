import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../../cdk/capacity/random.ts'
import { assessPhoto, postPhoto } from '../campaign/ask.ts'
import type { NextPhoto } from '../campaign/photos.ts'
import type { RunningSystem } from '../campaign/running-system.ts'
import { zipOf } from '../campaign/zip.ts'

export interface TrafficOptions {
  system: RunningSystem
  nextPhoto: NextPhoto
  /** Actions a minute, on average. */
  perMinute: number
  seed: number
}

/** How often each thing was done, and what came that should not have. */
export interface Tally {
  done: Record<string, number>
  /** Turned away with a word when to come again, as an overloaded server should. */
  busy: number
  unexpected: string[]
}

export interface Traffic {
  readonly tally: Tally
  /** Begins nothing more; resolves when all that was begun has ended. */
  stop(): Promise<void>
}

/** Beyond so many claims the oldest is erased with each new one, so that what is kept has a level to stay at. */
const MOST_CLAIMS = 60
/** The same for batches, with their zips and entries; they are fewer. */
const MOST_BATCHES = 5
/** Actions under way at once; whoever comes beyond is left out. */
const MOST_UNDER_WAY = 12

const CLAIM = `query ($id: ID!) { claim(id: $id) { id version summary { severity findings { type part } }
  damages { id type areaPct polygon } assessments { id status } audit { sequence kind } photos { id links { annotated normalized } } } }`

/** What a day brings, at random (the same for the same seed): photos, questions, reviews, batches, subscriptions, rubbish. */
export function startTraffic({ system, nextPhoto, perMinute, seed }: TrafficOptions): Traffic {
  const { url, ask } = system
  const random = createRandom(seed)
  const tally: Tally = { done: {}, busy: 0, unexpected: [] }
  const claims: string[] = []
  const batches: string[] = []
  const underWay = new Set<Promise<void>>()
  let stopped = false

  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  function expect(ok: boolean, what: string, received: unknown) {
    if (!ok) throw new Error(`Expected ${what} but received ${JSON.stringify(received)?.slice(0, 200)}`)
  }

  /** Erases the oldest beyond so many. @param what the mutation, and the type of its success */
  async function eraseBeyond(most: number, ids: string[], what: readonly [mutation: string, erased: string]) {
    const [mutation, erased] = what
    while (ids.length > most) {
      const { [mutation]: answer } = await ask(
        `mutation ($id: ID!) { ${mutation}(id: $id) { __typename ... on Error { message } } }`,
        { id: ids.shift() },
      )
      expect(answer.__typename === erased, 'an erasure', answer)
    }
  }

  async function keep(claim: string | undefined) {
    if (claim) claims.push(claim)
    await eraseBeyond(MOST_CLAIMS, claims, ['eraseClaim', 'Erasure'])
  }

  async function keepBatch(batch: string) {
    batches.push(batch)
    await eraseBeyond(MOST_BATCHES, batches, ['eraseBatch', 'BatchErasure'])
  }

  async function assess(photo: Parameters<typeof assessPhoto>[1], variables: object = {}) {
    const answer = await assessPhoto(url, photo, variables)
    if (answer.kind === 'busy') {
      tally.busy++
      return null
    }
    expect(answer.kind === 'taken', 'an assessment', answer)
    return answer.kind === 'taken' ? answer : null
  }

  /** Waits for an assessment's last word by server-sent events. @param until hangs up before that */
  async function follow(id: string, until: AbortSignal): Promise<void> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify({
        query: 'subscription ($id: ID!) { assessmentUpdated(id: $id) { status } }',
        variables: { id },
      }),
      signal: until,
    })
    const body = await response.text()
    expect(/"status":"(SUCCEEDED|NEEDS_REVIEW|FAILED)"/.test(body), 'a final status', body)
  }

  const actions: Record<string, { weight: number; act: () => Promise<void> }> = {
    assessment: {
      weight: 26,
      act: async () => {
        await keep((await assess(await nextPhoto(), { wait: 55 }))?.claim)
      },
    },
    'upload and assessment by id': {
      weight: 12,
      act: async () => {
        const { status, body } = await postPhoto(url, await nextPhoto())
        expect(status === 201, 'status 201', { status, body })
        expect((await fetch(new URL(body.links.normalized, url))).ok, 'the picture', body.links.normalized)
        await keep((await assess(body.id))?.claim)
      },
    },
    'second photo of a claim': {
      weight: 4,
      act: async () => {
        const claim = claims.at(-1)
        if (claim) await assess(await nextPhoto(), { claim, wait: 55 })
      },
    },
    subscription: {
      weight: 7,
      act: async () => {
        const taken = await assess(await nextPhoto(), { wait: 0 })
        if (taken) await follow(taken.id, AbortSignal.timeout(600_000))
        await keep(taken?.claim)
      },
    },
    'subscription that is hung up': {
      weight: 3,
      act: async () => {
        const taken = await assess(await nextPhoto(), { wait: 0 })
        if (taken) await follow(taken.id, AbortSignal.timeout(50)).catch(() => {})
        await keep(taken?.claim)
      },
    },
    'question about a claim': {
      weight: 18,
      act: async () => {
        const id = pick(claims)
        if (!id) return
        const { claim } = await ask(CLAIM, { id })
        for (const { links } of claim?.photos ?? []) {
          if (!links.annotated) continue
          const { status } = await fetch(links.annotated)
          // It may have been erased in between.
          expect(status === 200 || status === 404, 'the annotated picture', status)
        }
      },
    },
    'list of claims': {
      weight: 10,
      act: async () => {
        const { claims: page } = await ask(
          '{ claims(first: 20, filter: { needsReview: true }) { nodes { id damageTypes photosToReview { id } } pageInfo { hasNextPage } } }',
        )
        expect(Array.isArray(page.nodes), 'a page', page)
      },
    },
    review: {
      weight: 10,
      act: async () => {
        const id = pick(claims)
        if (!id) return
        const { claim } = await ask(CLAIM, { id })
        const damage = pick<{ id: string }>(claim?.damages ?? [])
        if (!damage) return
        const { reviewDamage } = await ask(
          'mutation ($damage: ID!, $review: ReviewInput!) { reviewDamage(damage: $damage, review: $review) { __typename } }',
          { damage: damage.id, review: { verdict: random() < 0.7 ? 'CONFIRM' : 'REJECT', note: 'soak' } },
        )
        expect(
          ['Damage', 'NotFound', 'Conflict', 'ValidationFailed'].includes(reviewDamage.__typename),
          'a review',
          reviewDamage,
        )
      },
    },
    'desk page': {
      weight: 3,
      act: async () => {
        const page = await (await fetch(url)).text()
        expect(page.includes('dentgraph'), 'the desk', page)
      },
    },
    batch: {
      weight: 2,
      act: async () => {
        const photos = await Promise.all([nextPhoto(), nextPhoto(), nextPhoto()])
        const spoilt = random() < 0.25
        const entries = photos.map((bytes, i) => ({ name: `${i}.jpg`, bytes }))
        if (spoilt) entries.push({ name: 'notes.jpg', bytes: new Uint8Array(Buffer.from('no photo')) })
        const created = await fetch(`${url}/batches`, { method: 'POST', body: await zipOf(entries) })
        let batch = (await created.json()) as Record<string, any>
        expect(created.status === 201, 'status 201', batch)
        while (batch.finishedAt === null) {
          await sleep(2000)
          batch = (await (await fetch(`${url}/batches/${batch.id}`)).json()) as Record<string, any>
        }
        // A drawn car may be cut so that it is none: that is a failure of its own, NO_VEHICLE.
        expect(
          batch.done + batch.failed === entries.length && batch.failed >= Number(spoilt),
          'all ended',
          batch,
        )
        const results = await fetch(new URL(batch.links.zip, url))
        expect((await results.arrayBuffer()).byteLength > 1000, 'results', results.status)
        const { batch: ended } = await ask(
          'query ($id: ID!) { batch(id: $id) { entries(first: 10) { nodes { claim { id } } } } }',
          { id: batch.id },
        )
        await keepBatch(batch.id)
        for (const { claim } of ended.entries.nodes) await keep(claim?.id)
      },
    },
    'no photo': {
      weight: 3,
      act: async () => {
        const { status, body } = await postPhoto(url, new Uint8Array(Buffer.from('not a photo at all')))
        expect(status === 415 || status === 422, 'a refusal', { status, body })
      },
    },
    'photo cut short': {
      weight: 3,
      act: async () => {
        const whole = await nextPhoto()
        const { status, body } = await postPhoto(
          url,
          whole.slice(0, Math.floor(whole.length * random() * 0.8)),
        )
        expect(status >= 400 && status < 500, 'a refusal', { status, body })
      },
    },
    'no zip': {
      weight: 2,
      act: async () => {
        const { status } = await fetch(`${url}/batches`, { method: 'POST', body: await nextPhoto() })
        expect(status === 422, 'status 422', status)
      },
    },
    'upload that breaks off': {
      weight: 3,
      act: async () => {
        const photo = await nextPhoto()
        const half = new ReadableStream<Uint8Array>({
          async start(controller) {
            controller.enqueue(photo.slice(0, photo.length / 2))
            await sleep(300)
            controller.error(new Error('hung up'))
          },
        })
        const request = { method: 'POST', body: half, duplex: 'half' } as RequestInit
        await fetch(`${url}/photos`, request).catch(() => {})
      },
    },
    'question that is none': {
      weight: 4,
      act: async () => {
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ query: `{ claims { nodes { id nothing${Math.floor(random() * 1e6)} } } }` }),
        })
        const { errors } = (await response.json()) as { errors?: unknown[] }
        expect(errors?.length === 1, 'one error', errors)
      },
    },
  }

  const names = Object.keys(actions) as (keyof typeof actions)[]
  const whole = names.reduce((sum, name) => sum + (actions[name]?.weight ?? 0), 0)
  function nextAction(): string {
    let at = random() * whole
    return names.find((name) => (at -= actions[name]?.weight ?? 0) < 0) as string
  }

  async function act(name: string) {
    try {
      await actions[name]?.act()
      tally.done[name] = (tally.done[name] ?? 0) + 1
    } catch (error) {
      tally.unexpected.push(`${new Date().toISOString()} ${name}: ${(error as Error).message}`)
    }
  }

  async function run() {
    while (!stopped) {
      await sleep((-Math.log(1 - random()) * 60_000) / perMinute)
      if (stopped || underWay.size >= MOST_UNDER_WAY) continue
      const task: Promise<void> = act(nextAction()).finally(() => underWay.delete(task))
      underWay.add(task)
    }
  }
  const running = run()

  return {
    tally,
    async stop() {
      stopped = true
      await running
      await Promise.all(underWay)
    },
  }
}
