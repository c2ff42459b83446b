import { describe, expect, it } from 'vitest'
import { type Desk, example } from '../open-desk.ts'

const handset = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
}

export const phone = (desk: () => Desk) =>
  describe('on a phone', () => {
    it('offers the camera and shows the result', async () => {
      const page = await desk().open('/', handset)
      await page.getByRole('button', { name: 'Take a photo' }).waitFor()
      const input = page.locator('[data-testid=camera]')
      expect(await input.getAttribute('capture')).toBe('environment')
      await input.setInputFiles(example('dented_and_scratched.jpg'))
      await page.getByText('All done').waitFor({ timeout: 60_000 })
      await desk().picture(page, 'phone-upload')
    })

    it('fits the narrow screen on every page', async () => {
      const { claim } = desk()
      const paths = [
        '/',
        '/claims',
        '/review',
        '/compare',
        '/model',
        '/bulk',
        `/claims/${claim.id}`,
        `/claims/${claim.id}/report`,
      ]
      paths.push(`/claims/${claim.id}/photos/${claim.photos[0]}`)
      const page = await desk().open('/', handset)
      for (const path of paths) {
        await page.goto(desk().url + path)
        await page.locator('h1').waitFor()
        await page.waitForLoadState('networkidle')
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        expect({ path, width }).toEqual({ path, width: 360 })
        await desk().picture(
          page,
          `phone${path.replace(/\/(?:claims\/)?[\w.-]{12,}/g, '-one').replaceAll('/', '-')}`,
        )
      }
    })

    it('works on a slow line, and says how far it is', async () => {
      const page = await desk().open('/', handset)
      const session = await page.context().newCDPSession(page)
      await session.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 200,
        downloadThroughput: 50_000,
        uploadThroughput: 40_000,
      })
      await page.setInputFiles('[data-testid=files]', example('dented_and_scratched.jpg'))
      await page.getByText('Uploading').waitFor()
      await page.getByRole('progressbar', { name: /Upload of/ }).waitFor()
      await page.getByText('All done').waitFor({ timeout: 90_000 })
    })
  })
