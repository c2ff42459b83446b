import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskToRings } from '../../../inference/decode/mask-to-rings.ts'
import { mergeTiles, type TileDetections } from '../../../inference/decode/merge-tiles.ts'
import { tiles } from '../../../inference/decode/tiles.ts'
import { boxIou, intersectBoxes } from '../../../inference/geometry/box.ts'
import { clipRing } from '../../../inference/geometry/clip-ring.ts'
import { shapeIou } from '../../../inference/geometry/covered-area.ts'
import { createShape } from '../../../inference/geometry/shape.ts'
import type { Box, Ring } from '../../../inference/geometry/types.ts'
import type { Instance } from '../../../inference/instance.ts'
import { blobs, times } from '../drawn/arbitraries.ts'
import { perfectMask } from '../drawn/blob.ts'

const photo = { width: 1600, height: 1200 }
const [whole, ...grid] = tiles(photo.width, photo.height) as [Box, ...Box[]]

/** What a perfect model sees of some damages in one tile: each cut off at the tile's sides. */
const seen = (tile: Box, damages: { label: string; ring: Ring; score: number }[]): TileDetections => ({
  tile,
  instances: damages.flatMap(({ label, ring, score }): Instance[] => {
    const visible = clipRing(ring, tile)
    return visible.length < 3 ? [] : [{ label, score, ...perfectMask([visible]) }]
  }),
})

const bar = (x1: number, y1: number, x2: number, y2: number): Ring => [
  [x1, y1],
  [x2, y1],
  [x2, y2],
  [x1, y2],
]

const shapeOf = ({ mask, box }: Instance) => createShape(maskToRings(mask, box, photo))

describe('mergeTiles', () => {
  it('joins a scratch that runs across all tiles of a row into one', () => {
    const ring = bar(60, 300, 1540, 320)
    const merged = mergeTiles(
      grid.map((tile) => seen(tile, [{ label: 'scratch', ring, score: 0.8 }])),
      photo,
    )
    expect(merged).toHaveLength(1)
    expect(shapeIou(shapeOf(merged[0] as Instance), createShape([ring]))).toBeGreaterThan(0.85)
  })

  it('keeps the whole view of what tiles cut off', () => {
    const ring = bar(300, 200, 1300, 1000)
    const levels = [
      seen(whole, [{ label: 'dent', ring, score: 0.6 }]),
      ...grid.map((tile) => seen(tile, [{ label: 'dent', ring, score: 0.9 }])),
    ]
    const merged = mergeTiles(levels, photo)
    expect(merged).toHaveLength(1)
    expect(boxIou((merged[0] as Instance).box, [300, 200, 1300, 1000])).toBeGreaterThan(0.95)
  })

  it('takes the small scratch that only a tile shows', () => {
    const ring = bar(100, 100, 130, 104)
    const merged = mergeTiles(
      [
        { tile: whole, instances: [] },
        ...grid.map((tile) => seen(tile, [{ label: 'scratch', ring, score: 0.7 }])),
      ],
      photo,
    )
    expect(merged.map(({ label }) => label)).toEqual(['scratch'])
  })

  it('never joins different classes, nor two damages side by side', () => {
    const damages = [
      { label: 'scratch', ring: bar(400, 300, 1200, 320), score: 0.9 },
      { label: 'dent', ring: bar(400, 300, 1200, 320), score: 0.8 },
      { label: 'scratch', ring: bar(400, 500, 1200, 520), score: 0.7 },
    ]
    const merged = mergeTiles(
      grid.map((tile) => seen(tile, damages)),
      photo,
    )
    expect(merged.map(({ label, score }) => [label, score])).toEqual([
      ['scratch', 0.9],
      ['dent', 0.8],
      ['scratch', 0.7],
    ])
  })

  it('is plain suppression for the whole picture alone', () => {
    const a = { label: 'dent', score: 0.9, ...perfectMask([bar(0, 0, 100, 100)]) }
    const b = { label: 'dent', score: 0.5, ...perfectMask([bar(0, 0, 100, 90)]) }
    const c = { label: 'dent', score: 0.4, ...perfectMask([bar(1500, 1100, 1600, 1200)]) }
    expect(mergeTiles([{ tile: whole, instances: [c, b, a] }], photo)).toEqual([a, c])
  })

  it('finds one damage, where it is, for anything all tiles and the whole see', () => {
    fc.assert(
      fc.property(blobs(photo), (ring) => {
        const damages = [{ label: 'dent', ring, score: 0.8 }]
        const merged = mergeTiles(
          [whole, ...grid].map((tile) => seen(tile, damages)),
          photo,
        )
        expect(merged).toHaveLength(1)
        expect(boxIou((merged[0] as Instance).box, createShape([ring]).box)).toBeGreaterThan(0.6)
      }),
      times(40),
    )
  })

  it('does not depend on the order of tiles', () => {
    const ring = bar(60, 300, 1540, 620)
    const levels = grid.map((tile, i) => seen(tile, [{ label: 'dent', ring, score: 0.5 + i / 20 }]))
    expect(mergeTiles([...levels].reverse(), photo)).toEqual(mergeTiles(levels, photo))
  })

  it('only ever reports what lies in the tiles it came from', () => {
    const merged = mergeTiles(
      grid.map((tile) => seen(tile, [{ label: 'dent', ring: bar(700, 100, 900, 1100), score: 0.8 }])),
      photo,
    )
    for (const { box } of merged) expect(intersectBoxes(box, [700, 100, 900, 1100])).toEqual(box)
  })
})
