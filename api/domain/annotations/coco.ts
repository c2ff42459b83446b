import { ringArea } from '../../../inference/geometry/ring.ts'
import type { AnnotatedPhoto, AnnotationFile } from './annotated-photo.ts'

/** COCO instances (https://cocodataset.org/#format-data), with the part as a further attribute. */
export function toCoco(photos: readonly AnnotatedPhoto[], classes: readonly string[]): AnnotationFile[] {
  const images = photos.map(({ photo, fileName }, i) => ({
    id: i + 1,
    file_name: fileName,
    width: photo.width,
    height: photo.height,
  }))
  const annotations = photos
    .flatMap(({ damages }, i) => damages.map((damage) => ({ damage, image_id: i + 1 })))
    .map(({ damage, image_id }, i) => ({
      id: i + 1,
      image_id,
      category_id: classes.indexOf(damage.type) + 1,
      iscrowd: 0,
      segmentation: damage.polygons.map((ring) => ring.flat()),
      bbox: damage.bbox,
      area: Math.round(100 * damage.polygons.reduce((sum, ring) => sum + ringArea(ring), 0)) / 100,
      ...(damage.part !== null && { part: damage.part }),
    }))
  const categories = classes.map((name, i) => ({ id: i + 1, name }))
  return [{ name: 'coco.json', text: JSON.stringify({ images, annotations, categories }) }]
}
