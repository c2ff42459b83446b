import type { AnnotatedPhoto, AnnotationFile } from './annotated-photo.ts'

/** Ultralytics segmentation labels (https://docs.ultralytics.com/datasets/segment/): the photos go into `images/`. */
export function toYolo(photos: readonly AnnotatedPhoto[], classes: readonly string[]): AnnotationFile[] {
  const names = classes.map((name, i) => `  ${i}: ${JSON.stringify(name)}`).join('\n')
  const yaml = `path: .\ntrain: images\nval: images\nnames:\n${names}\n`
  const labels = photos.map(({ photo, fileName, damages }) => {
    const { width, height } = photo
    const lines = damages.flatMap(({ type, polygons }) =>
      polygons.map((ring) => {
        const points = ring.flatMap(([x, y]) => [share(x, width), share(y, height)])
        return `${classes.indexOf(type)} ${points.join(' ')}\n`
      }),
    )
    return { name: `labels/${fileName.replace(/\.\w+$/, '.txt')}`, text: lines.join('') }
  })
  return [{ name: 'data.yaml', text: yaml }, ...labels]
}

const share = (value: number, whole: number) =>
  Math.min(1, Math.max(0, Math.round((1e6 * value) / whole) / 1e6))
