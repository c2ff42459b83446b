/**
 * What the schema's scalars are in a client, for `initGraphQLTada<{ introspection: introspection; scalars: ClientScalars }>()`
 * beside `introspection` of graphql-env.d.ts.
 */
export interface ClientScalars {
  /** ISO 8601. */
  DateTime: string
  /** `[[x, y], …]`, from the top left corner of the upright photo. */
  Polygon: [x: number, y: number][]
  Box: [x: number, y: number, width: number, height: number]
  /** The id that `POST /photos` gave, or null in the place of a file part of a multipart request. */
  Photo: string | null
  /** Null in the place of a file part of a multipart request. */
  Zip: null
  JSON: unknown
}
