/** A value as the file that is stored of it: the last two arguments of Blobs.put. */
export const jsonFile = (value: unknown) =>
  [Buffer.from(JSON.stringify(value)), { contentType: 'application/json' }] as const
