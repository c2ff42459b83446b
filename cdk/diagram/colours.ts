import type { Colour } from './boxes.ts'

export const colours: Record<Colour, { fill: string; line: string }> = {
  visitor: { fill: '#ffffff', line: '#829ab1' },
  front: { fill: '#eae2f8', line: '#724bb7' },
  function: { fill: '#fff3c4', line: '#cb8b17' },
  queue: { fill: '#fce8e8', line: '#c75151' },
  store: { fill: '#e3f8ef', line: '#2f8f6b' },
  model: { fill: '#dceefb', line: '#2680c2' },
  care: { fill: '#f0f4f8', line: '#829ab1' },
}
export const INK = '#1f2933'
/** Of arrows, and of words beside them. */
export const PATH = '#52606d'
