import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { violationsOf } from '../axe.ts'
import { type Desk, example } from '../open-desk.ts'

/** Names of the photos that this browser keeps. */
export const keptNames = (page: Page): Promise<string[]> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('dentgraph.uploads')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const database = opening.result
          if (!database.objectStoreNames.contains('photos')) return resolve([])
          const asking = database.transaction('photos').objectStore('photos').getAll()
          asking.onsuccess = () => {
            database.close()
            resolve(asking.result.map(({ name }) => name).sort())
          }
        }
      }),
  )

const files = ['scratched_door.jpg', 'shattered_glass.jpg', 'undamaged.jpg']

export const leftUploads = (desk: () => Desk) =>
  describe('uploads that a closed tab left behind', () => {
    /** A page on which one photo went up and the others are held on their way. */
    async function interrupted(reference: string): Promise<Page> {
      const page = await desk().open('/', { expected: /Failed to load resource/ })
      let sent = 0
      await page.route('**/photos', (route) => (sent++ === 0 ? route.continue() : undefined))
      await page.getByLabel('Claim number').fill(reference)
      await page.setInputFiles('[data-testid=files]', files.map(example))
      await page.locator('.upload-done').waitFor()
      await expect.poll(async () => (await keptNames(page)).length).toBe(2)
      return page
    }
    const visitAgain = async (page: Page, path: string) => {
      const again = await page.context().newPage()
      await again.goto(desk().url + path)
      return again
    }

    it('go on in their claim on the next visit, and are kept no longer', async () => {
      const page = await interrupted('LEFT-1')
      await page.close()
      const again = await visitAgain(page, '/claims')
      await again.getByText('2 photos were not uploaded last time').waitFor()
      // The page below is loaded by itself.
      await again.getByRole('heading', { level: 1 }).waitFor()
      await desk().picture(again, 'left-uploads')
      expect(await violationsOf(again)).toEqual([])
      await again.getByRole('button', { name: 'Go on with them' }).click()
      await again.getByText('2 of 2 finished').waitFor({ timeout: 60_000 })
      expect(await again.locator('.upload-done').count()).toBe(2)
      await expect.poll(() => keptNames(again)).toEqual([])

      const { claims } = await desk().ask(`{ claims(filter: { search: "LEFT-1" }) { nodes { photoCount } } }`)
      expect(claims.nodes).toEqual([{ photoCount: 3 }])
      await again.reload()
      await again.getByRole('heading', { name: 'Assess damage' }).waitFor()
      expect(await again.getByText('not uploaded last time').count()).toBe(0)
    })

    it('are warned of before the tab is closed, on whichever page', async () => {
      const page = await interrupted('LEFT-4')
      await page.getByRole('link', { name: 'Claims', exact: true }).click()
      await page.getByRole('heading', { name: 'Claims' }).waitFor()
      const asked = page.waitForEvent('dialog')
      await page.close({ runBeforeUnload: true })
      const dialog = await asked
      expect(dialog.type()).toBe('beforeunload')
      await dialog.accept()
    })

    it('are gone for good when they are discarded', async () => {
      const page = await interrupted('LEFT-2')
      await page.close()
      const again = await visitAgain(page, '/')
      await again.getByRole('button', { name: 'Discard them' }).click()
      await expect.poll(() => keptNames(again)).toEqual([])
      expect(await again.locator('.upload-row').count()).toBe(0)
    })

    it('are left alone while their tab is still open', async () => {
      const page = await interrupted('LEFT-3')
      const second = await visitAgain(page, '/')
      await second.getByRole('heading', { name: 'Assess damage' }).waitFor()
      await second.waitForLoadState('networkidle')
      expect(await second.getByText('not uploaded last time').count()).toBe(0)
      expect(await keptNames(second)).toHaveLength(2)
    })
  })
