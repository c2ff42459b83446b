/**
 * Takes the documents' pictures of the running desk, with the drawn example photos:
 *
 *     npx tsx test/browser/take-pictures.ts
 */
import { fileURLToPath } from 'node:url'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { findChromium } from './find-chromium.ts'
import { startSystem } from './start-system.ts'

const docs = fileURLToPath(new URL('../../docs/', import.meta.url))
const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}.jpg`, import.meta.url))
const WIDTH = 1000

const executablePath = findChromium()
if (!executablePath)
  throw new Error('Expected a Chromium for the pictures but received none; set CHROMIUM_PATH')
const system = await startSystem()
const browser = await chromium.launch({
  executablePath,
  args: ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
})
try {
  const page = await open()
  const claim = await upload(page)
  await keep(page, 'desk-upload')
  await page.goto(`${system.url}/claims/${claim}`)
  await page.locator('.photo-tile img').first().waitFor()
  await keep(page, 'desk-claim')
  const { photos } = (
    await system.ask(`query ($id: ID!) { claim(id: $id) { photos { id damages { id } } } }`, { id: claim })
  ).claim
  const damaged = photos.find((photo: { damages: unknown[] }) => photo.damages.length > 0)
  const address = `${system.url}/claims/${claim}/photos/${damaged.id}`

  const dark = await open({ colorScheme: 'dark' })
  await dark.goto(address)
  await dark.locator('.damage-button').first().click()
  await keep(dark, 'desk-photo')
  await page.goto(`${address}/review`)
  await page.locator('h1').waitFor()
  await keep(page, 'desk-review')
  await page.goto(`${system.url}/model`)
  await page.getByRole('img').first().waitFor()
  await keep(page, 'desk-model')
} finally {
  await browser.close()
  await system.stop()
}

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    locale: 'en-GB',
    ...options,
  })
  return context.newPage()
}

/** @returns the claim's id */
async function upload(page: Page): Promise<string> {
  await page.goto(system.url)
  await page.getByLabel('Claim number').fill('CLM-2048')
  await page.setInputFiles(
    '[data-testid=files]',
    ['dented_and_scratched', 'shattered_glass', 'scratched_door', 'undamaged'].map(example),
  )
  await page.getByText('All done').waitFor({ timeout: 120_000 })
  const { claims } = await system.ask('{ claims { nodes { id } } }')
  const { id } = claims.nodes[0]
  await system.ask(
    `mutation ($id: ID!) { updateClaim(id: $id, input: { policyNumber: "P-7731", notes: "Parked outside overnight.",
      vehicle: { plate: "B-DG 2048", make: "Volkswagen", model: "Golf", year: 2021 } }) { __typename } }`,
    { id },
  )
  return id
}

async function keep(page: Page, name: string) {
  await page.waitForLoadState('networkidle')
  // Drawings appear by degrees.
  await page.waitForTimeout(400)
  const picture = await page.screenshot()
  await sharp(picture).resize(WIDTH).jpeg({ quality: 78, mozjpeg: true }).toFile(`${docs}${name}.jpg`)
}
