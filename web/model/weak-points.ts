import type { Weakness } from './read-card.ts'

export interface WeakPoint extends Weakness {
  /** Whether it is in the card's own words, which are English. */
  own: boolean
}

const FIGURE = /\d+(?:\.\d+)?/g

/** What a translation is filed under: the point in the card's words, with `#` for each figure. */
export const patternOf = ({ title, text }: Weakness): string => `${title} ${text}`.trim().replace(FIGURE, '#')

/**
 * A point of the card in the reader's language. Figures change with every model and sentences seldom, so that
 * sentences are translated and the card's figures put into them, in their order.
 *
 * @param translate by pattern; null for what stays in the card's own words
 * @param write a figure as the reader's locale has it
 */
export function weakPoint(
  point: Weakness,
  translate: (pattern: string) => Weakness | null,
  write: (figure: number) => string,
): WeakPoint {
  const translation = translate(patternOf(point))
  if (!translation) return { ...point, own: true }
  const figures = `${point.title} ${point.text}`.match(FIGURE) ?? []
  const fill = (text: string) => text.replaceAll('#', () => write(Number(figures.shift())))
  return { title: fill(translation.title), text: fill(translation.text), own: false }
}
