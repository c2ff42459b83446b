import { parquetReadObjects } from 'hyparquet'
import { describe, expect, it, vi } from 'vitest'
import { anotherPhoto } from '../photos.ts'
import { openBatches, photosOf, unzip, zipOf } from './open-batches.ts'

vi.setConfig({ testTimeout: 120_000 })

describe('results', () => {
  it('are annotated photos, JSON lines and a CSV in one zip, behind links that carry their permission', async () => {
    const { send, ended, request } = await openBatches()
    const files = {
      '=cmd,"x".png': await anotherPhoto(),
      'b/c.png': await anotherPhoto(),
      'notes.txt': 'no photo',
    }
    const { id } = await send(await zipOf(files))
    const { links } = await ended(id)
    const response = await request(links.zip, {}, null)
    expect(response.headers.get('content-type')).toBe('application/zip')
    const zip = await unzip(Buffer.from(await response.arrayBuffer()))
    expect([...zip.keys()]).toEqual([
      'summary.csv',
      'results.jsonl',
      'photos/=cmd,_x_.annotated.jpg',
      'photos/b/c.annotated.jpg',
    ])
    expect(zip.get('photos/b/c.annotated.jpg')?.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
    const lines = zip
      .get('results.jsonl')
      ?.toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      { index: 1, photo: '=cmd,"x".png', damages: [{ type: 'scratch' }] },
      { index: 2, photo: 'b/c.png', damages: [{ type: 'scratch' }] },
      { index: 3, photo: 'notes.txt', state: 'FAILED', error: { code: 'PHOTO_UNSUPPORTED' } },
    ])
    const csv = await (await request(links.csv, {}, null)).text()
    expect(csv).toBe(zip.get('summary.csv')?.toString())
    expect(csv.split('\r\n')[1]).toMatch(/^1,"'=cmd,""x"".png",DONE,,/)
    expect(csv.split('\r\n')[3]).toMatch(/^3,notes.txt,FAILED,PHOTO_UNSUPPORTED,/)
    for (const [link, type] of [
      [links.zip, 'application/zip'],
      [links.csv, 'text/csv; charset=utf-8'],
      [links.summaryParquet, 'application/vnd.apache.parquet'],
    ]) {
      const head = await request(link, { method: 'HEAD' }, null)
      expect([head.status, head.headers.get('content-type')]).toEqual([200, type])
      expect(head.headers.get('content-disposition')).toContain(id)
      expect(await head.text()).toBe('')
    }
    const bent = links.zip.replace(id, `b${'0'.repeat(20)}`)
    expect((await request(bent, {}, null)).status).toBe(403)
  })

  it('tell the damages that stand after reviews, with those that a person added', async () => {
    const { send, ended, entries, ask, request } = await openBatches()
    const { id } = await send(await zipOf(await photosOf(2)))
    const { links } = await ended(id)
    const [first, second] = await entries(id)
    const review = (mutation: string) => ask(`mutation { ${mutation} { __typename } }`)
    const added = await review(
      `addDamage(claim: "${first.claim.id}", photo: "${first.photo.id}",
        damage: { type: "dent", part: "hood", severity: SEVERE, polygons: [[[0, 0], [0.5, 0], [0.5, 0.5]]] })`,
    )
    expect(added.data.addDamage.__typename).toBe('Damage')
    const { data } = await ask(`{ claim(id: "${second.claim.id}") { damages { id } } }`)
    await review(`reviewDamage(damage: "${data.claim.damages[0].id}", review: { verdict: REJECT })`)

    const parquetAt = async (link: string) =>
      parquetReadObjects({ file: await (await request(link, {}, null)).arrayBuffer() })
    const photo = { photo_id: first.photo.id, assessment_id: first.assessment.id }
    expect(await parquetAt(links.damagesParquet)).toMatchObject([
      { index: 1, ...photo, review: 'UNREVIEWED', type: 'scratch' },
      { index: 1, ...photo, review: 'ADDED', type: 'dent', part: 'hood', severity: 'severe' },
    ])
    expect(await parquetAt(links.summaryParquet)).toMatchObject([
      { damages: 2, damage_types: 'dent scratch', worst_severity: 'severe' },
      { damages: 0, damage_types: '', worst_severity: null },
    ])
  })

  it('are told of claims that were erased, without what was in them', async () => {
    const { send, ended, entries, ask, request } = await openBatches()
    const { id } = await send(await zipOf(await photosOf(2)))
    const { links } = await ended(id)
    const [first] = await entries(id)
    const root = { tenant: 'acme', subject: 'root', role: 'admin' as const }
    await ask(`mutation { eraseClaim(id: "${first.claim.id}") { __typename } }`, {}, root)
    const response = await request(links.zip, {}, null)
    const zip = await unzip(Buffer.from(await response.arrayBuffer()))
    expect([...zip.keys()]).toEqual(['summary.csv', 'results.jsonl', 'photos/1.annotated.jpg'])
    expect(zip.get('results.jsonl')?.toString().split('\n')[0]).not.toContain('scratch')
  })
})
