import { describe, expect, it } from 'vitest'
import type { Desk } from '../open-desk.ts'

/** Compressed script of the first view, in bytes. */
const BUDGET = 150_000

export const speed = (desk: () => Desk) =>
  describe('the first view', () => {
    it('needs less than 150 kB of compressed script', async () => {
      const page = await desk().open('/')
      await page.getByRole('button', { name: 'Choose photos' }).waitFor()
      await page.waitForLoadState('networkidle')
      const scripts = await page.evaluate(() =>
        (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
          .filter(({ name }) => name.endsWith('.js'))
          .map(({ name, encodedBodySize, decodedBodySize }) => ({ name, encodedBodySize, decodedBodySize })),
      )
      expect(scripts.length).toBeGreaterThan(0)
      const sum = scripts.reduce((total, { encodedBodySize }) => total + encodedBodySize, 0)
      expect(sum).toBeLessThan(BUDGET)
      // The sum is that of compressed bytes.
      expect(sum).toBeLessThan(
        0.6 * scripts.reduce((total, { decodedBodySize }) => total + decodedBodySize, 0),
      )
    })
  })
