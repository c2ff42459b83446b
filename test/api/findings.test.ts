import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createSqliteTable } from '../../api/store/sqlite-table.ts'
import type { Damage } from '../../inference/contract.ts'
import { answer, bumper, rectangle, scratch } from './fake-model.ts'
import { adjuster, openTestApi, type TestApi } from './open-test-api.ts'
import { ASSESS, REVIEW } from './operations.ts'
import { photoFile } from './photos.ts'

/** A damage of 100x80 pixels at x and y of an 800x600 photo, on the bumper unless said otherwise. */
const at = (x: number, y: number, change: Partial<Damage> = {}): Damage => {
  const ring = rectangle(x, y, 100, 80)
  return { ...scratch, bbox: [x, y, 100, 80], polygon: ring, polygons: [ring], partAreaPct: 3.33, ...change }
}

/** A claim with one photo for each list of damages. */
async function claimOf({ upload, model }: TestApi, ...photos: Damage[][]) {
  let claim: string | undefined
  const damages: string[] = []
  for (const found of photos) {
    model.behave(() => ({ ...answer, damages: found }))
    const { data } = await upload(ASSESS, await photoFile(), adjuster, { claim })
    claim = data.assessDamage.claim.id
    damages.push(...data.assessDamage.damages.map(({ id }: { id: string }) => id))
  }
  return { claim: claim as string, damages }
}

const SUMMARY = `query ($id: ID!) { claim(id: $id) { summary {
  severity hint { verdict reason }
  findings { type part severity partAreaPct damages { id } photos { id } }
  parts { part severity damagedAreaPct types }
} } }`

describe('the summary of a claim', () => {
  it('gathers damages of one type and part over several photos as one finding, worst first', async () => {
    const api = await openTestApi()
    const { claim } = await claimOf(
      api,
      [at(200, 200), at(500, 300, { type: 'dent', severity: 'moderate' })],
      [at(220, 210, { severity: 'severe', partAreaPct: 9 })],
    )
    const { data } = await api.ask(SUMMARY, { id: claim })
    const { findings, parts, severity } = data.claim.summary
    expect(severity).toBe('SEVERE')
    expect(findings).toMatchObject([
      { type: 'scratch', part: 'front_bumper', severity: 'SEVERE', partAreaPct: 9 },
      { type: 'dent', severity: 'MODERATE' },
    ])
    expect(findings[0].photos).toHaveLength(2)
    expect(parts).toEqual([
      { part: 'front_bumper', severity: 'SEVERE', damagedAreaPct: 9, types: ['dent', 'scratch'] },
    ])
  })

  it('counts area that two damages of a part share once', async () => {
    const api = await openTestApi()
    const { claim } = await claimOf(api, [at(200, 200), at(200, 200, { type: 'dent' })])
    const { data } = await api.ask(SUMMARY, { id: claim })
    // 100x80 of 600x400.
    expect(data.claim.summary.parts[0].damagedAreaPct).toBeCloseTo(3.33, 2)
  })

  it('leaves rejected damages out', async () => {
    const api = await openTestApi()
    const { claim, damages } = await claimOf(api, [at(200, 200)])
    await api.ask(REVIEW, { damage: damages[0], review: { verdict: 'REJECT' } })
    const { data } = await api.ask(SUMMARY, { id: claim })
    expect(data.claim.summary).toMatchObject({
      findings: [],
      parts: [],
      severity: null,
      hint: { verdict: 'UNDAMAGED' },
    })
  })
})

