/** As the stylesheet sets labels. */
const FONT = '600 12px system-ui, sans-serif'

let context: CanvasRenderingContext2D | null | undefined
const known = new Map<string, number>()

/** Width of a label's text in CSS pixels, measured once a text. */
export function textWidth(text: string): number {
  let width = known.get(text)
  if (width === undefined) {
    context ??= document.createElement('canvas').getContext('2d')
    if (context) context.font = FONT
    width = Math.ceil(context?.measureText(text).width ?? text.length * 7)
    known.set(text, width)
  }
  return width
}
