import { type Glyph, glyphs, unknownGlyph } from './glyphs.ts'

/** Height of a capital in the units of the glyphs. */
const CAPITAL = 14
const GAP = 3.7
const PEN = 2

export interface TextStyle {
  /** Height of a capital, in pixels. */
  size: number
  /** Any SVG colour. */
  colour: string
}

/** Width of a line of text in pixels, pen included. */
export function textWidth(text: string, size: number): number {
  const all = glyphsOf(text)
  const units = all.reduce((sum, [width]) => sum + width, 0) + GAP * Math.max(0, all.length - 1)
  return all.length === 0 ? 0 : ((units + PEN) * size) / CAPITAL
}

/**
 * A line of text as one SVG path: no `<text>`, hence no font, and nothing to escape.
 *
 * @param x left edge in pixels
 * @param y top edge of the capitals in pixels
 */
export function drawText(text: string, x: number, y: number, { size, colour }: TextStyle): string {
  const scale = size / CAPITAL
  let at = PEN / 2
  const letters = glyphsOf(text).map(([width, path]) => {
    const letter = path && `<path transform="translate(${at.toFixed(2)})" d="${path}"/>`
    at += width + GAP
    return letter
  })
  return (
    `<g transform="translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(4)})" fill="none" ` +
    `stroke="${colour}" stroke-width="${PEN}" stroke-linecap="round" stroke-linejoin="round">${letters.join('')}</g>`
  )
}

/** Cuts a line so that it fits, with three dots at its end. */
export function fitText(text: string, size: number, maxWidth: number): string {
  if (textWidth(text, size) <= maxWidth) return text
  const letters = [...text]
  let [fits, tooMany] = [0, letters.length]
  const cut = (count: number) => `${letters.slice(0, count).join('').trimEnd()}...`
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1
    if (textWidth(cut(middle), size) <= maxWidth) fits = middle
    else tooMany = middle
  }
  return fits > 0 ? cut(fits) : ''
}

/** Accents are left out, so that é is drawn as e rather than as a box. */
function glyphsOf(text: string): Glyph[] {
  const plain = text.normalize('NFKD').replace(/\p{Mark}/gu, '')
  return [...plain].map(
    (character) => (Object.hasOwn(glyphs, character) ? glyphs[character] : undefined) ?? unknownGlyph,
  )
}
