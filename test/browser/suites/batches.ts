import { readFile } from 'node:fs/promises'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { violationsOf } from '../axe.ts'
import { type Desk, example } from '../open-desk.ts'
import { zipOfVisits } from '../zip-of-visits.ts'

export const batches = (desk: () => Desk) =>
  describe('a batch', () => {
    it('goes from a zip to verdicts with reasons and to its results', async () => {
      const page = await desk().open('/')
      await page.getByRole('link', { name: 'Send it as a batch' }).click()
      await page.getByRole('combobox', { name: 'Claims' }).selectOption('folder')
      await page.setInputFiles('[data-testid=zip]', await zipOfVisits())
      await page.getByRole('heading', { name: 'hail.zip' }).waitFor()
      await page.getByText('3 of 3 photos finished').waitFor({ timeout: 120_000 })
      await page.getByText('Finished', { exact: true }).waitFor()
      const rows = page.locator('.batch-entries tbody tr')
      expect(await rows.nth(0).innerText()).toContain('Scratch')
      expect(await rows.nth(1).innerText()).toContain('No damage found')
      expect(await rows.nth(2).innerText()).toContain('not a photo')
      await desk().picture(page, 'batch')
      expect(await violationsOf(page)).toEqual([])

      await page.getByLabel('Only those that failed').check()
      await expect.poll(() => rows.count()).toBe(1)
      await page.getByRole('button', { name: 'Results' }).click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: 'Table (CSV)' }).click(),
      ])
      expect(await readFile(await download.path(), 'utf8')).toContain('tiguan/door.jpg')

      await page.getByRole('button', { name: 'Try the failed one again' }).click()
      await page.getByText('The failed ones are assessed again.').waitFor()
      await page.getByLabel('Only those that failed').uncheck()
      await page.getByRole('link', { name: 'See the result of tiguan/door.jpg' }).click()
      await page.getByRole('link', { name: 'tiguan', exact: true }).waitFor()
    })

    it('is cancelled, with what is ready kept and told', async () => {
      const zip = new ZipWriter(new Uint8ArrayWriter())
      const door = await readFile(example('scratched_door.jpg'))
      for (let i = 1; i <= 24; i++) await zip.add(`${i}.jpg`, new Uint8ArrayReader(door))
      const page = await desk().open('/bulk')
      await page.setInputFiles('[data-testid=zip]', {
        name: 'wrong.zip',
        mimeType: 'application/zip',
        buffer: Buffer.from(await zip.close()),
      })
      await page.getByRole('heading', { name: 'wrong.zip' }).waitFor()
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByText('Cancelled. What is with the model still ends.').waitFor()
      await page.getByText('24 of 24 photos finished').waitFor()
      await page.locator('.batch-when').getByText('Cancelled', { exact: true }).waitFor()
      const verdicts = await page.locator('.batch-entries tbody tr').allInnerTexts()
      const cancelled = verdicts.filter((verdict) => verdict.includes('Cancelled')).length
      expect(cancelled).toBeGreaterThan(0)
      await page.getByText(`${cancelled} cancelled`).waitFor()
      expect(verdicts.filter((verdict) => verdict.includes('Scratch'))).toHaveLength(24 - cancelled)
      expect(await page.getByRole('button', { name: /^(Cancel|Try the)/ }).count()).toBe(0)
      await page.getByRole('button', { name: 'Results' }).waitFor()
      await desk().picture(page, 'batch-cancelled')
      expect(await violationsOf(page)).toEqual([])
    })

    it('is erased once somebody has said so twice, and its claims stay', async () => {
      const { buffer } = await zipOfVisits()
      const answer = await fetch(`${desk().url}/batches?name=leaving&grouping=folder`, {
        method: 'POST',
        body: new Uint8Array(buffer),
      })
      const { id } = (await answer.json()) as { id: string }
      const page = await desk().open(`/bulk/${id}`)
      await page.getByText('3 of 3 photos finished').waitFor({ timeout: 120_000 })
      await page.getByRole('button', { name: 'Erase the batch' }).click()
      const dialog = page.getByRole('dialog', { name: 'Erase this batch for good?' })
      await dialog.waitFor()
      expect(await violationsOf(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'Erase the batch' }).click()
      await desk().picture(page, 'batch-erase')
      await dialog.getByRole('button', { name: 'Erase the batch' }).click()
      await page.getByText('The batch is erased.').waitFor()
      await page.getByRole('heading', { name: 'Batches', exact: true }).waitFor()
      await expect.poll(() => page.getByRole('link', { name: 'leaving' }).count()).toBe(0)
      const { batch, claims } = await desk().ask(
        `query ($id: ID!) { batch(id: $id) { id } claims(filter: { search: "tiguan" }) { nodes { reference } } }`,
        { id },
      )
      expect(batch).toBeNull()
      expect(claims.nodes).toContainEqual({ reference: 'tiguan' })
    })

    it('is found in the list, and says why a file is none', async () => {
      const { buffer } = await zipOfVisits()
      await fetch(`${desk().url}/batches?name=rental`, { method: 'POST', body: new Uint8Array(buffer) })
      const page = await desk().open('/bulk', { expected: /Failed to load resource/ })
      await page.setInputFiles('[data-testid=zip]', {
        name: 'broken.zip',
        mimeType: 'application/zip',
        buffer: Buffer.from('no zip at all'),
      })
      await page.getByText('This zip cannot be opened').waitFor()
      await page.getByRole('link', { name: 'rental' }).waitFor()
      await desk().picture(page, 'batches')
      expect(await violationsOf(page)).toEqual([])
      await page.goto(`${desk().url}/bulk/none`)
      await page.getByRole('heading', { name: 'There is no such batch' }).waitFor()
    })
  })
