import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readPhoto } from '../../../edge/picture/read-photo.ts'
import type { Preprocessing } from '../../../inference/runtime/manifest.ts'
import { fitPicture, preparePicture } from '../../../inference/runtime/prepare.ts'

/**
 * The golden picture is what training sees: `python -m dentgraph_training.prepare
 * ../../examples/scratched_door.jpg ../../test/inference/fixtures/prepared.golden.png`, run in inference/training.
 */
const golden = new URL('../fixtures/prepared.golden.png', import.meta.url)
const photo = new URL('../../../examples/scratched_door.jpg', import.meta.url)

/** Mean difference per channel, 0 to 255, between what serving and training show the model. */
async function difference(clahe: Preprocessing['clahe']) {
  const { picture } = await readPhoto(await readFile(photo), { maxSide: 600 })
  const shown = await fitPicture(preparePicture(picture, { id: 'test', workingSide: 600, clahe }), 240)
  const { data, info } = await sharp(await readFile(golden))
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([shown.width, shown.height]).toEqual([info.width, info.height])
  return data.reduce((sum, value, i) => sum + Math.abs(value - (shown.data[i] ?? 0)), 0) / data.length
}

describe('preparing a photo for the models', () => {
  it('shows serving what training sees, but for the resampling filters of two libraries', async () => {
    expect(await difference({ clipLimit: 3, tilesX: 6, tilesY: 6 })).toBeLessThan(3)
  })

  it('would notice another enhancement', async () => {
    expect(await difference(null)).toBeGreaterThan(6)
  })
})
