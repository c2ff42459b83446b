import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { findChromium } from './find-chromium.ts'
import { type RunningSystem, startSystem } from './start-system.ts'

export const examples: string = fileURLToPath(new URL('../../examples/', import.meta.url))
export const example = (name: string): string => join(examples, name)
/** Pictures of pages, to be looked at; ignored by git. */
const pictures = fileURLToPath(new URL('./out/', import.meta.url))

export interface OpenOptions extends BrowserContextOptions {
  /** Messages of the console that this test provokes. @default none */
  expected?: RegExp
  /** Other origins that may be asked. @default none */
  origins?: readonly string[]
}

export interface Desk extends RunningSystem {
  browser: Browser
  /** A page of a fresh browser profile, at an address of the desk; complaints in its console fail the test. */
  open(path: string, options?: OpenOptions): Promise<Page>
  /** A claim of the example photos, assessed by the real model; made once and then only read. */
  claim: { id: string; photos: string[] }
  picture(page: Page, name: string): Promise<void>
}

// Without these it looks for Google's hosts at every start.
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium() as string,
    args: [...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })

export async function openDesk(): Promise<Desk> {
  const [system, browser] = await Promise.all([startSystem(), launch()])
  await mkdir(pictures, { recursive: true })
  const desk: Desk = {
    ...system,
    browser,
    claim: { id: '', photos: [] },
    open: (path, options) => openPage(browser, system.url + path, options),
    async picture(page, name) {
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
    },
    async stop() {
      await browser.close()
      await system.stop()
    },
  }
  return desk
}

export async function openPage(
  browser: Browser,
  url: string,
  { expected, origins = [], ...options }: OpenOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    ...options,
  })
  // A machine that does other things as well is slow, not broken.
  context.setDefaultTimeout(60_000)
  const complaints: string[] = []
  const complain = (text: string) => {
    if (!expected?.test(text)) complaints.push(text)
  }
  context.on('page', (page) => {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complain(message.text())
    })
    page.on('pageerror', (error) => complain(error.message))
    // Everything comes from this server.
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url())
      if (protocol.startsWith('http') && origin !== new URL(url).origin && !origins.includes(origin))
        complain(`request to ${origin}`)
    })
  })
  const page = await context.newPage()
  onTestFinished(async () => {
    await context.close()
    expect(complaints).toEqual([])
  })
  await page.goto(url)
  return page
}

/** Puts files in on the upload page and waits until each has its result. */
export async function upload(page: Page, files: Parameters<Page['setInputFiles']>[1]): Promise<void> {
  await page.setInputFiles('[data-testid=files]', files)
  await page.locator('.upload-row').first().waitFor()
  await page.getByText('All done').waitFor({ timeout: 120_000 })
}
