import { afterAll, beforeAll, describe, it } from 'vitest'
import { findChromium } from './find-chromium.ts'
import { type Desk, example, openDesk } from './open-desk.ts'
import { accessibility } from './suites/accessibility.ts'
import { batches } from './suites/batches.ts'
import { bucket } from './suites/bucket.ts'
import { claims } from './suites/claims.ts'
import { faults } from './suites/faults.ts'
import { keyboard } from './suites/keyboard.ts'
import { leftUploads } from './suites/left-uploads.ts'
import { paper } from './suites/paper.ts'
import { phone } from './suites/phone.ts'
import { photo } from './suites/photo.ts'
import { review } from './suites/review.ts'
import { signIn } from './suites/sign-in.ts'
import { speed } from './suites/speed.ts'
import { thumbnails } from './suites/thumbnails.ts'
import { uploads } from './suites/uploads.ts'

if (!findChromium()) {
  it.skip('the desk: no Chromium on this machine; install one or set CHROMIUM_PATH', () => {})
} else {
  // One running system, model included, for everything: it takes seconds to start.
  describe('the desk', { timeout: 180_000 }, () => {
    let desk: Desk
    beforeAll(async () => {
      desk = await openDesk()
      desk.claim = await assessedClaim(desk)
    }, 180_000)
    afterAll(() => desk?.stop(), 60_000)

    const current = () => desk
    uploads(current)
    leftUploads(current)
    batches(current)
    claims(current)
    thumbnails(current)
    photo(current)
    paper(current)
    keyboard(current)
    phone(current)
    faults(current)
    review(current)
    speed(current)
    accessibility(current)
  })
  signIn()
  bucket()
}

/** Photos with damage and without, through the API, so that pages have something to show. */
async function assessedClaim({ url, ask }: Desk): Promise<Desk['claim']> {
  const { readFile } = await import('node:fs/promises')
  const { createClaim } = await ask(
    `mutation { createClaim(input: { reference: "CLM-2048", policyNumber: "P-77", notes: "Parked outside overnight.",
      vehicle: { plate: "B-DG 2048", make: "Volkswagen", model: "Golf", year: 2021 } }) { ... on Claim { id } } }`,
  )
  const photos: string[] = []
  for (const name of ['dented_and_scratched', 'shattered_glass', 'undamaged']) {
    const response = await fetch(`${url}/photos`, {
      method: 'POST',
      body: await readFile(example(`${name}.jpg`)),
    })
    const { id } = (await response.json()) as { id: string }
    photos.push(id)
    await ask(
      `mutation ($photo: Photo!, $claim: ID!) { assessDamage(photo: $photo, claim: $claim, wait: 55) { __typename } }`,
      { photo: id, claim: createClaim.id },
    )
  }
  return { id: createClaim.id, photos }
}
