import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { tinyModelDir } from '../../inference/tiny-model.ts'
import { type IdentityProvider, startIdentityProvider } from '../identity-provider.ts'
import { example, launch, openPage } from '../open-desk.ts'
import { type RunningSystem, startSystem } from '../start-system.ts'
import { keptNames } from './left-uploads.ts'

/** Against a server that asks who somebody is, and a provider of its own. */
export const signIn = () =>
  describe('signing in', { timeout: 180_000 }, () => {
    let provider: IdentityProvider
    let system: RunningSystem
    let browser: Browser
    beforeAll(async () => {
      provider = await startIdentityProvider('desk')
      const env = {
        AUTH: 'required',
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: 'desk',
        MODEL_DIR: tinyModelDir,
      }
      ;[system, browser] = await Promise.all([startSystem(env), launch()])
    }, 180_000)
    afterAll(async () => {
      await browser?.close()
      await system?.stop()
      await provider?.stop()
    })

    const open = () =>
      openPage(browser, `${system.url}/claims`, {
        expected: /401|Failed to load resource/,
        origins: [provider.issuer],
      })

    it('shows nothing before, and everything after, under the name that the provider gives', async () => {
      const page = await open()
      await page.getByRole('heading', { name: 'Sign in to the claims desk' }).waitFor()
      expect(await page.getByRole('searchbox').count()).toBe(0)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByText('Ada Adjuster').waitFor()
      await page.getByText('No claims yet').waitFor()
      await page.reload()
      await page.getByText('Ada Adjuster').waitFor()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: 'Sign in to the claims desk' }).waitFor()
    })

    it('asks again when the session has ended, and goes on with what waited', async () => {
      const page = await open()
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByText('Ada Adjuster').waitFor()
      await page.getByRole('link', { name: 'Assess' }).click()
      // The server refuses the token from here on, as it does once that has run out.
      let refuse = true
      await page.route('**/photos', (route) =>
        refuse ? route.fulfill({ status: 401, json: { errors: [] } }) : route.continue(),
      )
      await page.setInputFiles('[data-testid=files]', example('undamaged.jpg'))
      await page.getByRole('heading', { name: 'Your session has ended' }).waitFor()
      refuse = false
      const before = provider.signedIn()
      await page.getByRole('button', { name: 'Sign in again' }).click()
      await page.getByText('All done').waitFor({ timeout: 60_000 })
      expect(provider.signedIn()).toBe(before + 1)
      expect(await page.locator('.upload-row').count()).toBe(1)
      expect(await page.getByRole('heading', { name: 'Your session has ended' }).count()).toBe(0)
    })

    it.each([
      { who: 'the same person', person: { subject: 'ada', name: 'Ada Adjuster' }, reviewers: ['ada'] },
      { who: 'nobody, when somebody else', person: { subject: 'bob', name: 'Bob Butler' }, reviewers: [] },
    ])('reviews for $who who signs in after the session has ended', async ({ person, reviewers }) => {
      const page = await open()
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByText('Ada Adjuster').waitFor()
      await page.getByRole('link', { name: 'Assess' }).click()
      await page.setInputFiles('[data-testid=files]', example('undamaged.jpg'))
      await page.getByText('All done').waitFor({ timeout: 60_000 })
      const photo = await page.getByRole('link', { name: 'See the result of' }).getAttribute('href')
      await page.goto(`${system.url}${photo}/review`)
      await page.locator('.review-actions').waitFor()
      let refuse = true
      await page.route('**/graphql', (route) =>
        refuse ? route.fulfill({ status: 401, json: { errors: [] } }) : route.continue(),
      )
      await page.keyboard.press('s')
      await page.getByRole('heading', { name: 'Your session has ended' }).waitFor()
      refuse = false
      onTestFinished(() => {
        provider.person = { subject: 'ada', name: 'Ada Adjuster' }
      })
      provider.person = person
      await page.getByRole('button', { name: 'Sign in again' }).click()
      await page.getByText(person.name).waitFor()
      await page.getByRole('heading', { name: 'Your session has ended' }).waitFor({ state: 'detached' })
      await page.waitForLoadState('networkidle')
      const claim = /claims\/([^/]+)/.exec(photo ?? '')?.[1]
      const trail = await page.evaluate(async (id) => {
        const { accessToken } = JSON.parse(sessionStorage.getItem('dentgraph.session') ?? '{}')
        const response = await fetch('/graphql', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${accessToken}` },
          body: JSON.stringify({
            query: 'query ($id: ID!) { claim(id: $id) { audit { kind actor } } }',
            variables: { id },
          }),
        })
        const { data } = await response.json()
        return data.claim.audit as { kind: string; actor: string }[]
      }, claim)
      const reviewed = trail.filter(({ kind }) => kind === 'PHOTO_REVIEWED')
      expect(reviewed.map(({ actor }) => actor)).toEqual(reviewers)
    })

    it('leaves nothing of what was on its way when somebody signs out', async () => {
      const page = await open()
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByText('Ada Adjuster').waitFor()
      await page.getByRole('link', { name: 'Assess' }).click()
      await page.route('**/photos', () => undefined)
      await page.setInputFiles('[data-testid=files]', example('undamaged.jpg'))
      await expect.poll(() => keptNames(page)).toEqual(['undamaged.jpg'])
      await page.getByRole('button', { name: 'Sign out' }).click()
      await expect.poll(() => keptNames(page)).toEqual([])
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByText('Ada Adjuster').waitFor()
      expect(await page.locator('.upload-row').count()).toBe(0)
    })

    it('leaves out what the role of whoever signed in does not allow', async () => {
      const signedInAs = async (role: string, path: string) => {
        provider.roles = [role]
        const page = await openPage(browser, system.url + path, {
          expected: /401|Failed to load resource/,
          origins: [provider.issuer],
        })
        await page.getByRole('button', { name: 'Sign in', exact: true }).click()
        await page.getByText('Ada Adjuster').waitFor()
        return page
      }
      const offered = async (role: string, path: string) => {
        const page = await signedInAs(role, path)
        await page.getByRole('heading', { name: 'Details' }).waitFor()
        // Whatever is to come has come once the page asks for nothing more.
        await page.waitForLoadState('networkidle')
        const names = await page.locator('main').getByRole('button').allInnerTexts()
        await page.getByRole('button', { name: 'Sign out' }).click()
        return names.map((name) => name.trim())
      }
      const page = await signedInAs('submitter', '/')
      await page.setInputFiles('[data-testid=files]', example('undamaged.jpg'))
      await page.getByText('All done').waitFor({ timeout: 60_000 })
      const photo = await page.getByRole('link', { name: 'See the result of' }).getAttribute('href')
      await page.locator('a[href^="/claims/"]').first().click()
      await page.waitForURL(/\/claims\/[a-z0-9]+/)
      const path = /\/claims\/[a-z0-9]+/.exec(page.url())?.[0] ?? ''
      await page.goto(`${system.url}${photo}/review`)
      await page.getByRole('heading', { name: 'Your role does not allow reviewing' }).waitFor()
      await page.getByRole('link', { name: 'Only look at the photo' }).click()
      await page.getByRole('heading', { name: 'Photo 1' }).waitFor()
      await page.getByRole('link', { name: 'Review', exact: true }).click()
      await page.getByRole('heading', { name: 'Your role does not allow reviewing' }).waitFor()
      await page.getByRole('button', { name: 'Sign out' }).click()
      expect(await offered('submitter', path)).toEqual(['Take away'])
      const adjusting = ['Take away', 'Close the claim', 'Edit', 'Edit']
      expect(await offered('adjuster', path)).toEqual(adjusting)
      expect(await offered('admin', path)).toEqual(adjusting.toSpliced(2, 0, 'Erase the claim'))
    })

    it('lets no policy of the page reach other places than the provider', async () => {
      const policy = (await fetch(system.url)).headers.get('Content-Security-Policy') ?? ''
      expect(policy).toContain(`connect-src 'self' ${provider.issuer};`)
    })
  })
