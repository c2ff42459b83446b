import { describe, expect, it } from 'vitest'
import { type Desk, example } from '../open-desk.ts'

const network = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource|Failed to fetch/

export const faults = (desk: () => Desk) =>
  describe('when something fails', () => {
    it('waits for a lost connection in the middle of an upload, and goes on by itself', async () => {
      const page = await desk().open('/', { expected: network })
      await page.getByRole('heading', { name: 'Assess damage' }).waitFor()
      await page.context().setOffline(true)
      await page.getByText('No connection. What you see stays').waitFor()
      await page.setInputFiles('[data-testid=files]', example('scratched_door.jpg'))
      await page.getByText('No connection, goes on by itself').waitFor()
      await desk().picture(page, 'offline')
      await page.context().setOffline(false)
      await page.getByText('All done').waitFor({ timeout: 60_000 })
      expect(await page.locator('.upload-done').count()).toBe(1)
    })

    it('shows the picture with the result, if the connection was lost before it came', async () => {
      const page = await desk().open('/', { expected: network })
      let lost = 0
      await page.route(
        (url) => url.pathname.startsWith('/photos/'),
        (route) => (lost++ === 0 ? route.abort() : route.continue()),
      )
      await page.setInputFiles('[data-testid=files]', example('scratched_door.jpg'))
      await page.locator('.upload-done').waitFor()
      const picture = page.locator('.upload-thumb img')
      await expect
        .poll(() => picture.evaluate((shown) => (shown as HTMLImageElement).naturalWidth))
        .toBeGreaterThan(0)
      expect(lost).toBeGreaterThan(1)
    })

    it('says that the server cannot be reached, and tries again when asked', async () => {
      const page = await desk().open('/', { expected: network })
      await page.route('**/graphql', (route) => route.abort())
      await page.getByRole('link', { name: 'Claims' }).click()
      await page.getByText('The server cannot be reached').waitFor()
      await page.unroute('**/graphql')
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.locator('.claim-card').first().waitFor()
    })

    it('gives the number of a problem of the server', async () => {
      const page = await desk().open('/', { expected: network })
      await page.route('**/graphql', (route) =>
        route.fulfill({
          status: 500,
          json: { errors: [{ message: 'masked', extensions: { code: 'INTERNAL', requestId: 'req-42' } }] },
        }),
      )
      await page.getByRole('link', { name: 'Model' }).click()
      await page.getByText('req-42').waitFor()
    })

    it('tries a busy server again after the time that it asks for', async () => {
      const page = await desk().open('/', { expected: network })
      let refused = 0
      await page.route('**/photos', async (route) => {
        if (refused++ > 0) return route.continue()
        await route.fulfill({
          status: 503,
          headers: { 'Retry-After': '1' },
          json: { error: { code: 'SERVER_BUSY', message: '' } },
        })
      })
      await page.setInputFiles('[data-testid=files]', example('undamaged.jpg'))
      await page.getByText('The server is busy, goes on by itself').waitFor()
      await page.getByText('All done').waitFor({ timeout: 60_000 })
      expect(await page.locator('.upload-done').count()).toBe(1)
    })

    it('says so when the server is away as the desk starts', async () => {
      const page = await desk().open('/', { expected: network })
      await page.route('**/desk.json', (route) => route.abort())
      await page.reload()
      await page.getByText('The server cannot be reached').waitFor()
      await page.unroute('**/desk.json')
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.getByRole('heading', { name: 'Assess damage' }).waitFor()
    })

    it('has a page for addresses that lead nowhere', async () => {
      const page = await desk().open('/nowhere')
      await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
      await page.goto(`${desk().url}/claims/none`)
      await page.getByRole('heading', { name: 'There is no such claim' }).waitFor()
    })

    it('sends the strict policy with every page, and no HTML in place of a missing script', async () => {
      for (const path of ['/', '/claims/x', '/assets/gone.js']) {
        const response = await fetch(desk().url + path)
        const policy = response.headers.get('Content-Security-Policy') ?? ''
        expect(policy).toContain("script-src 'self'")
        expect(policy).not.toContain('unsafe')
        expect(response.status).toBe(path.endsWith('.js') ? 404 : 200)
      }
    })
  })
