/** Where the edge keeps photos; edge/photo-keys.ts names them, and a test compares. */
export const PHOTO_KEYS = ['photos/*', 'drawn/*', 'incoming/*', 'uploads/*']
/** Where zips of batches are; edge/batches/zips.ts names them. */
export const ZIP_KEYS = 'zips/*'
/** Where results of batches are made; api/batches/results/stored-results.ts names them. */
export const RESULT_KEYS = 'results/*'
