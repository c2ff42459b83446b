import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { askServer, startServer } from '../api/start-server.ts'
import { drawnPhoto, scratchedBumper } from '../inference/drawn-photo.ts'
import { findChromium } from './find-chromium.ts'
import { launch, openPage } from './open-desk.ts'

const client = new URL('../../examples/clients/browser.html', import.meta.url)

/** Pages of another site: the example for browsers. @returns its origin */
async function serveExample(): Promise<string> {
  const http = createServer(async (_request, response) => {
    response.setHeader('Content-Type', 'text/html')
    response.end(await readFile(client))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    http.close()
    http.closeAllConnections()
  })
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

/** What GraphiQL shows of the answer, without its line breaks: the lines in view. */
const answerOf = async (page: Page): Promise<string> =>
  (await page.locator('.result-window').innerText()).replace(/[\s\u00a0]+/g, ' ')

const isOperation = (response: Response): boolean => response.request().method() === 'POST'

describe.skipIf(!findChromium())('a newcomer’s browser', { timeout: 240_000 }, () => {
  let dir: string
  let browser: Browser
  let photo: { name: string; mimeType: string; buffer: Buffer }
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'newcomer-'))
    browser = await launch()
    photo = {
      name: 'car.png',
      mimeType: 'image/png',
      buffer: Buffer.from(await drawnPhoto(...scratchedBumper)),
    }
  })
  afterAll(async () => {
    await browser.close()
    await rm(dir, { recursive: true, force: true })
  })

  it('posts a photo from within GraphiQL, and finds the claim after a restart', async () => {
    const first = await startServer(dir)
    const page = await openPage(browser, `${first.url}/graphql`)
    const chooser = page.waitForEvent('filechooser')
    await page.click('.graphiql-execute-button')
    await (await chooser).setFiles(photo)
    await expect.poll(() => answerOf(page), { timeout: 60_000 }).toContain('"status": "SUCCEEDED"')
    expect(await answerOf(page)).toContain('"type": "scratch"')
    const { data } = await askServer(first.url, '{ claims { nodes { id damages { type } } } }')
    expect(data.claims.nodes).toMatchObject([{ damages: [{ type: 'scratch' }] }])
    await first.kill('SIGKILL')

    const second = await startServer(dir)
    const again = await openPage(browser, `${second.url}/graphql`)
    // By keyboard: the tabs can be dragged, and take a click of no duration for the beginning of that.
    await again.locator('[title=NewestClaim]').press('Enter')
    await again.locator('.graphiql-tab-active [title=NewestClaim]').waitFor()
    // GraphiQL learns a moment after the tab which operation is in it; before that it sends nothing.
    const run = async (): Promise<string> => {
      const answered = again.waitForResponse(isOperation, { timeout: 5_000 }).catch(() => undefined)
      await again.click('.graphiql-execute-button')
      await answered
      return await answerOf(again)
    }
    await expect.poll(run, { timeout: 60_000, interval: 1_000 }).toContain(data.claims.nodes[0].id)
  })

  it('assesses a photo on a page of another site that may call', async () => {
    const origin = await serveExample()
    const { url } = await startServer(await mkdtemp(join(dir, 'page-')), { CORS_ORIGINS: origin })
    const page = await openPage(browser, `${origin}/?api=${url}`, { origins: [url] })
    await page.setInputFiles('input[type=file]', photo)
    await page.getByText(/scratch on front_bumper: [\d.]+ %/).waitFor()
    expect(await page.locator('polygon').count()).toBe(1)
  })
})
