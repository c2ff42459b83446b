import { describe, expect, it } from 'vitest'
import type { PhotoSource } from '../../../web/upload/sources.ts'
import type { UploadApi } from '../../../web/upload/upload-api.ts'
import { Interrupted, Refused } from '../../../web/upload/upload-errors.ts'
import type { Assessed } from '../../../web/upload/upload-item.ts'
import { createUploads, type UploadsDeps } from '../../../web/upload/uploads.ts'

const options = { detail: 'STANDARD', reference: 'A-1' } as const
const source = (name: string): PhotoSource => ({ name, size: 10, open: async () => new Blob([name]) })
const sources = (count: number) => Array.from({ length: count }, (_, i) => source(`${i}.jpg`))

const succeeded = (id: string): Assessed => ({
  __typename: 'Assessment',
  id,
  status: 'SUCCEEDED',
  damagedAreaPct: 0,
  failure: null,
  quality: null,
  damages: [],
  photo: { id: 'p', links: { thumbnail: '/small' } },
})

/** A server in memory: every assessment is done when it is asked for. */
function openServer(change: Partial<UploadApi> = {}) {
  const asked = { claims: 0, sent: 0, most: 0, now: 0, assessed: [] as { claim: string; key: string }[] }
  const api: UploadApi = {
    prepare: async (file) => file,
    async send(file) {
      asked.now++
      asked.most = Math.max(asked.most, asked.now)
      await Promise.resolve()
      asked.now--
      asked.sent++
      return {
        id: `photo of ${await file.text()}`,
        quality: { reason: null, advice: null, shouldRetake: false },
        links: { thumbnail: '/small' },
      }
    },
    openClaim: async () => `claim ${++asked.claims}`,
    async assess({ claim, key, photo }) {
      asked.assessed.push({ claim, key })
      return `assessment of ${photo}`
    },
    results: async (ids) => ids.map(succeeded),
    ...change,
  }
  return { api, asked }
}

function start(change: Partial<UploadApi> = {}, deps: Partial<UploadsDeps> = {}) {
  const { api, asked } = openServer(change)
  const pauses: number[] = []
  let id = 0
  const uploads = createUploads({
    api,
    newId: () => `id ${++id}`,
    pause: async (ms) => {
      pauses.push(ms)
    },
    ...deps,
  })
  const settled = () =>
    expect.poll(() => uploads.state().progress.pending, { interval: 1, timeout: 5000 }).toBe(0)
  return { uploads, asked, pauses, settled, steps: () => uploads.state().items.map(({ step }) => step) }
}

