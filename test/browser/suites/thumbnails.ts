import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Desk } from '../open-desk.ts'

/** Widest picture that a list may load. */
const SMALL = 640

const lists: [string, (desk: Desk) => string, string][] = [
  ['claims', () => '/claims', '.claim-card'],
  ['claim', ({ claim }) => `/claims/${claim.id}`, '.photo-tile'],
  ['review queue', () => '/review', '.queue-item'],
]

/** Where each item of the list is, in pixels of the page. */
const places = (page: Page, item: string) =>
  page.locator(item).evaluateAll((items) =>
    items.map((one) => {
      const { left, top, width, height } = one.getBoundingClientRect()
      return [left, top, width, height].map(Math.round)
    }),
  )

export const thumbnails = (desk: () => Desk) =>
  describe('pictures in lists', () => {
    it.each(lists)('are small, and move nothing when they arrive: %s', async (_, pathOf, item) => {
      const page = await desk().open('/model')
      let release = () => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      const loaded: string[] = []
      page.on('request', (request) => {
        if (request.resourceType() === 'image') loaded.push(new URL(request.url()).pathname)
      })
      await page.route('**/thumbnails/**', async (route) => {
        await held
        await route.continue()
      })
      // Other tests' claims have the same photos: the notice that says so may come at any time, and moves the list.
      await page.route('**/graphql', (route) =>
        route.request().postData()?.includes('query SeenBefore')
          ? route.fulfill({ json: { data: { nodes: [] } } })
          : route.fallback(),
      )
      await page.goto(desk().url + pathOf(desk()), { waitUntil: 'domcontentloaded' })
      const pictures = page.locator(`${item} img`)
      await pictures.first().waitFor()
      await expect
        .poll(() => loaded.filter((path) => path.includes('/thumbnails/')).length)
        .toBeGreaterThan(0)
      const before = await places(page, item)
      release()
      await expect
        .poll(() => pictures.first().evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth))
        .toBeGreaterThan(0)
      await page.waitForLoadState('networkidle')
      expect(await places(page, item)).toEqual(before)
      const widths = await pictures.evaluateAll((all) =>
        (all as HTMLImageElement[]).map(({ naturalWidth }) => naturalWidth),
      )
      expect(Math.max(...widths)).toBeLessThanOrEqual(SMALL)
      expect(loaded.filter((path) => /\/(normalized|enhanced|original|annotated)/.test(path))).toEqual([])
    })
  })
