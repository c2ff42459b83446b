// @ts-nocheck AssemblyScript, compiled by build.ts; TypeScript does not know its types.
import { equalizeTile } from './equalize'
import { interpolateSpan, packTables } from './interpolate'

/**
 * OpenCV's CLAHE of `width` × `height` grey pixels. All places are byte offsets into the memory.
 *
 * @param luma one byte per pixel
 * @param clip highest bin of a tile's histogram, in pixels
 * @param tileWidth size of a tile in pixels; the tiles may reach beyond the picture
 * @param out one byte per pixel; up to 7 bytes behind it are overwritten
 * @param scratch 4096 bytes for histograms, then 256 per tile, 1028 per span between tile centres
 *   (`tilesX + 1` of them) and 4 for each of `width + 8` pixels
 */
export function clahe(
  luma: usize,
  width: i32,
  height: i32,
  tilesX: i32,
  tilesY: i32,
  tileWidth: i32,
  tileHeight: i32,
  clip: i32,
  out: usize,
  scratch: usize,
): void {
  const luts = scratch + 4096
  const tables = luts + 256 * tilesX * tilesY
  const ends = tables + 1024 * (tilesX + 1)
  const weights = ends + 4 * (tilesX + 1)

  for (let tileY = 0; tileY < tilesY; tileY++) {
    for (let tileX = 0; tileX < tilesX; tileX++) {
      const lut = luts + 256 * (tileY * tilesX + tileX)
      equalizeTile(
        luma,
        width,
        height,
        tileX * tileWidth,
        tileY * tileHeight,
        tileWidth,
        tileHeight,
        clip,
        scratch,
        lut,
      )
    }
  }

  memory.fill(ends, 0, 4 * (tilesX + 1))
  for (let x = 0; x < width; x++) {
    const at = position(x, tileWidth)
    const left = floor<f32>(at)
    store<f32>(weights + 4 * x, at - left)
    store<i32>(ends + 4 * (<i32>left + 1), x + 1)
  }
  let above = -2
  for (let y = 0; y < height; y++) {
    const at = position(y, tileHeight)
    const before = <i32>floor<f32>(at)
    if (before !== above) packTables(luts, tilesX, tilesY, before, tables)
    above = before
    const weight = at - floor<f32>(at)
    const row = y * width
    for (let span = 0, start = 0; span <= tilesX; span++) {
      const count = load<i32>(ends + 4 * span) - start
      if (count <= 0) continue
      interpolateSpan(
        luma + row + start,
        count,
        tables + 1024 * span,
        weights + 4 * start,
        weight,
        out + row + start,
      )
      start += count
    }
  }
}

/** Where a pixel lies between tile centres, in tiles; the rounding of each step is OpenCV's. */
function position(i: i32, tileLength: i32): f32 {
  const inverse: f32 = <f32>1 / <f32>tileLength
  return <f32>i * inverse - <f32>0.5
}