describe('compare', () => {
  const COMPARE = `query ($before: ID!, $after: ID!) { compare(before: $before, after: $after) {
    ... on Comparison { new { type part } known { before { id } after { id } } repaired { type } notInView { part } }
    ... on Error { code message }
  } }`

  it('tells new, known and repaired damages of two visits apart, by place on the part', async () => {
    const api = await openTestApi()
    const before = await claimOf(api, [at(200, 200), at(500, 350), at(120, 120, { part: 'hood' })])
    // The car stands elsewhere and is smaller: the same place on the bumper is another one in the photo.
    const shifted = { ...bumper, bbox: [300, 200, 300, 200] as [number, number, number, number] }
    api.model.behave(() => ({
      ...answer,
      parts: [shifted],
      damages: [
        at(350, 250, { bbox: [350, 250, 50, 40] }),
        at(550, 380, { type: 'dent', bbox: [550, 380, 40, 20] }),
      ],
    }))
    const { data: assessed } = await api.upload(ASSESS, await photoFile())
    const after = assessed.assessDamage
    const { data } = await api.ask(COMPARE, { before: before.claim, after: after.claim.id })
    expect(data.compare).toEqual({
      new: [{ type: 'dent', part: 'front_bumper' }],
      known: [{ before: { id: before.damages[0] }, after: { id: after.damages[0].id } }],
      repaired: [{ type: 'scratch' }],
      notInView: [{ part: 'hood' }],
    })
  })

  it('takes photos as well, and finds a visit equal to itself', async () => {
    const api = await openTestApi()
    const { claim, damages } = await claimOf(api, [at(200, 200), at(500, 350)])
    const { data: read } = await api.ask('query ($id: ID!) { claim(id: $id) { photos { id } } }', {
      id: claim,
    })
    const photo = read.claim.photos[0].id
    const { data } = await api.ask(COMPARE, { before: photo, after: claim })
    expect(data.compare).toMatchObject({ new: [], repaired: [], notInView: [] })
    expect(data.compare.known).toHaveLength(damages.length)
  })

  it('does not find what is not there', async () => {
    const { ask } = await openTestApi()
    const { data } = await ask(COMPARE, { before: '0'.repeat(20), after: `p${'0'.repeat(32)}` })
    expect(data.compare.code).toBe('NOT_FOUND')
  })
})

describe('similarPhotos', () => {
  const SIMILAR =
    'query ($photo: ID!) { similarPhotos(photo: $photo) { distance identical photo { id } claims { id } } }'

  it('finds the same file in another claim, and a copy of it saved anew', async () => {
    const api = await openTestApi()
    const file = await photoFile()
    const first = (await api.upload(ASSESS, file)).data.assessDamage
    const second = (await api.upload(ASSESS, file)).data.assessDamage
    const sharp = (await import('sharp')).default
    const copy = new Blob([
      new Uint8Array(
        await sharp(new Uint8Array(await file.arrayBuffer()))
          .resize(760)
          .jpeg({ quality: 70 })
          .toBuffer(),
      ),
    ])
    const third = (await api.upload(ASSESS, copy)).data.assessDamage
    const { data } = await api.ask(SIMILAR, { photo: third.photo.id })
    expect(data.similarPhotos).toMatchObject([{ identical: false, photo: { id: first.photo.id } }])
    expect(data.similarPhotos[0].distance).toBeLessThanOrEqual(10)
    expect(data.similarPhotos[0].claims.map(({ id }: { id: string }) => id).sort()).toEqual(
      [first.claim.id, second.claim.id].sort(),
    )
    const within = await api.ask(
      'query ($id: ID!) { claim(id: $id) { photos { similar(maxDistance: 0) { identical claims { id } } } } }',
      { id: first.claim.id },
    )
    expect(within.data.claim.photos[0].similar).toHaveLength(2)
    expect(within.data.claim.photos[0].similar).toContainEqual({
      identical: true,
      claims: [{ id: second.claim.id }],
    })
  })

  it('says nothing of a photo that stands in one claim', async () => {
    const api = await openTestApi()
    const { data } = await api.upload(ASSESS, await photoFile())
    expect((await api.ask(SIMILAR, { photo: data.assessDamage.photo.id })).data.similarPhotos).toEqual([])
  })
})

