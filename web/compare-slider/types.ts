/** One of the pictures to compare; all of one comparison show the same scene. */
export interface CompareLayer {
  /** Stands on the picture and is read aloud. */
  label: string
  src: string
}

/** `import { CompareSlider } from './compare-slider/compare-slider.tsx'`. */
export interface CompareSliderProps {
  /** Two or more: with more than two, the person chooses which two. */
  layers: readonly CompareLayer[]
  alt: string
  /** Width divided by height. @default that of the first picture, once loaded */
  aspectRatio?: number
}

/** `import { SideBySide } from './compare-slider/side-by-side.tsx'`: two visits, zoomed and panned together. */
export interface SideBySideProps {
  before: CompareLayer
  after: CompareLayer
}
