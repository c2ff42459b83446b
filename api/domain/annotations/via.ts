import type { AnnotatedPhoto, AnnotationFile } from './annotated-photo.ts'

/** VGG Image Annotator's annotations, version 2: one region a piece, its class in the attribute `class`. */
export function toVia(photos: readonly AnnotatedPhoto[]): AnnotationFile[] {
  const entries = photos.map(({ photo, fileName, damages }) => [
    `${fileName}${photo.bytes}`,
    {
      filename: fileName,
      size: photo.bytes,
      regions: damages.flatMap(({ type, polygons }) =>
        polygons.map((ring) => ({
          shape_attributes: {
            name: 'polygon',
            all_points_x: ring.map(([x]) => x),
            all_points_y: ring.map(([, y]) => y),
          },
          region_attributes: { class: type },
        })),
      ),
      file_attributes: {},
    },
  ])
  return [{ name: 'via_region_data.json', text: JSON.stringify(Object.fromEntries(entries)) }]
}