describe('uploads', () => {
  it('take five hundred photos to one claim, three at a time', async () => {
    const { uploads, asked, settled, steps } = start()
    uploads.add(sources(500), options)
    await settled()
    expect(new Set(steps())).toEqual(new Set(['done']))
    expect(asked).toMatchObject({ claims: 1, sent: 500, most: 3 })
    expect(uploads.state()).toMatchObject({ claimId: 'claim 1', progress: { finished: 500, share: 1 } })
  })

  it('go on after a lost connection, and carry each request out once', async () => {
    let lost = 3
    const { uploads, asked, pauses, settled, steps } = start({
      async send(file, onSent) {
        if (lost-- > 0) throw new Interrupted('connection')
        return openServer().api.send(file, onSent)
      },
    })
    uploads.add([source('a.jpg')], options)
    await settled()
    expect(steps()).toEqual(['done'])
    expect(pauses.slice(0, 3)).toEqual([1000, 2000, 4000])
    expect(asked.assessed).toHaveLength(1)
  })

  it('wait as long as a busy server asks, under the same key', async () => {
    let busy = 2
    const { api, asked } = openServer()
    const { uploads, pauses, settled } = start({
      async assess(request) {
        await api.assess(request)
        if (busy-- > 0) throw new Interrupted('busy', 7)
        return 'assessment'
      },
    })
    uploads.add([source('a.jpg')], options)
    await settled()
    expect(pauses.slice(0, 2)).toEqual([7000, 7000])
    expect(new Set(asked.assessed.map(({ key }) => key)).size).toBe(1)
  })

  it('keep a photo whose connection does not come back, until somebody tries again', async () => {
    let away = true
    const { api } = openServer()
    const { uploads, settled, steps } = start(
      {
        async send(file, onSent) {
          if (away) throw new Interrupted('connection')
          return api.send(file, onSent)
        },
      },
      { attempts: 3 },
    )
    uploads.add([source('a.jpg')], options)
    await settled()
    const [item] = uploads.state().items
    expect(item).toMatchObject({ step: 'failed', failure: { code: 'NO_CONNECTION', again: true } })
    away = false
    uploads.retryAll()
    await settled()
    expect(steps()).toEqual(['done'])
  })

  it('do not send again what the server refused', async () => {
    let sent = 0
    const { uploads, settled } = start({
      async send() {
        sent++
        throw new Refused('PHOTO_DAMAGED', 'cut short')
      },
    })
    uploads.add([source('a.jpg')], options)
    await settled()
    expect(sent).toBe(1)
    expect(uploads.state().items[0]?.failure).toEqual({
      code: 'PHOTO_DAMAGED',
      message: 'cut short',
      again: false,
    })
    expect(uploads.state().claimId).toBeNull()
  })

  it('open no claim for a batch without a usable photo, and say why each was left out', async () => {
    const { uploads, asked, settled } = start()
    const failure = { code: 'NOT_IN_ZIP', message: null, again: false }
    uploads.add([{ ...source('a.zip/notes.txt'), failure }], options)
    await settled()
    expect(asked.claims).toBe(0)
    expect(uploads.state().items[0]).toMatchObject({ step: 'failed', failure })
  })

  it('keep photos that are under way in their claim when another is begun', async () => {
    const { uploads, asked, settled } = start()
    uploads.add(sources(4), options)
    uploads.begin(null)
    uploads.add(sources(2), { ...options, reference: 'A-2' })
    await settled()
    const claims = asked.assessed.map(({ claim }) => claim)
    expect(asked.claims).toBe(2)
    expect(claims.filter((claim) => claim === claims[0])).toHaveLength(4)
  })

  it('show why an assessment failed', async () => {
    const failure = { code: 'NO_VEHICLE', message: 'no vehicle', shouldRetake: true, retryAfterSeconds: null }
    const { uploads, settled } = start({
      results: async (ids) => ids.map((id) => ({ ...succeeded(id), status: 'FAILED', failure })),
    })
    uploads.add([source('a.jpg')], options)
    await settled()
    expect(uploads.state().items[0]).toMatchObject({
      step: 'failed',
      failure: { code: 'NO_VEHICLE', again: false },
    })
  })

  it('outlast a server that cannot be asked for results for a while', async () => {
    let away = 5
    const { uploads, settled, steps } = start({
      async results(ids) {
        if (away-- > 0) throw new Interrupted('connection')
        return ids.map(succeeded)
      },
    })
    uploads.add(sources(2), options)
    await settled()
    expect(steps()).toEqual(['done', 'done'])
  })
})

describe('uploads of an earlier visit', () => {
  const left = (id: string, change: object = {}) => ({
    id,
    tab: 't',
    owner: 'ada',
    name: `${id}.jpg`,
    size: 3,
    key: `key ${id}`,
    detail: 'STANDARD' as const,
    reference: 'A-1',
    group: 'g',
    claimId: null,
    file: new Blob([id]),
    photoId: null,
    keptAt: 0,
    ...change,
  })

  it('go on where they were, under the key that they had', async () => {
    const { uploads, asked, settled } = start()
    uploads.restore([
      left('a', { claimId: 'old', file: null, photoId: 'photo a' }),
      left('b', { claimId: 'old' }),
    ])
    await settled()
    expect(asked).toMatchObject({ claims: 0, sent: 1 })
    expect(asked.assessed).toEqual([
      { claim: 'old', key: 'key a' },
      { claim: 'old', key: 'key b' },
    ])
    expect(uploads.state().claimId).toBe('old')
  })

  it('stay apart by claim, and open those that were not open yet', async () => {
    const { uploads, asked, settled } = start()
    uploads.restore([left('a'), left('b'), left('c', { group: 'h' })])
    await settled()
    expect(asked.claims).toBe(2)
    const [a, b, c] = ['a', 'b', 'c'].map(
      (id) => asked.assessed.find(({ key }) => key === `key ${id}`)?.claim,
    )
    expect([a === b, a === c]).toEqual([true, false])
    expect(uploads.state().claimId).toBeNull()
  })

  it('are told to the keeper: kept, sent, and forgotten when nothing is left to do', async () => {
    const told: string[] = []
    const keeper = {
      keep: ({ name }: { name: string }) => void told.push(`keep ${name}`),
      sent: (_: string, photo: string) => void told.push(`sent ${photo}`),
      claimed: (_: string, claim: string) => void told.push(`claimed ${claim}`),
      forget: () => void told.push('forget'),
    }
    const { uploads, settled } = start({}, { keeper })
    uploads.add([source('a.jpg')], options)
    await settled()
    expect(told).toEqual(['keep a.jpg', 'sent photo of a.jpg', 'claimed claim 1', 'forget'])
  })

  it('are dropped with everything else when their owner signs out', async () => {
    const { uploads, asked } = start({ send: () => new Promise(() => {}) })
    uploads.add(sources(5), options)
    uploads.clear()
    expect(uploads.state()).toMatchObject({ items: [], claimId: null })
    expect(asked.claims).toBe(0)
  })
})
