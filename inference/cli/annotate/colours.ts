/**
 * Colours that people with any common colour vision can tell apart: Okabe & Ito, "Color Universal
 * Design" (2008), without black.
 */
const palette = {
  yellow: '#f0e442',
  skyBlue: '#56b4e9',
  vermillion: '#d55e00',
  orange: '#e69f00',
  purple: '#cc79a7',
  blue: '#0072b2',
  green: '#009e73',
} as const

const byType: Readonly<Record<string, string>> = {
  scratch: palette.yellow,
  dent: palette.skyBlue,
  broken_part: palette.vermillion,
  paint_loss: palette.orange,
  lamp_broken: palette.purple,
  glass_shatter: palette.blue,
  airbag_deployed: palette.green,
}

/** `#rrggbb` of a damage type: the same on every photo, also for a type of another model. */
export function colourOf(type: string): string {
  if (Object.hasOwn(byType, type)) return byType[type] as string
  const colours = Object.values(palette)
  let hash = 0
  for (const character of type) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0
  return colours[hash % colours.length] as string
}

/** Black or white, whichever stands out more from `#rrggbb` (WCAG 2 relative luminance). */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  // Black has the higher contrast from (L + 0.05)² > 1.05 × 0.05 on.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff'
}
