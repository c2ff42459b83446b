import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadLinkKey } from '../../edge/link-key.ts'
import { createLinks } from '../../edge/links.ts'
import { drawnJpeg } from './draw-photo.ts'
import { json, post, refusal, startEdge, temporaryFolder } from './start-edge.ts'

async function edgeWithPhoto() {
  const clock = { now: new Date('2026-05-01T12:00:00Z') }
  const edge = await startEdge({ now: () => clock.now })
  const photo = await json(post(edge.app, await drawnJpeg()))
  return { ...edge, photo, clock }
}

describe('a link', () => {
  it('shows the record and the pictures for an hour', async () => {
    const { app, photo, clock } = await edgeWithPhoto()
    clock.now = new Date('2026-05-01T12:59:59Z')
    expect((await app.request(photo.links.self)).status).toBe(200)
    expect((await app.request(photo.links.original)).status).toBe(200)
    clock.now = new Date('2026-05-01T13:01:00Z')
    expect(await refusal(app.request(photo.links.self))).toBe('403 LINK_EXPIRED')
    expect(await refusal(app.request(photo.links.original))).toBe('403 LINK_EXPIRED')
  })

  it.each([
    ['no signature', (link: string) => link.replace(/&signature=.*/, '')],
    ['no query', (link: string) => link.replace(/\?.*/, '')],
    ['another signature', (link: string) => link.replace(/signature=.{4}/, 'signature=AAAA')],
    ['a shorter signature', (link: string) => link.slice(0, -1)],
    ['a longer signature', (link: string) => `${link}A`],
    ['a later end', (link: string) => link.replace(/expires=\d/, 'expires=9')],
    ['an end that is no number', (link: string) => link.replace(/expires=\d+/, 'expires=never')],
    ['the path of another picture', (link: string) => link.replace('/original', '/enhanced')],
    ['the path of the record', (link: string) => link.replace('/original', '')],
  ])('with %s shows nothing', async (_, forge) => {
    const { app, photo } = await edgeWithPhoto()
    expect(await refusal(app.request(forge(photo.links.original)))).toBe('403 LINK_INVALID')
  })

  it('of another server is not accepted', async () => {
    const { app, photo } = await edgeWithPhoto()
    const others = createLinks({ key: Buffer.alloc(32, 8) })
    expect(await refusal(app.request(others.photo(photo.id).original))).toBe('403 LINK_INVALID')
  })

  it('is the same for all pages made soon after another, so that browsers keep the picture', async () => {
    const { app, photo, clock } = await edgeWithPhoto()
    clock.now = new Date('2026-05-01T12:05:59Z')
    const later = (await json(app.request(photo.links.self))).links
    clock.now = new Date('2026-05-01T12:00:01Z')
    expect((await json(app.request(photo.links.self))).links).toEqual(later)
    clock.now = new Date('2026-05-01T12:00:00Z')
    expect((await json(app.request(photo.links.self))).links).toEqual(photo.links)
    const response = await app.request(photo.links.original)
    expect(response.headers.get('cache-control')).toBe('private, max-age=3600, immutable')
  })

  it('begins with the public address, if there is one', () => {
    const links = createLinks({ key: Buffer.alloc(32), baseUrl: 'https://edge.example.com/' })
    expect(links.self('p1')).toMatch(
      /^https:\/\/edge\.example\.com\/photos\/p1\?expires=\d+&signature=[\w-]{43}$/,
    )
  })
})

describe('ids', () => {
  it.each([
    '..',
    '%2e%2e',
    '..%2f..%2fetc%2fpasswd',
    'p1',
    '%00',
    'p'.repeat(5000),
    '__proto__',
    'CON',
    'p%0a',
  ])('%s are answered by a refusal, even with a valid signature', async (id) => {
    const { app, links } = await startEdge()
    for (const link of [links.self(id), links.photo(id).original]) {
      const response = await app.request(link)
      expect([403, 404]).toContain(response.status)
      expect(await response.text()).toMatch(/_NOT_FOUND|LINK_INVALID|ROUTE_UNKNOWN|^404 Not Found$/)
    }
  })
})

describe('loadLinkKey', () => {
  it('makes a key that only its owner reads, and finds it again', async () => {
    const file = join(await temporaryFolder(), 'deep/link-key')
    const key = await loadLinkKey(file)
    expect(key).toHaveLength(32)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await loadLinkKey(file)).toEqual(key)
  })

  it('agrees with whoever makes one at the same moment', async () => {
    const file = join(await temporaryFolder(), 'link-key')
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadLinkKey(file)))
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
    expect((await readFile(file, 'utf8')).trim()).toHaveLength(64)
  })

  it('refuses a file that holds something else, and says what to do', async () => {
    const folder = await temporaryFolder()
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'link-key'), 'hello')
    await expect(loadLinkKey(join(folder, 'link-key'))).rejects.toThrow(/delete the file/)
  })

  it('a key that is too short is refused', () => {
    expect(() => createLinks({ key: Buffer.alloc(16) })).toThrow(RangeError)
  })
})
