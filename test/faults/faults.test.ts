import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { bundleSystem } from '../../bench/faults/bundle-system.ts'
import { checkAccepted } from '../../bench/faults/check.ts'
import { kinds } from '../../bench/faults/kinds.ts'
import { runTrial } from '../../bench/faults/run-trial.ts'
import { openMachine, type System } from '../../bench/faults/system.ts'
import { requestAssessment } from '../../bench/faults/traffic.ts'
import { drawnPhoto, scratchedBumper } from '../inference/drawn-photo.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

let dir: string
let bundle: string
let system: System
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'faults-test-'))
  bundle = await bundleSystem(`dentgraph-faults-test-${process.pid}`)
  system = await openMachine({ bundle, logs: dir }, { dir })
})
afterAll(async () => {
  expect(await system.close()).toEqual([])
  await rm(bundle, { recursive: true, force: true })
  await rm(dir, { recursive: true, force: true })
})

it('ends all that was accepted exactly once after a trial with a database that fails', async () => {
  const kind = kinds.find(({ name }) => name.startsWith('database busy'))!
  const { broken, accepted, assessed, failed, cancelled } = await runTrial(system, { kind, number: 1 }, 3)
  expect(broken).toEqual([])
  expect(accepted).toBeGreaterThan(0)
  expect(assessed + failed + cancelled).toBe(accepted)
})

it('sees what is lost, doubled or missing', async () => {
  const { client } = system
  const photo = await drawnPhoto(...scratchedBumper)
  const answer = (await requestAssessment(client, 'seen', photo, 20))!
  const { data } = await client.ask(`{ claim(id: "${answer.claimId}") { photos { id } } }`)
  await rm(join(dir, 'blobs/photos', data.claim.photos[0].id, 'enhanced'), { force: true })
  const accepted = {
    assessments: [{ key: 'seen', photo, ...answer, assessmentId: `${answer.assessmentId}x` }],
    ...{ photos: [`p${'0'.repeat(32)}`], batches: [], reviews: [], unanswered: ['k'], unforeseen: [] },
  }
  const { broken } = await checkAccepted({ client, accepted, known: new Set(), reviewable: [], patience: 5 })
  expect(broken).toEqual(
    expect.arrayContaining([
      'k was never answered',
      `assessment ${answer.assessmentId}x is lost`,
      `claim ${answer.claimId}: ${answer.assessmentId} was assessed twice`,
      `photo p${'0'.repeat(32)} is lost`,
    ]),
  )
  expect(broken.some((rule) => rule.includes('belongs to no request'))).toBe(true)
  expect(broken.some((rule) => rule.startsWith('a picture is missing'))).toBe(true)
})
