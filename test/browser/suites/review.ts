import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { violationsOf } from '../axe.ts'
import { type Desk, example } from '../open-desk.ts'

interface Case {
  claim: string
  photo: string
  damages: { id: string; state: string; type: string }[]
}

/** A claim of its own with one photo, assessed by the real model, for tests that judge. */
async function newCase({ url, ask }: Desk, reference: string, name = 'dented_and_scratched'): Promise<Case> {
  const { createClaim } = await ask(
    `mutation ($input: ClaimInput) { createClaim(input: $input) { ... on Claim { id } } }`,
    { input: { reference } },
  )
  const body = await readFile(example(`${name}.jpg`))
  const { id: photo } = (await (await fetch(`${url}/photos`, { method: 'POST', body })).json()) as {
    id: string
  }
  await ask(
    `mutation ($photo: Photo!, $claim: ID!) { assessDamage(photo: $photo, claim: $claim, wait: 55) { __typename } }`,
    { photo, claim: createClaim.id },
  )
  return { claim: createClaim.id, photo, damages: await damagesOf(ask, createClaim.id) }
}

const damagesOf = async (ask: Desk['ask'], claim: string): Promise<Case['damages']> =>
  (
    await ask(`query ($id: ID!) { claim(id: $id) { damages(rejected: true) { id state type } } }`, {
      id: claim,
    })
  ).claim.damages

/** What somebody else says meanwhile. */
const judge = (ask: Desk['ask'], damage: string, verdict: string) =>
  ask(
    `mutation ($damage: ID!, $verdict: Verdict!) { reviewDamage(damage: $damage, review: { verdict: $verdict }) { __typename } }`,
    {
      damage,
      verdict,
    },
  )

const address = ({ claim, photo }: Case) => `/claims/${claim}/photos/${photo}/review`
const told = (page: Page, text: string) => page.locator('.review-told').getByText(text).waitFor()

