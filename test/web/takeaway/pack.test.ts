import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BlobReader, type FileEntry, TextWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { pack } from '../../../web/takeaway/pack.ts'

/** A server that answers with these statuses, one after the other, and then with 200. */
async function startServer(statuses: number[]): Promise<{ url: string; asked: () => number }> {
  let asked = 0
  const server = createServer((_, response) => {
    const status = statuses[asked++] ?? 200
    response.writeHead(status, { 'Retry-After': '0.01' }).end(status === 200 ? 'photo' : 'refused')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/p`, asked: () => asked }
}

describe('packing', () => {
  it('puts texts and photos under their names', async () => {
    const { url } = await startServer([])
    const zip = await pack(
      [
        { name: 'claim.json', content: '{}' },
        { name: 'photo-1.jpg', content: { url } },
      ],
      () => {},
    )
    const entries = (await new ZipReader(new BlobReader(zip)).getEntries()) as FileEntry[]
    const texts = await Promise.all(entries.map((entry) => entry.getData(new TextWriter())))
    expect(entries.map(({ filename }, i) => [filename, texts[i]])).toEqual([
      ['claim.json', '{}'],
      ['photo-1.jpg', 'photo'],
    ])
  })

  it('asks again for photos that a busy server refused, and counts each once', async () => {
    const { url, asked } = await startServer([429, 503])
    const done: number[] = []
    const zip = await pack([{ name: 'a.jpg', content: { url } }], (count) => done.push(count))
    const [entry] = (await new ZipReader(new BlobReader(zip)).getEntries()) as FileEntry[]
    expect(await entry?.getData(new TextWriter())).toBe('photo')
    expect([asked(), done]).toEqual([3, [1]])
  })

  it('gives up on a photo that is not there', async () => {
    const { url, asked } = await startServer([404])
    await expect(pack([{ name: 'a.jpg', content: { url } }], () => {})).rejects.toThrow('404')
    expect(asked()).toBe(1)
  })
})
