import type { ClaheSettings } from './picture/clahe.ts'
import { encodeJpeg } from './picture/encode.ts'
import { enhance } from './picture/enhance.ts'
import type { Picture } from './picture/picture.ts'
import { createScratch } from './picture/scratch.ts'
import { inStage } from './stage.ts'

const scratch = createScratch()

/** JPEGs of a working picture as it is and enhanced, each as soon as it is ready. Encoders work in threads of libvips. */
export const encodeVersions = (
  picture: Picture,
  clahe: ClaheSettings,
): [normalized: Promise<Uint8Array>, enhanced: Promise<Uint8Array>] => [
  encodeAs('normalized', picture),
  encodeEnhanced(picture, clahe),
]

async function encodeEnhanced(picture: Picture, clahe: ClaheSettings): Promise<Uint8Array> {
  const room = scratch.lend(picture.data.length)
  const enhanced = inStage('CLAHE', () => enhance(picture, clahe, room))
  const encoded = await encodeAs('enhanced', enhanced)
  scratch.giveBack(room)
  return encoded
}

const encodeAs = (version: string, picture: Picture) =>
  inStage(`encode ${version}`, () => encodeJpeg(picture))
