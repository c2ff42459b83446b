import { PutBucketCorsCommand } from '@aws-sdk/client-s3'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningS3, s3Credentials, startS3 } from '../../edge/start-s3.ts'
import { tinyModelDir } from '../../inference/tiny-model.ts'
import { example, launch, openPage, upload } from '../open-desk.ts'
import { type RunningSystem, startSystem } from '../start-system.ts'
import { zipOfVisits } from '../zip-of-visits.ts'

/** Where a bucket keeps photos and zips: the browser talks to the bucket itself. */
export const bucket = () =>
  describe('with a bucket', { timeout: 180_000 }, () => {
    let s3: RunningS3
    let system: RunningSystem
    let browser: Browser
    beforeAll(async () => {
      s3 = await startS3('photos')
      // As the stack sets it on its own bucket.
      await s3.client.send(
        new PutBucketCorsCommand({
          Bucket: 'photos',
          CORSConfiguration: {
            CORSRules: [
              {
                AllowedOrigins: ['*'],
                AllowedMethods: ['POST', 'PUT', 'GET'],
                AllowedHeaders: ['content-type'],
              },
            ],
          },
        }),
      )
      const env = {
        EDGE_BUCKET: 'photos',
        EDGE_S3_ENDPOINT: s3.url,
        EDGE_LINK_KEY: 'k'.repeat(64),
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: s3Credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: s3Credentials.secretAccessKey,
        MODEL_DIR: tinyModelDir,
      }
      ;[system, browser] = await Promise.all([startSystem(env), launch()])
    }, 180_000)
    afterAll(async () => {
      await browser?.close()
      await system?.stop()
      await s3?.stop()
    })

    it('sends a zip straight to it, and assesses what is in there', async () => {
      const page = await openPage(browser, `${system.url}/bulk`, { origins: [s3.url] })
      const put = page.waitForResponse((response) => response.request().method() === 'PUT')
      await page.setInputFiles('[data-testid=zip]', await zipOfVisits())
      expect(new URL((await put).url()).origin).toBe(s3.url)
      await page.getByText('3 of 3 photos finished').waitFor({ timeout: 120_000 })
      await page.getByRole('button', { name: 'Results' }).click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: 'Annotated photos (zip)' }).click(),
      ])
      expect(download.suggestedFilename()).toMatch(/\.zip$/)
    })

    it('shows photos that lie in it', async () => {
      const page = await openPage(browser, system.url, { origins: [s3.url] })
      await upload(page, example('undamaged.jpg'))
      await page.getByRole('link', { name: 'See the result of undamaged.jpg' }).click()
      const photo = page.locator('.photo-stage-frame img').first()
      await expect
        .poll(() => photo.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth))
        .toBeGreaterThan(0)
    })
  })
