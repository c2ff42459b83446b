import type { Locator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type Desk, example } from '../open-desk.ts'

const WIDTH = 360

const handset = {
  viewport: { width: WIDTH, height: 740 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
}

/** What of these nobody sees whole without moving the page sideways, in words. */
const outside = (those: Locator): Promise<string[]> =>
  those.evaluateAll((all) =>
    all
      .filter((one) => {
        const { left, right, width } = one.getBoundingClientRect()
        return width > 0 && (left < 0 || right > innerWidth)
      })
      .map((one) => one.textContent ?? ''),
  )

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

    it.each(['en-GB', 'de-DE'])('fits the narrow screen on every page: %s', async (locale) => {
      const { claim, ask } = desk()
      const earlier = await ask(
        `mutation ($input: ClaimInput) { createClaim(input: $input) { ... on Claim { id } } }`,
        { input: { reference: 'W'.repeat(64), notes: 'W'.repeat(600) } },
      )
      const long = `/claims/${earlier.createClaim.id}`
      await ask(
        `mutation ($photo: Photo!, $claim: ID!) { assessDamage(photo: $photo, claim: $claim, wait: 55) { __typename } }`,
        { photo: claim.photos[0], claim: earlier.createClaim.id },
      )
      const one = `/claims/${claim.id}`
      const paths: [name: string, path: string][] = [
        ['upload', '/'],
        ['claims', '/claims'],
        ['queue', '/review'],
        ['compare', '/compare'],
        ['comparison', `/compare?before=${earlier.createClaim.id}&after=${claim.id}`],
        ['model', '/model'],
        ['batches', '/bulk'],
        ['claim', one],
        ['report', `${one}/report`],
        ['photo', `${one}/photos/${claim.photos[0]}`],
        ['review', `${one}/photos/${claim.photos[0]}/review`],
      ]
      paths.push(
        ['long name', long],
        ['report of a long name', `${long}/report`],
        ['review of a long name', `${long}/photos/${claim.photos[0]}/review`],
      )
      const page = await desk().open('/', { ...handset, locale })
      for (const [name, path] of paths) {
        await page.goto(desk().url + path)
        await page.locator('h1').waitFor()
        await page.waitForLoadState('networkidle')
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        expect({ name, width }).toEqual({ name, width: WIDTH })
        expect({ name, outside: await outside(page.locator('header a, header button')) }).toEqual({
          name,
          outside: [],
        })
        await desk().picture(page, `phone-${name}-${locale.slice(0, 2)}`)
      }
      expect(await page.locator('header nav a').count()).toBe(6)
      await page.goto(desk().url + one)
      const table = page.locator('.findings')
      expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
    })

    it('keeps the filters of claims folded until they are asked for', async () => {
      const page = await desk().open('/claims', handset)
      const status = page.getByLabel('Status')
      await page.locator('.claim-card').first().waitFor()
      expect(await status.isVisible()).toBe(false)
      await page.getByRole('button', { name: 'Filters' }).click()
      await status.selectOption('OPEN')
      await page.getByRole('button', { name: 'Filters 1' }).waitFor()
      expect(page.url()).toContain('status=OPEN')
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
