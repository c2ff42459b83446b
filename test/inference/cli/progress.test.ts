import { describe, expect, it } from 'vitest'
import { duration, progressLine } from '../../../inference/cli/progress.ts'
import { capture, fakeAssessor, folderWith, jpeg, run } from './run.ts'

async function runOnTerminal(photos: number, msPerPhoto: number, isTTY = true) {
  const photo = await jpeg()
  const folder = await folderWith(
    Object.fromEntries(Array.from({ length: photos }, (_, i) => [`in/${i}.jpg`, photo])),
  )
  const stderr = capture({ isTTY, columns: 100 })
  let time = 0
  const createAssessor = async () => ({
    ...fakeAssessor,
    assess: (bytes: Uint8Array) => {
      time += msPerPhoto
      return fakeAssessor.assess(bytes)
    },
  })
  await run(folder, ['in', '--json'], { stderr, createAssessor, now: () => time })
  return stderr.text()
}

describe('the progress bar', () => {
  it('shows count, rate and time left on a terminal during a long run, and is gone at its end', async () => {
    const text = await runOnTerminal(5, 2500)
    expect(text).toMatch(/\[#+\.+\] 3\/5 photos, [\d.]+ s\/photo, \d+ s left/)
    expect(text).toMatch(/\r\u001b\[2KAssessed 5 of 5 photos in 13 s\n$/)
  })

  it('is left out of short runs and away from terminals', async () => {
    for (const text of [await runOnTerminal(5, 20), await runOnTerminal(5, 2500, false)]) {
      expect(text).toMatch(/^Assessed 5 of 5 photos in \d+ s\n$/)
    }
  })

  it('fits the terminal', () => {
    expect(progressLine({ done: 50, total: 200, elapsedMs: 10_000, columns: 100 })).toBe(
      '[######..................] 50/200 photos, 5.0 photos/s, 30 s left',
    )
    expect(progressLine({ done: 50, total: 200, elapsedMs: 10_000, columns: 40 })).toHaveLength(39)
  })

  it.each([
    [0.2, '1 s'],
    [59, '59 s'],
    [65, '1 min 05 s'],
    [7500, '2 h 05 min'],
  ])('gives %d seconds as %s', (seconds, words) => {
    expect(duration(seconds)).toBe(words)
  })
})
