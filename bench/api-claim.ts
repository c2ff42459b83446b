/**
 * `claim { damages { type areaPct polygon } }` with 5 damages of 60 points, from the store, next to a bare Yoga
 * server that answers the same bytes from a constant; both through fetch, in turns, in one process.
 *
 *     node --max-semi-space-size=64 --import tsx bench/api-claim.ts
 *
 * The option is npm start's own: with V8's default the young generation is collected in the midst of many requests.
 */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSchema, createYoga } from 'graphql-yoga'
import { pino } from 'pino'
import { createApi } from '../api/api.ts'
import type { AssessmentRecord } from '../api/domain/records.ts'
import { createSqliteTable } from '../api/store/sqlite-table.ts'
import { createGraphql } from '../api/yoga.ts'
import { createLinks } from '../edge/links.ts'
import type { ReadyPhoto } from '../edge/photo-record.ts'
import type { Photos } from '../edge/photos.ts'
import type { Damage } from '../inference/contract.ts'
import type { Ring } from '../inference/geometry/types.ts'

const SECONDS_EACH = Number(process.env.SECS ?? 10)
const BLOCK = 50
const principal = { tenant: 'bench', subject: 'bench', role: 'admin' as const }
const query = 'query ($id: ID!) { claim(id: $id) { damages { type areaPct polygon } } }'

const ring = (k: number): Ring =>
  Array.from({ length: 60 }, (_, i) => {
    const angle = (i / 60) * 2 * Math.PI
    const tenths = (value: number) => Math.round(value * 10) / 10
    return [tenths(600 + 300 * k + 97.3 * Math.cos(angle)), tenths(700 + 61.7 * Math.sin(angle))]
  })
const damages = Array.from({ length: 5 }, (_, k): Damage => {
  const polygon = ring(k)
  return {
    type: 'scratch',
    confidence: 0.9,
    part: 'front_bumper',
    partConfidence: 0.9,
    plausible: true,
    severity: 'minor',
    bbox: [0, 0, 10, 10],
    polygon,
    polygons: [polygon],
    areaPct: 1.5 + k,
    partAreaPct: 5,
    vehicleAreaPct: 2,
  }
})
const quality = {
  sharpness: 1,
  brightness: 1,
  glare: 0,
  megapixels: 12,
  reason: null,
  advice: null,
  shouldRetake: false,
}

const dir = await mkdtemp(join(tmpdir(), 'bench-api-'))
const logger = pino({ level: 'silent' })
const api = createApi({
  table: createSqliteTable(join(dir, 'bench.db')),
  photos: {} as Photos,
  links: createLinks({ key: new Uint8Array(32) }),
  model: { assess: () => Promise.reject(new Error('not asked')) },
  manifest: null,
  logger,
})
const id = await storeClaim()
const graphql = createGraphql({ api, logger, development: false })
const store = (request: Request) => graphql(request, { principal, requestId: 'bench' })

const constant = (await (await store(request())).json()).data
const yoga = createYoga({
  schema: createSchema({
    typeDefs: `scalar Polygon
      type Damage { type: String! areaPct: Float polygon: Polygon! }
      type Claim { damages: [Damage!]! }
      type Query { claim(id: ID!): Claim }`,
    resolvers: { Query: { claim: () => constant.claim } },
  }),
  logging: false,
})
const bare = async (request: Request) => yoga.fetch(request)
assert.equal(await (await bare(request())).text(), await (await store(request())).text())

const peers = { store, bare }
for (const answer of Object.values(peers)) await block(answer, [], 4 * BLOCK)
const times: Record<keyof typeof peers, number[]> = { store: [], bare: [] }
const end = performance.now() + 2 * SECONDS_EACH * 1000
while (performance.now() < end) {
  for (const name of ['store', 'bare'] as const) await block(peers[name], times[name], BLOCK)
}

const rate = (some: number[]) => (1000 * some.length) / some.reduce((sum, ms) => sum + ms, 0)
for (const name of ['store', 'bare'] as const) {
  const sorted = times[name].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] as number
  console.log(
    `${name.padEnd(6)} ${rate(sorted).toFixed(0)} requests/s, p50 ${at(0.5).toFixed(2)} ms, p99 ${at(0.99).toFixed(2)} ms, p99/p50 ${(at(0.99) / at(0.5)).toFixed(1)}`,
  )
}
console.log(`store / bare: ${(rate(times.store) / rate(times.bare)).toFixed(2)} (at least 0.7)`)
await api.table.close()
await rm(dir, { recursive: true })

function request() {
  return new Request('http://bench.test/graphql', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables: { id } }),
  })
}

async function block(answer: (request: Request) => Promise<Response>, into: number[], count: number) {
  for (let i = 0; i < count; i++) {
    const asked = request()
    const began = performance.now()
    await (await answer(asked)).text()
    into.push(performance.now() - began)
  }
}

async function storeClaim(): Promise<string> {
  const empty = { plate: null, vin: null, make: null, model: null, year: null }
  const draft = api.claims.draft(principal, {
    reference: 'B',
    policyNumber: null,
    vehicle: empty,
    notes: null,
  })
  const now = new Date().toISOString()
  const photo: ReadyPhoto = {
    state: 'READY',
    id: `p${'0'.repeat(32)}`,
    width: 4032,
    height: 3024,
    format: 'jpeg',
    bytes: 1,
    sha256: '0'.repeat(64),
    perceptualHash: '0'.repeat(176),
    quality,
    takenAt: null,
    camera: null,
    preprocessing: { id: 'bench', workingSide: 1280, clahe: { clipLimit: 3, tilesX: 6, tilesY: 6 } },
    working: { width: 1280, height: 960 },
    originalType: 'image/jpeg',
    createdAt: now,
  }
  const assessment: AssessmentRecord = {
    id: `${draft.head.id}.00000000`,
    claimId: draft.head.id,
    photoId: photo.id,
    status: 'SUCCEEDED',
    detail: 'standard',
    requestedAt: now,
    requestedBy: 'bench',
    idempotencyKey: null,
    startedAt: now,
    finishedAt: now,
    attempts: 1,
    lease: null,
    reviewReasons: [],
    failure: null,
    answer: {
      width: photo.width,
      height: photo.height,
      vehicle: true,
      damaged: true,
      damagedAreaPct: 10,
      damages,
      parts: [],
      quality,
      model: { name: 'bench', version: '1', preprocessing: 'bench' },
      device: 'cpu',
      ms: { total: 1 },
    },
  }
  await api.claims.change(principal, draft, () => ({
    assessments: [assessment],
    photos: [{ photo, addedAt: now }],
    events: [{ action: { kind: 'CLAIM_CREATED' } }],
    result: null,
  }))
  return draft.head.id
}