describe('exportAnnotations', () => {
  const EXPORT = `mutation ($claim: ID, $filter: ClaimFilter, $format: AnnotationFormat!) {
    exportAnnotations(claim: $claim, filter: $filter, format: $format) {
      ... on AnnotationExport { files { name text } photos { fileName url } damageCount }
      ... on Error { code message }
    }
  }`

  /** Two photos: one judged, one not. */
  async function reviewedClaim(api: TestApi) {
    const { claim, damages } = await claimOf(
      api,
      [at(200, 200), at(500, 350, { type: 'dent' })],
      [at(10, 10)],
    )
    await api.ask(REVIEW, { damage: damages[0], review: { verdict: 'CONFIRM' } })
    await api.ask(REVIEW, { damage: damages[1], review: { verdict: 'REJECT' } })
    return claim
  }

  it('holds photos whose damages were all judged, without the rejected ones', async () => {
    const api = await openTestApi()
    const claim = await reviewedClaim(api)
    const { data } = await api.ask(EXPORT, { claim, format: 'COCO' })
    const { files, photos, damageCount } = data.exportAnnotations
    expect(damageCount).toBe(1)
    const coco = JSON.parse(files[0].text)
    expect(coco.images).toEqual([{ id: 1, file_name: photos[0].fileName, width: 800, height: 600 }])
    expect(coco.annotations).toEqual([
      {
        id: 1,
        image_id: 1,
        category_id: 1,
        iscrowd: 0,
        segmentation: [[200, 200, 300, 200, 300, 280, 200, 280]],
        bbox: [200, 200, 100, 80],
        area: 8000,
        part: 'front_bumper',
      },
    ])
    expect(coco.categories).toEqual([
      { id: 1, name: 'scratch' },
      { id: 2, name: 'dent' },
    ])
    const byFilter = await api.ask(EXPORT, { filter: { damageType: 'scratch' }, format: 'COCO' })
    expect(byFilter.data.exportAnnotations.damageCount).toBe(1)
  })

  it('reads fifty claims at a time, and leaves out none', async () => {
    const table = createSqliteTable(':memory:')
    const read: number[] = []
    const counted = (pks: readonly string[]) => {
      if (pks.some((pk) => pk.includes('#CLAIM#'))) read.push(pks.length)
      return table.queryMany(pks)
    }
    const api = await openTestApi({ table: { ...table, queryMany: counted } })
    // Newest come first: that of this claim comes last.
    await reviewedClaim(api)
    for (let i = 0; i < 119; i++) await api.api.editClaim.create(adjuster, {})
    read.length = 0
    const { data } = await api.ask(EXPORT, { format: 'COCO' })
    expect(data.exportAnnotations.damageCount).toBe(1)
    expect(read).toEqual([50, 50, 20])
  })

  const python = new URL('../../.venv/bin/python', import.meta.url).pathname
  const kit = new URL('../../inference/training', import.meta.url).pathname
  const canImport = existsSync(python)
  if (!canImport) console.warn('skipped: no .venv with the training kit to read the exports back')

  it.runIf(canImport).each(['COCO', 'VIA', 'YOLO'])(
    'in %s is read by the training kit as it was',
    async (format) => {
      const api = await openTestApi()
      const claim = await reviewedClaim(api)
      const { data } = await api.ask(EXPORT, { claim, format })
      const { files, photos } = data.exportAnnotations
      const dir = await mkdtemp(join(tmpdir(), 'export-'))
      for (const { name, text } of files) {
        await mkdir(dirname(join(dir, name)), { recursive: true })
        await writeFile(join(dir, name), text)
      }
      const images = join(dir, 'images')
      await mkdir(images, { recursive: true })
      for (const { fileName, url } of photos) {
        const id = new URL(url).pathname.split('/')[2] as string
        await writeFile(join(images, fileName), (await api.photos.read(id, 'original')) as Uint8Array)
      }
      const input = format === 'YOLO' ? join(dir, 'data.yaml') : join(dir, files[0].name)
      const out = join(dir, 'out.json')
      const args = [
        '-m',
        'dentgraph_training.import_dataset',
        '--format',
        format.toLowerCase(),
        input,
        '--out',
        out,
      ]
      args.push(...(format === 'YOLO' ? ['--split', 'train'] : ['--images', images]))
      await promisify(execFile)(python, args, { cwd: kit })
      const read = JSON.parse(await (await import('node:fs/promises')).readFile(out, 'utf8'))
      expect(read.annotations).toHaveLength(1)
      expect(read.annotations[0].bbox).toEqual([200, 200, 100, 80])
      expect(read.categories[read.annotations[0].category_id - 1].name).toBe('scratch')
      expect(read.images[0]).toMatchObject({ width: 800, height: 600 })
      await rm(dir, { recursive: true })
    },
  )
})