export const review = (desk: () => Desk) =>
  describe('a review', () => {
    const open = async (one: Case, options = {}) => {
      const page = await desk().open(address(one), options)
      await page.locator('.review-list .damage').first().waitFor()
      return page
    }

    it('goes through every damage and on, by keyboard alone', async () => {
      const one = await newCase(desk(), 'REVIEW-KEYS')
      const page = await open(one)
      // Pressed ahead: each acts on the damage that is chosen by then. How many there are is the model's to say.
      const verdicts = one.damages.map((_, at) => (at % 2 === 0 ? 'c' : 'r'))
      for (const key of verdicts) await page.keyboard.press(key)
      await told(page, 'Every damage of this photo is judged.')
      const states = (await damagesOf(desk().ask, one.claim)).map(({ state }) => state)
      expect(states).toEqual(verdicts.map((key) => (key === 'c' ? 'CONFIRMED' : 'REJECTED')))

      await page.keyboard.press('u')
      await told(page, 'Taken back.')
      await page.keyboard.press('l')
      await page.getByRole('form', { name: 'Relabel the damage' }).waitFor()
      await page.keyboard.press('p')
      await page.keyboard.press('Enter')
      await told(page, 'Corrected.')
      await desk().picture(page, 'review')
      const after = await damagesOf(desk().ask, one.claim)
      expect(after.at(-1)).toMatchObject({ state: 'CORRECTED', type: 'paint_loss' })

      // The label is right now, but there is something to say.
      await page.keyboard.press('l')
      await page.getByLabel('Note for the history').fill('seen from behind, too')
      await page.keyboard.press('Enter')
      await told(page, 'Confirmed.')
      await page.getByText('seen from behind, too').waitFor()

      await page.keyboard.press('g')
      await page.waitForURL((url) => url.pathname !== address(one))
    })

    it('takes the mark off the photo on its claim’s page', async () => {
      // Severe damage is always shown to a person, however sure the model is.
      const one = await newCase(desk(), 'REVIEW-MARK', 'shattered_glass')
      const page = await desk().open(`/claims/${one.claim}`)
      const mark = page.locator('.photo-tile').getByText('Needs review', { exact: true })
      await mark.waitFor()
      await desk().ask(
        `mutation ($claim: ID!, $photo: ID!) { reviewPhoto(claim: $claim, photo: $photo) { __typename } }`,
        { claim: one.claim, photo: one.photo },
      )
      await page.reload()
      await page.locator('.photo-tile').waitFor()
      expect(await mark.count()).toBe(0)
    })

    it('draws what the model missed, without a pointer', async () => {
      const one = await newCase(desk(), 'REVIEW-DRAW')
      const page = await open(one)
      await page.keyboard.press('a')
      await page.getByRole('region', { name: /^Outline editor/ }).waitFor()
      await page.keyboard.press('Space')
      await page.keyboard.press('Enter')
      await page.getByText('It needs three points at least').waitFor()
      await page.keyboard.press('Shift+ArrowRight')
      await page.keyboard.press('Space')
      await page.keyboard.press('Shift+ArrowDown')
      await page.keyboard.press('Space')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Enter')
      await page.getByRole('form', { name: 'What did the model miss?' }).waitFor()
      await page.keyboard.press('Enter')
      await told(page, 'Added.')
      const damages = await damagesOf(desk().ask, one.claim)
      expect(damages.at(-1)).toMatchObject({ state: 'ADDED', type: 'scratch' })
    })

    it('redraws an outline with the mouse, and says why a crossed one cannot be saved', async () => {
      const one = await newCase(desk(), 'REVIEW-OUTLINE', 'scratched_door')
      const page = await open(one)
      await page.getByRole('button', { name: /^Redraw/ }).click()
      const points = page.getByRole('button', { name: /^Point \d/ })
      await points.first().waitFor()
      const box = async (at: number) => {
        const { x, y, width, height } = (await points.nth(at).boundingBox()) ?? {
          x: 0,
          y: 0,
          width: 0,
          height: 0,
        }
        return [x + width / 2, y + height / 2] as const
      }
      const count = await points.count()
      const [from, across] = [await box(0), await box(Math.floor(count / 2))]
      const drag = async (to: readonly [number, number]) => {
        await page.mouse.move(...from)
        await page.mouse.down()
        await page.mouse.move(...to, { steps: 6 })
        await page.mouse.up()
      }
      await drag([2 * across[0] - from[0], 2 * across[1] - from[1]])
      await page.getByText('The outline crosses itself').waitFor()
      await page.getByRole('button', { name: 'Save outline' }).click()
      expect(await page.getByRole('button', { name: 'Save outline' }).isVisible()).toBe(true)
      await desk().picture(page, 'outline-crossed')
      await page.getByRole('button', { name: 'Undo' }).click()
      await drag([from[0] + 3, from[1] - 3])
      await page.getByRole('button', { name: 'Save outline' }).click()
      await told(page, 'Corrected.')
      expect((await damagesOf(desk().ask, one.claim))[0]?.state).toBe('CORRECTED')
    })

    it('asks before Escape throws away what was drawn', async () => {
      const page = await open(await newCase(desk(), 'REVIEW-ESCAPE'))
      const editor = page.getByRole('button', { name: /^Point 1 / })
      await page.keyboard.press('o')
      await editor.waitFor()
      await page.keyboard.press('Escape')
      await editor.waitFor({ state: 'detached' })

      await page.keyboard.press('o')
      await editor.focus()
      await page.keyboard.press('ArrowLeft')
      // Lets go of the point, asks, is told to go on, asks again.
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await page.getByText('Press Escape once more to discard it.').waitFor()
      await page.keyboard.press('Control+z')
      await page.keyboard.press('Control+y')
      await page.getByText('Press Escape once more to discard it.').waitFor({ state: 'detached' })
      await page.keyboard.press('Escape')
      await page.getByText('Press Escape once more to discard it.').waitFor()
      await page.keyboard.press('Escape')
      await editor.waitFor({ state: 'detached' })
    })

    it('shows both words when somebody else was faster, and loses neither', async () => {
      const one = await newCase(desk(), 'REVIEW-TWO')
      const [first, second] = one.damages
      const page = await open(one)
      // Another damage of the claim is no reason to bother anybody.
      await judge(desk().ask, second?.id ?? '', 'CONFIRM')
      await page.keyboard.press('c')
      await told(page, 'Confirmed.')

      await page.locator('.review-list .damage-button').first().click()
      await judge(desk().ask, first?.id ?? '', 'REJECT')
      await page.keyboard.press('l')
      await page.getByLabel('Type').selectOption('dent')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Somebody was faster').waitFor()
      await page.getByText('rejected a damage').first().waitFor()
      await desk().picture(page, 'review-conflict')
      expect(await violationsOf(page)).toEqual([])
      await page.getByRole('button', { name: 'Save mine' }).click()
      await page.getByText('Somebody was faster').waitFor({ state: 'detached' })
      const { claim } = await desk().ask(
        `query ($id: ID!) { claim(id: $id) { audit { kind } damages { type state } } }`,
        {
          id: one.claim,
        },
      )
      expect(claim.damages[0]).toEqual({ type: 'dent', state: 'CORRECTED' })
      expect(claim.audit.map(({ kind }: { kind: string }) => kind)).toContain('DAMAGE_REJECTED')
    })

    it('does not undo what somebody else said', async () => {
      const one = await newCase(desk(), 'REVIEW-UNDO')
      const page = await open(one)
      await page.keyboard.press('c')
      await told(page, 'Confirmed.')
      await judge(desk().ask, one.damages[0]?.id ?? '', 'REJECT')
      await page.keyboard.press('u')
      await page.getByText('This cannot be undone').waitFor()
      expect((await damagesOf(desk().ask, one.claim))[0]?.state).toBe('REJECTED')
    })

    it('keeps a judgement while the server cannot be reached, and sends it when asked', async () => {
      const one = await newCase(desk(), 'REVIEW-OFFLINE')
      const page = await open(one, { expected: /Failed to|ERR_/ })
      await page.route('**/graphql', (route) => route.abort())
      await page.keyboard.press('r')
      await page.getByText('That was not saved yet').waitFor()
      await page.unroute('**/graphql')
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.getByText('That was not saved yet').waitFor({ state: 'detached' })
      await expect.poll(async () => (await damagesOf(desk().ask, one.claim))[0]?.state).toBe('REJECTED')
    })

    it('keeps what is being drawn while the server cannot be reached', async () => {
      const one = await newCase(desk(), 'REVIEW-AWAY')
      const page = await open(one, { expected: /Failed to|ERR_/ })
      await page.keyboard.press('o')
      await page.getByRole('button', { name: /^Point 1 / }).waitFor()
      const lost = page.waitForEvent('requestfailed')
      await page.route('**/graphql', (route) => route.abort())
      // The page looks by itself for what others have done.
      await lost
      await page.getByRole('button', { name: 'Save outline' }).click()
      await page.getByText('That was not saved yet').waitFor()
      expect(await page.getByRole('button', { name: /^Point 1 / }).count()).toBe(1)
      await page.unroute('**/graphql')
      await page.getByRole('button', { name: 'Try again' }).click()
      await expect.poll(async () => (await damagesOf(desk().ask, one.claim))[0]?.state).toBe('CORRECTED')
    })

    it('says that the claim was closed meanwhile', async () => {
      const one = await newCase(desk(), 'REVIEW-CLOSED')
      const page = await open(one)
      await desk().ask(`mutation ($id: ID!) { closeClaim(id: $id) { __typename } }`, { id: one.claim })
      await page.keyboard.press('c')
      await page.getByText('The claim was closed in the meantime').waitFor()
    })

    it('takes a photo that was looked at off the queue', async () => {
      const one = await newCase(desk(), 'REVIEW-SEEN')
      const page = await open(one)
      await page.keyboard.press('s')
      await page.waitForURL((url) => url.pathname !== address(one))
      const { claim } = await desk().ask(`query ($id: ID!) { claim(id: $id) { photosToReview { id } } }`, {
        id: one.claim,
      })
      expect(claim.photosToReview).toEqual([])
    })

    it('lists its keys, and lets them be switched off', async () => {
      const one = await newCase(desk(), 'REVIEW-HELP')
      const page = await open(one)
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keys of the review' }).waitFor()
      expect(await violationsOf(page)).toEqual([])
      await page.getByRole('checkbox').uncheck()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.keyboard.press('c')
      await page.getByRole('button', { name: /^Confirm/ }).click()
      await told(page, 'Confirmed.')
      const states = (await damagesOf(desk().ask, one.claim)).map(({ state }) => state)
      expect(states.filter((state) => state === 'CONFIRMED')).toHaveLength(1)
    })

    it.each(['light', 'dark'] as const)(
      'is accessible in %s mode, on the page and in the editor',
      async (colorScheme) => {
        const one = await newCase(desk(), `REVIEW-AXE-${colorScheme}`)
        const page = await open(one, { colorScheme })
        await desk().picture(page, `review-${colorScheme}`)
        expect(await violationsOf(page)).toEqual([])
        await page.keyboard.press('o')
        await page.getByRole('button', { name: /^Point 1 / }).waitFor()
        expect(await violationsOf(page)).toEqual([])
      },
    )

    it('works with fingers on a phone: zoom with two, drag with one', async () => {
      const one = await newCase(desk(), 'REVIEW-PHONE')
      const page = await open(one, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
      const layer = page.locator('section[aria-label^="Photo with damages"] img')
      const width = async () => (await layer.boundingBox())?.width ?? 0
      const before = await width()
      const session = await page.context().newCDPSession(page)
      const frame = await page.locator('section[aria-label^="Photo with damages"]').boundingBox()
      const [x, y] = [(frame?.x ?? 0) + 170, (frame?.y ?? 0) + 150]
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
        session.send('Input.dispatchTouchEvent', {
          type,
          touchPoints:
            type === 'touchEnd'
              ? []
              : [
                  { x: x - apart, y },
                  { x: x + apart, y },
                ],
        })
      await touch('touchStart', 20)
      for (const apart of [30, 45, 60, 80]) await touch('touchMove', apart)
      await touch('touchEnd', 0)
      await expect.poll(width).toBeGreaterThan(2 * before)
      const left = async () => (await layer.boundingBox())?.x ?? 0
      const start = await left()
      await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
      for (const by of [10, 25, 40]) {
        await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: x + by, y }] })
      }
      await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
      await expect.poll(async () => Math.abs((await left()) - start)).toBeGreaterThan(20)
      // Last: a picture of the whole page takes the fingers away for a moment.
      await desk().picture(page, 'phone-review')
    })
  })
