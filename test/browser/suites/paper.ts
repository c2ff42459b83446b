import { describe, expect, it } from 'vitest'
import type { Desk } from '../open-desk.ts'

export const paper = (desk: () => Desk) =>
  describe('a report', () => {
    it('prints to pages with every finding, its evidence and the history', async () => {
      const page = await desk().open(`/claims/${desk().claim.id}/report`)
      await page.getByRole('heading', { name: 'Damage report CLM-2048' }).waitFor()
      for (const heading of ['Findings', 'Evidence', 'All photos', 'Review history']) {
        await page.getByRole('heading', { name: heading, exact: true }).waitFor()
      }
      const { claim } = await desk().ask(`query ($id: ID!) { claim(id: $id) { damages { id } } }`, {
        id: desk().claim.id,
      })
      expect(await page.locator('.evidence-item').count()).toBe(claim.damages.length)
      await page.waitForLoadState('networkidle')
      const pdf = (await page.pdf({ preferCSSPageSize: true, path: 'test/browser/out/report.pdf' })).toString(
        'latin1',
      )
      const pages = pdf.match(/\/Type\s*\/Page\b/g) ?? []
      expect(pages.length).toBeGreaterThanOrEqual(2)
      // A4, in points.
      expect(pdf).toMatch(/\/MediaBox\s*\[0 0 59[45][.\d]* 84[12]/)
    })

    it('shows neither navigation nor dark ground on paper', async () => {
      const page = await desk().open(`/claims/${desk().claim.id}/report`, { colorScheme: 'dark' })
      await page.getByRole('heading', { name: 'Evidence' }).waitFor()
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('.top').isVisible()).toBe(false)
      const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
      expect(ground).toBe('rgb(255, 255, 255)')
    })

    it('waits for its pictures before it prints', async () => {
      const page = await desk().open(`/claims/${desk().claim.id}/report`)
      await page.evaluate(() => {
        window.print = () => {
          const pictures = [...document.querySelectorAll<HTMLImageElement>('.report img')]
          document.title = pictures.every(({ complete, naturalWidth }) => complete && naturalWidth > 0)
            ? 'ready'
            : 'early'
        }
      })
      await page.getByRole('button', { name: 'Print or save as PDF' }).click()
      await expect.poll(() => page.title()).toBe('ready')
    })
  })
