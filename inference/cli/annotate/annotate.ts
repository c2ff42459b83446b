import type { Picture } from '../../../edge/picture/picture.ts'
import { sharpOf } from '../../../edge/picture/sharp-of.ts'
import type { Damage } from '../../contract.ts'
import { chipSize, drawChip } from './chip.ts'
import { colourOf } from './colours.ts'
import type { Drawable } from './drawable.ts'
import { legendOf } from './legend.ts'
import { placeLabels } from './place-labels.ts'
import { inWords } from './words.ts'

/** Smaller pictures are drawn larger than they are, or their labels would cover them. */
const MIN_LONG_SIDE = 960
const MAX_ENLARGEMENT = 4
/** Narrower pictures are centred, so that the legend stays readable. */
const MIN_WIDTH = 480

/**
 * Draws the damages over the picture that the models saw: each type in its own translucent colour
 * with a thin outline and a numbered label, and a legend with the areas below.
 *
 * @param picture the enhanced working picture, upright, of any size
 * @returns a JPEG without metadata; larger than `picture` by the legend, and enlarged where that is small
 */
export async function annotate(picture: Picture, assessment: Drawable): Promise<Buffer> {
  const longest = Math.max(picture.width, picture.height)
  const enlarge = Math.max(1, Math.min(MAX_ENLARGEMENT, MIN_LONG_SIDE / longest))
  const width = Math.max(1, Math.round(picture.width * enlarge))
  const height = Math.max(1, Math.round(picture.height * enlarge))
  const size = Math.max(10, Math.min(22, (longest * enlarge) / 95))

  const canvas = Math.max(width, MIN_WIDTH)
  const left = Math.floor((canvas - width) / 2)
  const legend = legendOf(assessment, canvas, size)
  const drawing =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${canvas}" height="${height + legend.height}">` +
    `<svg x="${left}" width="${width}" height="${height}">${drawDamages(assessment, width, height, size)}</svg>` +
    `<g transform="translate(0 ${height})">${legend.svg}</g></svg>`

  const photo = enlarge === 1 ? sharpOf(picture) : sharpOf(picture).resize(width, height, { fit: 'fill' })
  return photo
    .extend({ left, right: canvas - width - left, bottom: legend.height, background: '#16191d' })
    .composite([{ input: Buffer.from(drawing), top: 0, left: 0 }])
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

/** Outlines below, labels above them; the frame is the photo as drawn. */
function drawDamages({ damages, ...photo }: Drawable, width: number, height: number, size: number): string {
  const toFrame = (ring: Damage['polygon']) =>
    ring.map(([x, y]) => [(x * width) / photo.width, (y * height) / photo.height] as const)

  const outlines = damages.map(({ type, polygons }) => {
    const path = polygons.map(
      (ring) =>
        `M${toFrame(ring)
          .map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`)
          .join('L')}Z`,
    )
    const line = Math.max(1.2, size * 0.13)
    // A dark casing below the line keeps it visible on a car of its own colour.
    return (
      `<path d="${path.join('')}" fill="${colourOf(type)}" fill-opacity=".32" fill-rule="evenodd" ` +
      `stroke="#000000" stroke-opacity=".5" stroke-width="${(line * 2).toFixed(2)}" stroke-linejoin="round"/>` +
      `<path d="${path.join('')}" fill="none" stroke="${colourOf(type)}" stroke-width="${line.toFixed(2)}" stroke-linejoin="round"/>`
    )
  })

  const words = damages.map(({ type }, i) => ({ short: String(i + 1), full: `${i + 1} ${inWords(type)}` }))
  const places = placeLabels(
    damages.map(({ polygon }, i) => ({
      ring: toFrame(polygon),
      full: chipSize(words[i]?.full ?? '', size * 0.9),
      short: chipSize(words[i]?.short ?? '', size * 0.9),
    })),
    { x: 2, y: 2, width: width - 4, height: height - 4 },
    size * 0.4,
  )
  const labels = places.map((place, i) => {
    const text = place.short ? words[i]?.short : words[i]?.full
    return drawChip(text ?? '', { ...place, size: size * 0.9, colour: colourOf(damages[i]?.type ?? '') })
  })
  return outlines.join('') + labels.join('')
}
