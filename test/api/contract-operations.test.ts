import { describe, expect, it } from 'vitest'
import { drawnPhoto, scratchedBumper } from '../inference/drawn-photo.ts'
import { scratch } from './fake-model.ts'
import { openTestApi } from './open-test-api.ts'

/** Word for word as front-ends write them; see docs/api.md. */
const assess = `mutation ($photo: Photo!) {            # a File from <input type="file">, or the id that POST /photos gave
  assessDamage(photo: $photo) {        # without a claim it opens one
    ... on Assessment { id status claim { id } damages { type part areaPct polygon confidence } }
    ... on Error { code message }
  }
}`
const claim = `query ($id: ID!) { claim(id: $id) { damages { type areaPct polygon } } }`

const outline = [
  [0.25, 0.33333],
  [0.45, 0.33333],
  [0.45, 0.46667],
  [0.25, 0.46667],
]

describe('the operations that front-ends are promised', () => {
  it('assess a photo sent as a file, and give the damages of the claim it opened', async () => {
    const { ask, upload } = await openTestApi()
    const photo = new Blob([await drawnPhoto(...scratchedBumper)])

    const { data } = await upload(assess, photo)
    expect(data.assessDamage).toMatchObject({
      status: 'SUCCEEDED',
      damages: [{ type: 'scratch', part: 'front_bumper', areaPct: 2.67, polygon: outline, confidence: 0.9 }],
    })

    const read = await ask(claim, { id: data.assessDamage.claim.id })
    expect(read).toEqual({
      data: { claim: { damages: [{ type: scratch.type, areaPct: 2.67, polygon: outline }] } },
    })
  })

  it('assess a photo by the id that the edge gave', async () => {
    const { ask, api, photos } = await openTestApi()
    const photo = await photos.take(await drawnPhoto(...scratchedBumper))
    await api.index.own('acme', photo)

    const { data } = await ask(assess, { photo: photo.id })
    expect(data.assessDamage.damages).toHaveLength(1)
  })
})
