import { describe, expect, it } from 'vitest'
import { resizePicture } from '../../../edge/picture/resize.ts'
import { draw, quadrants, recoloured } from './drawn.ts'

describe('resizePicture', () => {
  it.each([
    [48, 32],
    [31, 77],
    [300, 200],
    [1, 1],
  ])('gives exactly %i×%i pixels', async (width, height) => {
    const resized = await resizePicture(quadrants(), width, height)
    expect(resized).toMatchObject({ width, height })
    expect(resized.data).toHaveLength(width * height * 3)
  })

  it('keeps what is where', async () => {
    expect(recoloured(await resizePicture(quadrants(), 40, 40))).toBeLessThanOrEqual(3)
  })

  it('averages what it shrinks instead of picking from it', async () => {
    const stripes = draw(200, 200, (x) => (x % 2 ? [255, 255, 255] : [0, 0, 0]))
    const { data } = await resizePicture(stripes, 50, 50)
    for (const value of data) expect(Math.abs(value - 127.5)).toBeLessThan(12)
  })

  it('returns the picture itself if nothing is to be done', async () => {
    const picture = quadrants()
    expect(await resizePicture(picture, 96, 64)).toBe(picture)
  })
})
