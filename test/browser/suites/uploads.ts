import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Desk, example, upload } from '../open-desk.ts'

const file = (name: string, buffer: Buffer, mimeType = 'image/jpeg') => ({ name, mimeType, buffer })

export const uploads = (desk: () => Desk) =>
  describe('uploading', () => {
    it('takes photos from the choice of files to their results in one claim', async () => {
      const page = await desk().open('/')
      await page.getByLabel('Claim number').fill('CLM-1')
      await upload(page, [example('dented_and_scratched.jpg'), example('undamaged.jpg')])
      const rows = page.locator('.upload-row')
      await expect.poll(() => rows.first().innerText()).toMatch(/damage.*Scratch/s)
      await expect.poll(() => rows.nth(1).innerText()).toContain('No damage found')
      await desk().picture(page, 'upload')

      await page.getByRole('link', { name: 'See the result of dented_and_scratched.jpg' }).click()
      // Both go up at once: which is the first photo of the claim is left to chance.
      await page.getByRole('heading', { name: /^Photo [12]$/ }).waitFor()
      await page.getByRole('link', { name: 'CLM-1' }).click()
      await page.getByRole('heading', { name: '2 photos' }).waitFor()
    })

    it('unpacks a zip of mixed things and says what it left out', async () => {
      const zip = new ZipWriter(new Uint8ArrayWriter())
      for (const name of ['scratched_door.jpg', 'broken_lamp.jpg']) {
        await zip.add(`visit/${name}`, new Uint8ArrayReader(await readFile(example(name))))
      }
      await zip.add('notes.txt', new TextReader('not a photo'))
      const page = await desk().open('/')
      await upload(page, file('visit.zip', Buffer.from(await zip.close()), 'application/zip'))
      expect(await page.locator('.upload-name').allInnerTexts()).toEqual([
        'visit.zip/visit/scratched_door.jpg',
        'visit.zip/visit/broken_lamp.jpg',
        'visit.zip/notes.txt',
      ])
      expect(await page.locator('.upload-row').last().innerText()).toContain('Left out: not a photo.')
      expect(await page.locator('.upload-done').count()).toBe(2)
    })

    it('takes what is dropped beside the frame, and a pasted picture', async () => {
      const page = await desk().open('/')
      await page.getByRole('button', { name: 'Choose photos' }).waitFor()
      const photo = (await readFile(example('undamaged.jpg'))).toString('base64')
      await page.evaluate((base64) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        const given = (name: string) => {
          const transfer = new DataTransfer()
          transfer.items.add(new File([bytes], name, { type: 'image/jpeg' }))
          return transfer
        }
        const options = { bubbles: true, cancelable: true }
        const dropped = new DragEvent('drop', { ...options, dataTransfer: given('beside.jpg') })
        document.querySelector('h1')?.dispatchEvent(dropped)
        const pasted = new ClipboardEvent('paste', { ...options, clipboardData: given('pasted.jpg') })
        document.querySelector('input')?.dispatchEvent(pasted)
        if (!dropped.defaultPrevented || !pasted.defaultPrevented)
          throw new Error('Expected both to be taken')
      }, photo)
      await page.getByText('All done').waitFor({ timeout: 60_000 })
      expect((await page.locator('.upload-name').allInnerTexts()).sort()).toEqual([
        'beside.jpg',
        'pasted.jpg',
      ])
    })

    it('is not left for a file that is dropped where none is taken', async () => {
      const page = await desk().open('/claims')
      await page.getByRole('heading', { name: 'Claims' }).waitFor()
      const kept = await page.evaluate(() => {
        const transfer = new DataTransfer()
        transfer.items.add(new File(['x'], 'photo.jpg', { type: 'image/jpeg' }))
        return (['dragover', 'drop'] as const).map((kind) => {
          const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer })
          document.querySelector('h1')?.dispatchEvent(event)
          return event.defaultPrevented
        })
      })
      expect(kept).toEqual([true, true])
    })

    it('takes a drop', async () => {
      const page = await desk().open('/')
      const bytes = (await readFile(example('undamaged.jpg'))).toString('base64')
      const transfer = await page.evaluateHandle((base64) => {
        const transfer = new DataTransfer()
        const photo = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        transfer.items.add(new File([photo], 'dropped.jpg', { type: 'image/jpeg' }))
        return transfer
      }, bytes)
      await page.locator('.drop').dispatchEvent('drop', { dataTransfer: transfer })
      await page.getByText('All done').waitFor({ timeout: 60_000 })
      expect(await page.locator('.upload-name').innerText()).toBe('dropped.jpg')
    })

    it('shrinks a large photo before it goes up', async () => {
      const noise = Buffer.from(Array.from({ length: 512 * 512 * 3 }, (_, i) => (i * 7919) % 251))
      const large = await sharp(noise, { raw: { width: 512, height: 512, channels: 3 } })
        .resize(4600, 3400, { fit: 'fill' })
        .jpeg({ quality: 97 })
        .toBuffer()
      expect(large.length).toBeGreaterThan(2.5 * 1024 * 1024)
      const page = await desk().open('/')
      const sent = page.waitForResponse((response) => response.url().endsWith('/photos'))
      await page.setInputFiles('[data-testid=files]', file('large.jpg', large))
      const { width, height } = (await (await sent).json()) as { width: number; height: number }
      expect([width, height]).toEqual([3072, 2271])
      await page.getByText('All done').waitFor({ timeout: 60_000 })
    })

    it('advises to retake a poor photo', async () => {
      const dark = await sharp(example('undamaged.jpg')).linear(0.08, 0).jpeg().toBuffer()
      const page = await desk().open('/')
      await upload(page, file('night.jpg', dark))
      expect(await page.locator('.upload-row').innerText()).toContain('Too dark')
    })

    it('has words for what is no photo, empty, or too large', async () => {
      const dir = await mkdtemp(join(tmpdir(), 'large-'))
      onTestFinished(() => rm(dir, { recursive: true }))
      const huge = join(dir, 'huge.jpg')
      await writeFile(huge, Buffer.alloc(80e6, Buffer.from([0xff, 0xd8, 0xff, 0xe0])))
      await writeFile(join(dir, 'empty.jpg'), '')
      const page = await desk().open('/')
      await upload(page, [example('README.md'), join(dir, 'empty.jpg'), huge])
      const said = await page.locator('.upload-failure').allInnerTexts()
      expect(said[0]).toContain('not a photo')
      expect(said[1]).toContain('empty')
      expect(said[2]).toContain('Larger than 40 MB')
      // Nothing usable came, so there is no claim without photos.
      expect(await page.getByRole('link', { name: 'Open the claim' }).count()).toBe(0)
    })

    it('stays fluid with five hundred files at once', async () => {
      const photo = await readFile(example('undamaged.jpg'))
      const files = Array.from({ length: 500 }, (_, i) =>
        i % 250 === 0
          ? file(`car ${i}.jpg`, photo)
          : file(`note ${i}.txt`, Buffer.from('text'), 'text/plain'),
      )
      const page = await desk().open('/')
      await upload(page, files)
      expect(await page.locator('.upload-row').count()).toBe(500)
      expect(await page.locator('.upload-done').count()).toBe(2)
      await page.getByText('500 of 500 finished').waitFor()
    })

    it('shows file names with HTML in them as text', async () => {
      const name = '<img src=x onerror="document.title=1">.jpg'
      const page = await desk().open('/')
      await upload(page, file(name, await readFile(example('undamaged.jpg'))))
      expect(await page.locator('.upload-name').innerText()).toBe(name)
      expect(await page.title()).toContain('Assess damage')
    })
  })
