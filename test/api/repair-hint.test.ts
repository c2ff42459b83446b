import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Assessment, Damage } from '../../inference/contract.ts'
import { answer, scratch } from './fake-model.ts'
import { adjuster, openTestApi, type TestApi } from './open-test-api.ts'
import { ASSESS, CREATE, REVIEW } from './operations.ts'
import { photoFile } from './photos.ts'

const on = (part: string | null, change: Partial<Damage> = {}): Damage => ({
  ...scratch,
  type: 'dent',
  severity: 'severe',
  part,
  ...change,
})
const crash = (...parts: (string | null)[]) => parts.map((part) => on(part))
const airbag = (confidence: number) => [on(null, { type: 'airbag_deployed', confidence })]

/** A claim for a vehicle of that year, with a photo for each answer. */
async function claimWith(api: TestApi, answers: Partial<Assessment>[], year: number | null = null) {
  const { data } = await api.ask(CREATE, { input: { vehicle: { year } } })
  const claim: string = data.createClaim.id
  const damages: string[] = []
  for (const given of answers) {
    api.model.behave(() => ({ ...answer, ...given }))
    const { data } = await api.upload(ASSESS, await photoFile(), adjuster, { claim })
    damages.push(...(data.assessDamage.damages ?? []).map(({ id }: { id: string }) => id))
  }
  return { claim, damages }
}

async function hintOf(
  { ask }: TestApi,
  claim: string,
): Promise<{ verdict: string; code: string; reason: string; parts: string[] }> {
  const { data } = await ask(`{ claim(id: "${claim}") { summary { hint { verdict code reason parts } } } }`)
  return data.claim.summary.hint
}

const thisYear = new Date().getUTCFullYear()

describe('the repair hint of a claim', () => {
  it.each<[string, Damage[], number | null, string, string | RegExp]>([
    ['no damage', [], null, 'UNDAMAGED', 'No damage was found on any photo.'],
    ['minor damage', [scratch], null, 'REPAIRABLE', 'No damage is severe.'],
    ['three parts', crash('hood', 'trunk', 'front_bumper'), null, 'REPAIRABLE', /^3 body parts to replace/],
    [
      'four parts',
      crash('hood', 'trunk', 'front_bumper', 'front_left_door'),
      null,
      'LIKELY_TOTALLED',
      '4 body parts to replace: hood, trunk, front bumper, front left door.',
    ],
    [
      'one part of an old vehicle',
      crash('hood'),
      thisYear - 15,
      'REPAIRABLE',
      '1 body part to replace: hood.',
    ],
    [
      'two parts of an old vehicle',
      crash('hood', 'trunk'),
      thisYear - 15,
      'LIKELY_TOTALLED',
      '2 body parts to replace on a vehicle 15 years old: hood, trunk.',
    ],
    ['two parts of a young vehicle', crash('hood', 'trunk'), thisYear - 5, 'REPAIRABLE', /^2 body parts/],
    [
      'a door crushed by half, though no door is large',
      [on('front_left_door', { severity: 'moderate', partAreaPct: 60 })],
      null,
      'REPAIRABLE',
      '1 body part to replace: front left door.',
    ],
    [
      'a vehicle scratched all around',
      ['hood', 'trunk', 'front_left_door', 'back_left_door'].map((part) => on(part, { type: 'scratch' })),
      null,
      'REPAIRABLE',
      'There is severe damage, but no body part to replace.',
    ],
    [
      'all its glass and lamps broken',
      ['front_glass', 'back_glass', 'front_left_light', 'left_mirror'].map((part) =>
        on(part, { type: 'glass_shatter' }),
      ),
      null,
      'REPAIRABLE',
      /no body part/,
    ],
    ['an unknown part, however often', crash(null, null, null, null), null, 'REPAIRABLE', /^1 body part/],
    ['an airbag', airbag(0.8), null, 'LIKELY_TOTALLED', 'An airbag has deployed.'],
    ['what may be an airbag', airbag(0.3), null, 'UNCLEAR', /may have deployed/],
  ])('for %s', async (_name, damages, year, verdict, reason) => {
    const api = await openTestApi()
    const { claim } = await claimWith(api, [{ damages }], year)
    expect(await hintOf(api, claim)).toMatchObject({
      verdict,
      reason: reason instanceof RegExp ? expect.stringMatching(reason) : reason,
    })
  })

  it('names the parts for programs, too', async () => {
    const api = await openTestApi()
    const { claim } = await claimWith(api, [{ damages: crash('hood', null, 'trunk') }], thisYear - 15)
    expect(await hintOf(api, claim)).toMatchObject({
      code: 'PARTS_TO_REPLACE_OLD_VEHICLE',
      parts: ['hood', 'trunk'],
    })
  })

  it('counts what several photos show of a part once', async () => {
    const api = await openTestApi()
    const { claim } = await claimWith(
      api,
      Array.from({ length: 4 }, () => ({ damages: crash('hood') })),
    )
    expect((await hintOf(api, claim)).reason).toBe('1 body part to replace: hood.')
  })

  it('believes a person about an airbag, either way', async () => {
    const api = await openTestApi()
    const { claim, damages } = await claimWith(api, [{ damages: airbag(0.3) }])
    await api.ask(REVIEW, { damage: damages[0], review: { verdict: 'CONFIRM' } })
    expect((await hintOf(api, claim)).verdict).toBe('LIKELY_TOTALLED')
    await api.ask(REVIEW, { damage: damages[0], review: { verdict: 'REJECT' } })
    expect((await hintOf(api, claim)).verdict).toBe('UNDAMAGED')
  })

  it('calls no vehicle undamaged that nobody has seen', async () => {
    const api = await openTestApi()
    const { data } = await api.ask(CREATE)
    const empty = await hintOf(api, data.createClaim.id)
    expect(empty).toEqual({
      verdict: 'UNCLEAR',
      code: 'NOT_ASSESSED',
      reason: 'No photo has been assessed yet.',
      parts: [],
    })

    const nothing = await claimWith(api, [{ vehicle: false, damages: [], parts: [] }])
    expect((await hintOf(api, nothing.claim)).reason).toBe('No photo shows a vehicle.')

    const poor = await claimWith(api, [{ damages: [] }])
    const dark = await sharp(await (await photoFile()).arrayBuffer())
      .linear(0.05, 0)
      .jpeg()
      .toBuffer()
    await api.upload(ASSESS, new Blob([new Uint8Array(dark)]), adjuster, { claim: poor.claim })
    expect(await hintOf(api, poor.claim)).toEqual({
      verdict: 'UNCLEAR',
      code: 'TO_REVIEW',
      parts: [],
      reason: 'No damage was found, but a person should look at 1 photo.',
    })
  })

  it('waits for photos whose assessment failed', async () => {
    const api = await openTestApi()
    const { claim } = await claimWith(api, [{ damages: [] }])
    api.model.behave(() => Promise.reject(new Error('down')))
    await api.upload(ASSESS, await photoFile(), adjuster, { claim })
    expect((await hintOf(api, claim)).reason).toBe(
      'No damage was found, but 1 of 2 photos could not be assessed or is still to be.',
    )
  })
})
