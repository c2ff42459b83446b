import sharp from 'sharp'
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

    it('keeps the colours of the car, also where the desk is dark', async () => {
      const page = await desk().open(`/claims/${desk().claim.id}`, { colorScheme: 'dark' })
      await page.getByRole('group', { name: 'Findings' }).waitFor()
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      const styles = await page.evaluate(() => {
        const shape = document.querySelector('[class*=diagram]') as Element
        const { printColorAdjust } = getComputedStyle(shape)
        return { printColorAdjust, part: getComputedStyle(shape).getPropertyValue('--car-part').trim() }
      })
      expect(styles).toEqual({ printColorAdjust: 'exact', part: '#fff' })
      expect(await page.getByRole('button', { name: 'Edit', exact: true }).isVisible()).toBe(false)
    })

    it('shows both pictures of a slider side by side', async () => {
      const { claim } = desk()
      const page = await desk().open(`/claims/${claim.id}/photos/${claim.photos[0]}`)
      await page.getByRole('tab', { name: 'Slider' }).click()
      await page.getByRole('slider').first().waitFor()
      await page.emulateMedia({ media: 'print' })
      const pictures = await page.locator('.photo-slider-frame img').evaluateAll((all) =>
        all
          .map((img) => ({ box: img.getBoundingClientRect(), clip: getComputedStyle(img).clipPath }))
          .sort((a, b) => a.box.left - b.box.left)
          .map(({ box, clip }) => ({ left: box.left, right: box.right, clip })),
      )
      expect(pictures.map(({ clip }) => clip)).toEqual(['none', 'none'])
      expect(pictures[0]?.right).toBeLessThanOrEqual(pictures[1]?.left ?? 0)
    })

    it('does not call a photo undamaged that shows no vehicle', async () => {
      const { url, ask } = desk()
      const { createClaim } = await ask(`mutation { createClaim { ... on Claim { id } } }`)
      const wall = sharp({ create: { width: 640, height: 480, channels: 3, background: '#8a8a8a' } })
      const body = new Uint8Array(await wall.jpeg().toBuffer())
      const posted = await fetch(`${url}/photos`, { method: 'POST', body })
      const { id: photo } = (await posted.json()) as { id: string }
      await ask(
        `mutation ($photo: Photo!, $claim: ID!) { assessDamage(photo: $photo, claim: $claim, wait: 55) { __typename } }`,
        { photo, claim: createClaim.id },
      )
      const page = await desk().open(`/claims/${createClaim.id}/report`)
      const words = page.locator('.report-photos li')
      await words.getByText('No vehicle in view, so not assessed').waitFor()
      expect(await words.innerText()).not.toContain('No damage found')
      await page.goto(`${url}/claims`)
      const card = page.locator('.claim-card', { has: page.locator(`a[href="/claims/${createClaim.id}"]`) })
      expect(await card.innerText()).not.toContain('No damage found')
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
