/**
 * Frames while a photo with 100 damages is dragged, in a real Chromium against the running system:
 *
 *     npx tsx bench/desk-panning.ts
 *
 * A frame is late when it comes more than 25 ms after the one before: at 60 frames per second they are 16.7 ms
 * apart. What the page itself does for a frame is measured besides, because a machine without a graphics card
 * also paints with the processor.
 */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { example, launch } from '../test/browser/open-desk.ts'
import { type RunningSystem, startSystem } from '../test/browser/start-system.ts'
import { median } from './statistics.ts'

const DAMAGES = 100
const POINTS = 64
const SECONDS = 4
const LATE_MS = 25

const system = await startSystem()
const browser = await launch()
try {
  const { claim, photo } = await crowdedPhoto(system)
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(`${system.url}/claims/${claim}/photos/${photo}`)
  await page
    .locator('[data-damage]')
    .nth(DAMAGES - 1)
    .waitFor({ state: 'attached' })
  // tsx names functions by a helper that the page does not have.
  await page.evaluate('globalThis.__name = (it) => it')
  await zoomIn(page)
  const still = await framesDuring(page, () => page.waitForTimeout(SECONDS * 1000))
  const panned = await framesDuring(page, () => dragAround(page))
  for (const [name, { frames, scripting }] of Object.entries({ still, panned })) {
    const gaps = frames.slice(1).map((time, at) => time - (frames[at] ?? time))
    const ordered = gaps.toSorted((a, b) => a - b)
    const late = gaps.filter((gap) => gap > LATE_MS).length
    console.log(
      `${name}: ${(1000 / (gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length)).toFixed(1)} frames/s, ` +
        `median ${median(gaps).toFixed(1)} ms, 95th percentile ${(ordered[Math.floor(gaps.length * 0.95)] ?? 0).toFixed(1)} ms, ` +
        `${late} of ${gaps.length} late; script, style and layout ${((1000 * scripting) / gaps.length).toFixed(2)} ms a frame`,
    )
  }
} finally {
  await browser.close()
  await system.stop()
}

/** A photo with so many damages, each of so many points, spread over it. */
async function crowdedPhoto({ url, ask }: RunningSystem) {
  const { createClaim } = await ask('mutation { createClaim { ... on Claim { id } } }')
  const body = await readFile(example('dented_and_scratched.jpg'))
  const { id: photo } = (await (await fetch(`${url}/photos`, { method: 'POST', body })).json()) as {
    id: string
  }
  const claim: string = createClaim.id
  await ask(
    'mutation ($photo: Photo!, $claim: ID!) { assessDamage(photo: $photo, claim: $claim, wait: 55) { __typename } }',
    { photo, claim },
  )
  for (let at = 0; at < DAMAGES; at++) {
    const [x, y, radius] = [0.06 + 0.098 * (at % 10), 0.06 + 0.098 * Math.floor(at / 10), 0.055]
    const polygon = Array.from({ length: POINTS }, (_, point) => {
      const angle = (2 * Math.PI * point) / POINTS
      const reach = radius * (0.8 + 0.2 * Math.sin(5 * angle + at))
      return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)]
    })
    const type = ['scratch', 'dent', 'paint_loss', 'broken_part'][at % 4]
    await ask(
      'mutation ($claim: ID!, $photo: ID!, $damage: NewDamageInput!) { addDamage(claim: $claim, photo: $photo, damage: $damage) { __typename } }',
      { claim, photo, damage: { type, polygons: [polygon] } },
    )
  }
  return { claim, photo }
}

async function middleOf(page: Page): Promise<[number, number]> {
  const box = await page.locator('section[aria-label^="Photo with damages"]').boundingBox()
  if (!box) throw new Error('Expected a photo on the page but received none')
  return [box.x + box.width / 2, box.y + box.height / 2]
}

async function zoomIn(page: Page): Promise<void> {
  await page.mouse.move(...(await middleOf(page)))
  for (let turn = 0; turn < 4; turn++) await page.mouse.wheel(0, -150)
  await page.waitForTimeout(1500)
}

async function dragAround(page: Page): Promise<void> {
  const [x, y] = await middleOf(page)
  await page.mouse.move(x, y)
  await page.mouse.down()
  const start = Date.now()
  while (Date.now() - start < SECONDS * 1000) {
    const angle = (Date.now() - start) / 400
    await page.mouse.move(x + 150 * Math.cos(angle), y + 100 * Math.sin(angle))
  }
  await page.mouse.up()
}

/** When frames were drawn meanwhile, in milliseconds, and the seconds that the page's own work took. */
async function framesDuring(page: Page, task: () => Promise<void>) {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    const names = ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration']
    return metrics.filter(({ name }) => names.includes(name)).reduce((sum, { value }) => sum + value, 0)
  }
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(window, { frameTimes: times })
    const note = (time: number) => {
      times.push(time)
      requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
  const before = await worked()
  await task()
  const scripting = (await worked()) - before
  const frames = await page.evaluate(() => (window as unknown as { frameTimes: number[] }).frameTimes)
  await session.detach()
  return { frames, scripting }
}
