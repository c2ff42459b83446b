import { describe, expect, it } from 'vitest'
import { violationsOf } from '../axe.ts'
import { type Desk, example, upload } from '../open-desk.ts'

export const accessibility = (desk: () => Desk) =>
  describe.each(['light', 'dark'] as const)('accessibility in %s mode', (colorScheme) => {
    const pages: [string, (desk: Desk) => string][] = [
      ['upload', () => '/'],
      ['claims', () => '/claims'],
      ['claim', ({ claim }) => `/claims/${claim.id}`],
      ['photo', ({ claim }) => `/claims/${claim.id}/photos/${claim.photos[0]}`],
      ['report', ({ claim }) => `/claims/${claim.id}/report`],
      ['review', ({ claim }) => `/claims/${claim.id}/photos/${claim.photos[0]}/review`],
      ['queue', () => '/review'],
      ['compare', ({ claim }) => `/compare?after=${claim.id}`],
      ['model', () => '/model'],
      ['batches', () => '/bulk'],
      ['no page', () => '/nowhere'],
    ]
    it.each(pages)('has nothing against the page: %s', async (name, pathOf) => {
      const page = await desk().open(pathOf(desk()), { colorScheme })
      await page.locator('h1').waitFor()
      await page.waitForLoadState('networkidle')
      await desk().picture(page, `${name.replace(' ', '-')}-${colorScheme}`)
      expect(await violationsOf(page)).toEqual([])
    })

    it('has nothing against uploads with results and failures, a dialog, a menu and a chosen damage', async () => {
      const page = await desk().open('/', { colorScheme })
      await upload(page, [example('dented_and_scratched.jpg'), example('README.md')])
      expect(await violationsOf(page)).toEqual([])
      const { claim, url } = desk()
      await page.goto(`${url}/claims/${claim.id}`)
      await page.getByRole('button', { name: 'Edit', exact: true }).click()
      await page.getByRole('dialog').waitFor()
      expect(await violationsOf(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Take away' }).click()
      await page.getByRole('menu').waitFor()
      expect(await violationsOf(page)).toEqual([])
      await page.goto(`${url}/claims/${claim.id}/photos/${claim.photos[0]}`)
      await page.locator('.damage-button').first().click()
      expect(await violationsOf(page)).toEqual([])
    })
  })
