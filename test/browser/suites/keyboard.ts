import { describe, expect, it } from 'vitest'
import { type Desk, example } from '../open-desk.ts'

export const keyboard = (desk: () => Desk) =>
  describe('by keyboard alone', () => {
    it('goes from the skip link through an upload to the result', async () => {
      const page = await desk().open('/')
      // Choosers are handed over from the first listener on; it takes a moment.
      page.on('filechooser', () => undefined)
      await page.getByRole('heading', { name: 'Assess damage' }).waitFor()
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Choose photos')
      const chooser = page.waitForEvent('filechooser')
      await page.keyboard.press('Enter')
      await (await chooser).setFiles(example('dented_and_scratched.jpg'))
      await page.getByText('All done').waitFor({ timeout: 60_000 })
      await page.getByRole('link', { name: 'See the result of' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Photo 1' }).waitFor()
      await page.locator('.damage-button').first().focus()
      await page.keyboard.press('Space')
      await page.getByText('Of the vehicle').waitFor()
    })

    it('keeps the focus in a dialog, and gives it back', async () => {
      const page = await desk().open(`/claims/${desk().claim.id}`)
      const button = page.getByRole('button', { name: 'Close the claim' })
      await button.focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.waitFor()
      for (let i = 0; i < 8; i++) {
        await page.keyboard.press('Tab')
        // The dialog fetches a focus that leaves it back, a moment later.
        await expect
          .poll(() => dialog.evaluate((element) => element.contains(document.activeElement)))
          .toBe(true)
      }
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true)
    })

    it('opens the menu and chooses from it', async () => {
      const page = await desk().open(`/claims/${desk().claim.id}`)
      await page.getByRole('button', { name: 'Take away' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('menu').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('menu').waitFor({ state: 'detached' })
    })
  })
