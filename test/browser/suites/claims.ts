import { readFile } from 'node:fs/promises'
import { type FileEntry, TextWriter, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import type { Desk } from '../open-desk.ts'

/** A claim of its own, for tests that change it. */
const newClaim = async ({ ask }: Desk, reference: string): Promise<string> =>
  (
    await ask(`mutation ($input: ClaimInput) { createClaim(input: $input) { ... on Claim { id } } }`, {
      input: { reference },
    })
  ).createClaim.id

export const claims = (desk: () => Desk) =>
  describe('claims', () => {
    it('are found by searching and by filters, which stand in the address', async () => {
      const page = await desk().open('/claims')
      const cards = page.locator('.claim-card')
      await cards.first().waitFor()
      await page.getByLabel('Search', { exact: true }).fill('golf')
      await expect.poll(() => cards.count()).toBe(1)
      expect(await cards.innerText()).toContain('CLM-2048')
      expect(page.url()).toContain('search=golf')
      await page.getByLabel('Status').selectOption('CLOSED')
      await page.getByText('No claim fits these filters').waitFor()
      await page.getByRole('button', { name: 'Clear filters' }).click()
      await page.getByRole('combobox', { name: 'Damage' }).selectOption('glass_shatter')
      await page.getByRole('link', { name: 'CLM-2048' }).waitFor()
      await desk().picture(page, 'claims')
    })

    it('come in pages', async () => {
      for (let i = 0; i < 22; i++) await newClaim(desk(), `PAGE-${i}`)
      const page = await desk().open('/claims?search=page')
      await page.getByRole('link', { name: 'PAGE-21' }).waitFor()
      expect(await page.locator('.claim-card').count()).toBe(20)
      await page.getByRole('button', { name: 'Older' }).click()
      await page.getByRole('link', { name: 'PAGE-0', exact: true }).waitFor()
      expect(await page.locator('.claim-card').count()).toBe(2)
      await page.getByRole('button', { name: 'Newer' }).click()
      await page.getByRole('link', { name: 'PAGE-21' }).waitFor()
    })

    it('show photos, findings on the car and the history', async () => {
      const page = await desk().open(`/claims/${desk().claim.id}`)
      await page.getByRole('heading', { name: 'CLM-2048' }).waitFor()
      expect(await page.locator('.photo-tile').count()).toBe(3)
      const findings = page.getByRole('group', { name: 'Findings' })
      expect(await findings.innerText()).toMatch(/Scratch/)
      await page.getByText('opened the claim').waitFor()
      await desk().picture(page, 'claim')
    })

    it('warn of photos that other claims have too', async () => {
      const { ask, claim } = desk()
      const other = await newClaim(desk(), 'TWICE-1')
      await ask(
        `mutation ($photo: Photo!, $claim: ID!) { assessDamage(photo: $photo, claim: $claim, wait: 55) { __typename } }`,
        { photo: claim.photos[1], claim: other },
      )
      const page = await desk().open(`/claims/${other}`)
      await page.getByText('One photo was seen before in another claim').waitFor()
      await page.getByRole('link', { name: 'CLM-2048' }).click()
      await page.getByRole('heading', { name: 'CLM-2048' }).waitFor()
    })

    it('keep notes with HTML in them as text', async () => {
      const id = await newClaim(desk(), '<b>bold</b>')
      const page = await desk().open(`/claims/${id}`)
      await page.getByRole('heading', { name: '<b>bold</b>' }).waitFor()
      await page.getByRole('button', { name: 'Edit: Notes' }).click()
      const text = '<script>document.title = "hit"</script>\n<img src=x onerror=alert(1)>'
      await page.getByRole('textbox', { name: 'Notes' }).fill(text)
      await page.getByRole('button', { name: 'Save' }).click()
      await expect.poll(() => page.locator('.notes-text').innerText()).toBe(text)
      expect(await page.title()).toContain('<b>bold</b>')
    })

    it('tell of a change by somebody else, and lose neither', async () => {
      const { ask } = desk()
      const id = await newClaim(desk(), 'SHARED-1')
      const page = await desk().open(`/claims/${id}`)
      await page.getByRole('button', { name: 'Edit: Notes' }).click()
      await page.getByRole('textbox', { name: 'Notes' }).fill('mine')
      await ask(
        `mutation ($id: ID!) { updateClaim(id: $id, input: { policyNumber: "THEIRS" }) { __typename } }`,
        { id },
      )
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Somebody else changed this claim').waitFor()
      await page.getByText('THEIRS').waitFor()
      await page.getByRole('button', { name: 'Save' }).click()
      await expect.poll(() => page.locator('.notes-text').innerText()).toBe('mine')
      const { claim } = await ask(`query ($id: ID!) { claim(id: $id) { notes policyNumber } }`, { id })
      expect(claim).toEqual({ notes: 'mine', policyNumber: 'THEIRS' })
    })

    it('keep what somebody else said of another field, and show what they said of the same', async () => {
      const { ask } = desk()
      const id = await newClaim(desk(), 'SHARED-2')
      const page = await desk().open(`/claims/${id}`)
      await page.getByRole('button', { name: 'Edit', exact: true }).click()
      await page.getByLabel('Make').fill('Škoda')
      await page.getByLabel('Model').fill('Fabia')
      await ask(
        `mutation ($id: ID!) { updateClaim(id: $id, input: { vehicle: { plate: "B-DG 1", model: "Octavia" } }) { __typename } }`,
        { id },
      )
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Meanwhile somebody else wrote: Octavia').waitFor()
      expect(await page.getByLabel('Plate').inputValue()).toBe('B-DG 1')
      await desk().picture(page, 'claim-shared')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Saved.').waitFor()
      const { claim } = await ask(
        `query ($id: ID!) { claim(id: $id) { vehicle { plate make model } audit { fields } } }`,
        { id },
      )
      expect(claim.vehicle).toEqual({ plate: 'B-DG 1', make: 'Škoda', model: 'Fabia' })
      expect(claim.audit.at(-1).fields).toEqual(['vehicle.make', 'vehicle.model'])
    })

    it('show notes that somebody else wrote while they were written', async () => {
      const { ask } = desk()
      const id = await newClaim(desk(), 'SHARED-3')
      const page = await desk().open(`/claims/${id}`)
      await page.getByRole('button', { name: 'Edit: Notes' }).click()
      await page.getByRole('textbox', { name: 'Notes' }).fill('mine')
      await ask(`mutation ($id: ID!) { updateClaim(id: $id, input: { notes: "theirs" }) { __typename } }`, {
        id,
      })
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Meanwhile somebody else wrote: theirs').waitFor()
      await page.getByRole('textbox', { name: 'Notes' }).fill('theirs, and mine')
      await page.getByRole('button', { name: 'Save' }).click()
      await expect.poll(() => page.locator('.notes-text').innerText()).toBe('theirs, and mine')
    })

    it('take details, and say which is wrong', async () => {
      const id = await newClaim(desk(), 'EDIT-1')
      const page = await desk().open(`/claims/${id}`)
      await page.getByRole('button', { name: 'Edit', exact: true }).click()
      await page.getByLabel('VIN').fill('SHORT')
      await page.getByLabel('Make').fill('Škoda')
      await page.getByRole('button', { name: 'Save' }).click()
      await expect.poll(() => page.getByLabel('VIN').getAttribute('aria-invalid')).toBe('true')
      await page.getByLabel('VIN').fill('WVWZZZ1JZXW000001')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Škoda').first().waitFor()
    })

    it('are closed with a note and opened again', async () => {
      const id = await newClaim(desk(), 'CLOSE-1')
      const page = await desk().open(`/claims/${id}`)
      await page.getByRole('button', { name: 'Close the claim' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Note for the history').fill('settled')
      await dialog.getByRole('button', { name: 'Close the claim' }).click()
      await page.getByText('Closed', { exact: true }).first().waitFor()
      await page.getByText('settled').waitFor()
      await page.getByRole('button', { name: 'Reopen the claim' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Reopen the claim' }).click()
      await page.getByText('Open', { exact: true }).first().waitFor()
    })

    it('are erased once somebody has said so twice', async () => {
      const id = await newClaim(desk(), 'ERASE-1')
      const page = await desk().open(`/claims?search=erase`)
      await page.getByRole('link', { name: 'ERASE-1' }).click()
      await page.getByRole('button', { name: 'Erase the claim' }).click()
      const dialog = page.getByRole('dialog', { name: 'Erase this claim for good?' })
      await dialog.getByRole('button', { name: 'Erase the claim' }).click()
      await page.getByText('The claim is erased.').waitFor()
      await page.getByRole('heading', { name: 'Claims', exact: true }).waitFor()
      await expect.poll(() => page.getByRole('link', { name: 'ERASE-1' }).count()).toBe(0)
      const { erasures } = await desk().ask(`{ erasures { claimId } }`)
      expect(erasures).toContainEqual({ claimId: id })
    })

    it('stay, with the reason, where erasing them is refused', async () => {
      const id = await newClaim(desk(), 'KEEP-1')
      const page = await desk().open(`/claims/${id}`)
      await page.route('**/graphql', async (route) => {
        if (!route.request().postData()?.includes('mutation EraseClaim')) return route.continue()
        const eraseClaim = { __typename: 'Forbidden', code: 'FORBIDDEN', message: '', requiredRole: 'admin' }
        await route.fulfill({ json: { data: { eraseClaim } } })
      })
      await page.getByRole('button', { name: 'Erase the claim' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Erase the claim' }).click()
      await dialog.getByText('Your role does not allow this; it needs admin.').waitFor()
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('heading', { name: 'KEEP-1' }).waitFor()
    })

    it('are taken away as a zip of annotated photos and JSON', async () => {
      const page = await desk().open(`/claims/${desk().claim.id}`)
      await page.getByRole('button', { name: 'Take away' }).click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: 'Photos and results (zip)' }).click(),
      ])
      expect(download.suggestedFilename()).toBe('CLM-2048.zip')
      const bytes = await readFile(await download.path())
      const entries = await new ZipReader(new Uint8ArrayReader(bytes)).getEntries()
      expect(entries.map(({ filename }) => filename)).toEqual([
        'claim.json',
        'photo-1.jpg',
        'photo-2.jpg',
        'photo-3.jpg',
      ])
      const [json, photo] = entries as FileEntry[]
      const claim = JSON.parse((await json?.getData(new TextWriter())) as string)
      expect(claim).toMatchObject({ reference: 'CLM-2048', photos: [{ file: 'photo-1.jpg' }, {}, {}] })
      expect(claim.photos[0].damages.length).toBeGreaterThan(0)
      const jpeg = (await photo?.getData(new Uint8ArrayWriter())) as Uint8Array
      expect([...jpeg.slice(0, 3)]).toEqual([0xff, 0xd8, 0xff])
    })

    it('say that there is nothing to train on before anybody has reviewed', async () => {
      const page = await desk().open(`/claims/${desk().claim.id}`)
      await page.getByRole('button', { name: 'Take away' }).click()
      await page.getByRole('menuitem', { name: 'Annotations for training (COCO)' }).click()
      await page.getByText('There is nothing to train on yet').first().waitFor()
    })

    it('are compared, visit with visit', async () => {
      const { ask, claim } = desk()
      const later = await newClaim(desk(), 'LATER-1')
      await ask(
        `mutation ($photo: Photo!, $claim: ID!) { assessDamage(photo: $photo, claim: $claim, wait: 55) { __typename } }`,
        { photo: claim.photos[0], claim: later },
      )
      const page = await desk().open(`/compare?after=${later}`)
      await page.getByRole('combobox', { name: /Earlier visit/ }).fill('golf')
      await page.getByRole('option', { name: /CLM-2048/ }).click()
      const before = page.getByRole('region', { name: 'There before' })
      await before.waitFor()
      expect(await before.innerText()).toContain('Scratch')
      expect(
        await page
          .getByRole('region', { name: 'Gone' })
          .or(page.getByRole('region', { name: 'Not in view' }))
          .allInnerTexts(),
      ).toEqual(expect.arrayContaining([expect.stringContaining('Shattered glass')]))
      expect(page.url()).toContain(`before=${claim.id}`)
      await desk().picture(page, 'compare')
      await page
        .getByRole('button', { name: /Look closer: Scratch/ })
        .first()
        .click()
      const dialog = page.getByRole('dialog')
      await expect.poll(() => dialog.locator('img').count()).toBe(2)
      await desk().picture(page, 'side-by-side')
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    })

    it('queue for review until somebody has judged them', async () => {
      const page = await desk().open('/review')
      await page.getByRole('link', { name: 'CLM-2048', exact: true }).waitFor()
      await desk().picture(page, 'queue')
    })
  })
