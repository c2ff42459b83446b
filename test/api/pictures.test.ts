import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { adjuster, openTestApi, rival, type TestApi } from './open-test-api.ts'
import { ASSESS, REVIEW } from './operations.ts'
import { photoFile } from './photos.ts'

const PICTURES = `query ($id: ID!) { claim(id: $id) {
  photos { id links { original normalized enhanced annotated } }
  damages { id cropUrl }
} }`

async function assessed(file?: Blob) {
  const api = await openTestApi()
  const { data } = await api.upload(ASSESS, file ?? (await photoFile()))
  const { claim, photo, damages } = data.assessDamage
  return {
    ...api,
    claimId: claim.id as string,
    photoId: photo.id as string,
    damageId: damages[0].id as string,
  }
}

const show = async ({ edge }: Pick<TestApi, 'edge'>, link: string) => {
  const { pathname, search } = new URL(link)
  const response = await edge.request(`${pathname}${search}`)
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

/** Share of pixels of the photo, the legend left out, in which two drawings differ clearly. */
async function difference(a: Buffer, b: Buffer): Promise<number> {
  const raw = (jpeg: Buffer) =>
    sharp(jpeg).resize(400, 300, { fit: 'cover', position: 'top' }).raw().toBuffer()
  const [first, second] = await Promise.all([raw(a), raw(b)])
  let count = 0
  for (let i = 0; i < first.length; i++) if (Math.abs((first[i] ?? 0) - (second[i] ?? 0)) > 24) count++
  return count / first.length
}

describe('the pictures of a photo', () => {
  it('are all there once it is assessed: original, normalised, enhanced, and with its damages drawn', async () => {
    const api = await assessed()
    const { data } = await api.ask(PICTURES, { id: api.claimId })
    const { links } = data.claim.photos[0]
    const enhanced = await show(api, links.enhanced)
    for (const link of Object.values(links) as string[]) {
      expect((await sharp(await show(api, link)).metadata()).width).toBeGreaterThan(0)
    }
    const annotated = await show(api, links.annotated)
    expect((await sharp(annotated).metadata()).format).toBe('jpeg')
    expect(await difference(annotated, await sharp(enhanced).resize(960).toBuffer())).toBeGreaterThan(0.01)
  })

  it.each([
    ['rejected', (damage: string) => ({ damage, review: { verdict: 'REJECT' } })],
    ['relabelled', (damage: string) => ({ damage, review: { verdict: 'CORRECT', type: 'dent' } })],
    [
      'redrawn',
      (damage: string) => ({
        damage,
        review: {
          verdict: 'CORRECT',
          polygons: [
            [
              [0.6, 0.6],
              [0.9, 0.6],
              [0.9, 0.9],
              [0.6, 0.9],
            ],
          ],
        },
      }),
    ],
  ])(
    'show a damage that is %s as it stands, and the former picture stays what it was',
    async (_name, review) => {
      const api = await assessed()
      const linkOf = async () =>
        (await api.ask(PICTURES, { id: api.claimId })).data.claim.photos[0].links.annotated as string
      const before = await linkOf()
      const pictured = await show(api, before)
      const { data } = await api.ask(REVIEW, review(api.damageId))
      expect(data.reviewDamage.__typename).toBe('Damage')
      const after = await linkOf()
      expect(new URL(after).pathname).not.toBe(new URL(before).pathname)
      expect(await difference(pictured, await show(api, after))).toBeGreaterThan(0.005)
      expect(await show(api, before)).toEqual(pictured)
    },
  )

  it('show what a person added to a photo', async () => {
    const api = await assessed()
    const before = await api.ask(PICTURES, { id: api.claimId })
    const { data } = await api.ask(
      `mutation ($claim: ID!, $photo: ID!) { addDamage(claim: $claim, photo: $photo, damage: {
        type: "dent", polygons: [[[0.5, 0.5], [0.9, 0.5], [0.9, 0.9], [0.5, 0.9]]] }) { __typename } }`,
      { claim: api.claimId, photo: api.photoId },
    )
    expect(data.addDamage.__typename).toBe('Damage')
    const after = await api.ask(PICTURES, { id: api.claimId })
    const [a, b] = [before, after].map(({ data }) => data.claim.photos[0].links.annotated)
    expect(await difference(await show(api, a), await show(api, b))).toBeGreaterThan(0.02)
  })

  it('are drawn for each claim as it says, though the photo be the same', async () => {
    const file = await photoFile()
    const api = await assessed(file)
    const other = await api.upload(ASSESS, file, rival)
    expect(other.data.assessDamage.photo.id).toBe(api.photoId)
    await api.ask(REVIEW, { damage: api.damageId, review: { verdict: 'REJECT' } })
    const ours = await api.ask(PICTURES, { id: api.claimId })
    const theirs = await api.ask(PICTURES, { id: other.data.assessDamage.claim.id }, rival)
    const [a, b] = [ours, theirs].map(({ data }) => data.claim.photos[0].links.annotated)
    expect(await difference(await show(api, a), await show(api, b))).toBeGreaterThan(0.005)
    // What the edge itself links to is the model's word alone, not what a tenant made of it.
    const link = api.links.photo(api.photoId).annotated
    await expect.poll(async () => (await api.edge.request(link)).status).toBe(200)
    const plain = await show(api, `http://edge${link}`)
    expect(await difference(plain, await show(api, b))).toBeLessThan(0.001)
  })

  it('have no drawing before there is an assessment', async () => {
    const api = await openTestApi()
    const photo = await api.photos.take(new Uint8Array(await (await photoFile()).arrayBuffer()))
    await api.api.index.own(adjuster.tenant, photo)
    const { data } = await api.ask(`{ photo(id: "${photo.id}") { links { annotated enhanced } } }`)
    expect(data.photo.links).toMatchObject({ annotated: null, enhanced: expect.any(String) })
  })
})

describe('the small version of a photo', () => {
  it.each([
    ['', 320],
    ['(width: 1)', 160],
    ['(width: 600)', 640],
    ['(width: 100000)', 640],
  ])('asked for as thumbnail%s is at most %i pixels wide', async (args, width) => {
    const api = await assessed()
    const { data } = await api.ask(
      `query ($id: ID!) { claim(id: $id) { cover { links { normalized thumbnail${args} } } } }`,
      {
        id: api.claimId,
      },
    )
    const { normalized, thumbnail } = data.claim.cover.links
    const [whole, small] = await Promise.all(
      [normalized, thumbnail].map(async (link) => sharp(await show(api, link)).metadata()),
    )
    expect(small?.format).toBe('jpeg')
    expect(small?.width).toBe(Math.min(width, whole?.width ?? 0))
  })
})

describe('the crop of a damage', () => {
  it('is a picture of its own, of the damage and what is around it', async () => {
    const api = await assessed()
    const { data } = await api.ask(PICTURES, { id: api.claimId })
    const crop = await sharp(await show(api, data.claim.damages[0].cropUrl)).metadata()
    const whole = await sharp(await show(api, data.claim.photos[0].links.original)).metadata()
    expect(crop.format).toBe('jpeg')
    expect(crop.width).toBeLessThan(whole.width)
    expect(crop.height).toBeLessThan(whole.height)
  })

  it('ends with its link', async () => {
    const api = await assessed()
    const { data } = await api.ask(PICTURES, { id: api.claimId })
    const link = new URL(data.claim.damages[0].cropUrl)
    link.searchParams.set('expires', '1000')
    const response = await api.edge.request(`${link.pathname}${link.search}`)
    expect(response.status).toBe(403)
  })
})
