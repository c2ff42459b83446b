import { describe, expect, it } from 'vitest'
import type { Desk } from '../open-desk.ts'

const address = ({ claim }: Desk, index = 0) => `/claims/${claim.id}/photos/${claim.photos[index]}`

export const photo = (desk: () => Desk) =>
  describe('a result', () => {
    it('links the list with the outlines', async () => {
      const page = await desk().open(address(desk()))
      const items = page.locator('.damage-button')
      await items.first().waitFor()
      await items.first().click()
      expect(await items.first().getAttribute('aria-pressed')).toBe('true')
      await page.getByText('Of the vehicle').waitFor()
      await desk().picture(page, 'photo')
    })

    it('filters by confidence and by type, and says what is hidden', async () => {
      const page = await desk().open(address(desk()))
      const items = page.locator('.damage-button')
      await items.first().waitFor()
      const all = await items.count()
      await page.getByRole('slider', { name: /At least this sure/ }).fill('0.95')
      await expect.poll(() => items.count()).toBeLessThan(all)
      await page.getByRole('button', { name: 'Show all' }).click()
      await expect.poll(() => items.count()).toBe(all)
      for (const box of await page.getByRole('group', { name: 'Damage types' }).getByRole('checkbox').all()) {
        await box.uncheck()
      }
      expect(await items.count()).toBe(0)
    })

    it('slides between the original, the enhanced and the annotated picture', async () => {
      const page = await desk().open(address(desk()))
      await page.getByRole('tab', { name: 'Slider' }).click()
      await page.getByRole('slider').first().waitFor()
      await desk().picture(page, 'slider')
    })

    it('goes on to the next photo of the claim', async () => {
      const page = await desk().open(address(desk()))
      await page.getByRole('link', { name: 'Next photo' }).click()
      await page.getByRole('heading', { name: 'Photo 2' }).waitFor()
      await page.getByText('2 of 3').waitFor()
    })

    it('explains the model, with its figures as charts and as tables', async () => {
      const page = await desk().open('/model')
      await page.getByRole('img', { name: 'Damage by type' }).waitFor()
      await page.getByText('As a table').first().click()
      expect(await page.getByRole('row').count()).toBeGreaterThan(5)
      await page.getByRole('heading', { name: 'Where it is weak' }).waitFor()
      await desk().picture(page, 'model')
    })

    it('speaks German, with its numbers and dates, and remembers it', async () => {
      const page = await desk().open(`/claims/${desk().claim.id}`, { locale: 'de-DE' })
      await page.getByRole('heading', { name: 'Schäden am Fahrzeug' }).waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe('de')
      await expect.poll(() => page.locator('.findings').innerText()).toMatch(/\d,\d/)
      await page.getByLabel('Sprache').selectOption('en')
      await page.getByRole('heading', { name: 'Damage on the vehicle' }).waitFor()
      await page.reload()
      await page.getByRole('heading', { name: 'Damage on the vehicle' }).waitFor()
    })
  })
