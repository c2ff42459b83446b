/**
 * How fast the desk is, in a real Chromium against the real server: bytes and time of the first view, and a claim of
 * two hundred photos. Dragging a photo with a hundred outlines is measured by bench/desk-panning.ts.
 *
 *     npx tsx bench/desk.ts
 */
import { readFile } from 'node:fs/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { findChromium } from '../test/browser/find-chromium.ts'
import { type RunningSystem, startSystem } from '../test/browser/start-system.ts'
import { tinyModelDir } from '../test/inference/tiny-model.ts'
import { median } from './statistics.ts'

const RUNS = 5
const PHOTOS = 200
const AT_ONCE = 4
const ASSESSED_WITHIN_MS = 300_000
const SEARCHED_WITHIN_MS = 300_000

const executablePath = findChromium()
if (!executablePath) throw new Error('Expected a Chromium for the bench but received none; set CHROMIUM_PATH')
// The model does not matter here, and the small one does not slow down what is measured.
const system = await startSystem({ MODEL_DIR: tinyModelDir, ASSESS_QUEUE: String(PHOTOS) })
const browser = await chromium.launch({
  executablePath,
  args: [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ],
})
try {
  await firstView(browser, system)
  await largeClaim(browser, system)
} finally {
  await browser.close()
  await system.stop()
}

async function firstView(browser: Browser, { url }: RunningSystem) {
  const painted: number[] = []
  const interactive: number[] = []
  let bytes: Record<string, number> = {}
  for (let run = 0; run < RUNS; run++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await page.goto(url)
    await page.getByRole('button', { name: 'Choose photos' }).waitFor()
    // The main thread has nothing left to do: whatever is clicked now is answered.
    interactive.push(
      await page.evaluate(
        () => new Promise<number>((resolve) => requestIdleCallback(() => resolve(performance.now()))),
      ),
    )
    painted.push(
      await page.evaluate(
        () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      ),
    )
    await page.waitForLoadState('networkidle')
    bytes = await page.evaluate(() => {
      const sums: Record<string, number> = {}
      for (const entry of performance.getEntriesByType('resource') as PerformanceResourceTiming[]) {
        const kind = /\.(js|css)$/.exec(entry.name)?.[1] ?? 'other'
        sums[kind] = (sums[kind] ?? 0) + entry.encodedBodySize
      }
      return sums
    })
    await context.close()
  }
  const kB = (count = 0) => `${(count / 1000).toFixed(1)} kB`
  console.log(
    `first view, compressed: script ${kB(bytes.js)}, styles ${kB(bytes.css)}, other ${kB(bytes.other)}`,
  )
  console.log(
    `first contentful paint: ${median(painted).toFixed(0)} ms, interactive: ${median(interactive).toFixed(0)} ms (median of ${RUNS} fresh browser profiles)`,
  )
}

async function largeClaim(browser: Browser, { url, ask }: RunningSystem) {
  const source = sharp(await readFile(new URL('../examples/undamaged.jpg', import.meta.url)))
  const { createClaim } = await ask(
    `mutation { createClaim(input: { reference: "LARGE" }) { ... on Claim { id } } }`,
  )
  const photos: Buffer[] = []
  for (let i = 0; i < PHOTOS; i++) {
    photos.push(
      await source
        .clone()
        .extract({ left: i % 20, top: Math.floor(i / 20), width: 860, height: 580 })
        .jpeg()
        .toBuffer(),
    )
  }
  await inTurns(await upload(url, photos), (photo) =>
    ask(
      `mutation ($photo: Photo!, $claim: ID!) { assessDamage(photo: $photo, claim: $claim, wait: 0) { __typename } }`,
      { photo, claim: createClaim.id },
    ),
  )
  const patience = performance.now() + ASSESSED_WITHIN_MS
  for (;;) {
    if (performance.now() > patience)
      throw new Error(`Expected ${PHOTOS} assessed photos within ${ASSESSED_WITHIN_MS} ms but received fewer`)
    const { claim } = await ask(`query ($id: ID!) { claim(id: $id) { assessments { status } } }`, {
      id: createClaim.id,
    })
    if (claim.assessments.every(({ status }: { status: string }) => !['QUEUED', 'RUNNING'].includes(status)))
      break
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const began = performance.now()
  await page.goto(`${url}/claims/${createClaim.id}`)
  await page
    .locator('.photo-tile')
    .nth(PHOTOS - 1)
    .waitFor({ state: 'attached' })
  const shown = performance.now() - began
  // Photos are looked for in other claims in the background meanwhile; people do not wait for that.
  await page.locator('.photo-tile').first().scrollIntoViewIfNeeded()
  await page
    .locator('.photo-tile img')
    .first()
    .evaluate((image: HTMLImageElement) => image.decode())
  const [count, bytes] = await picturesOf(page)
  const frames = await framesWhile(page, async () => {
    for (let i = 0; i < 90; i++) {
      await page.mouse.wheel(0, 110)
      await page.waitForTimeout(16)
    }
  })
  console.log(
    `a claim of ${PHOTOS} photos: shown after ${shown.toFixed(0)} ms with ${count} pictures of ${(bytes / 1000).toFixed(0)} kB together; scrolling it: ${frames}`,
  )
  await page.waitForLoadState('networkidle', { timeout: SEARCHED_WITHIN_MS })
  console.log(
    `each looked for in other claims, in the background, after ${((performance.now() - began) / 1000).toFixed(1)} s`,
  )
  await page.close()
}

/** How many pictures a page has loaded, and their bytes. */
function picturesOf(page: Page): Promise<[number, number]> {
  return page.evaluate(() => {
    const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    const pictures = all.filter(({ initiatorType }) => initiatorType === 'img')
    return [pictures.length, pictures.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)]
  })
}

/** The pace of a page's frames while something happens to it. */
async function framesWhile(page: Page, act: () => Promise<void>): Promise<string> {
  // The loader of this script names functions by a helper that the page does not have.
  await page.evaluate('globalThis.__name = (it) => it')
  await page.evaluate(() => {
    const times: number[] = []
    const frame = (now: number) => {
      times.push(now)
      if (!('framesEnd' in window)) requestAnimationFrame(frame)
    }
    Object.assign(window, { framesSeen: times })
    requestAnimationFrame(frame)
  })
  await act()
  const times = await page.evaluate(() => {
    Object.assign(window, { framesEnd: true })
    return (window as unknown as { framesSeen: number[] }).framesSeen
  })
  const gaps = times.slice(1).map((time, i) => time - (times[i] as number))
  const sorted = [...gaps].sort((a, b) => a - b)
  const rate = (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0)
  return `${rate.toFixed(0)} frames per second, frame median ${median(gaps).toFixed(1)} ms, 95th percentile ${sorted[Math.floor(gaps.length * 0.95)]?.toFixed(1)} ms`
}

async function upload(url: string, photos: Buffer[]): Promise<string[]> {
  return inTurns(photos, async (photo) => {
    const response = await fetch(`${url}/photos`, { method: 'POST', body: new Uint8Array(photo) })
    if (response.status !== 201) throw new Error(`Expected status 201 but received ${response.status}`)
    return ((await response.json()) as { id: string }).id
  })
}

/** Does it for all of them, a few at a time, in order. */
async function inTurns<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < items.length; at += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(act))))
  }
  return results
}
