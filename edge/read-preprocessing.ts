import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { claheSchema, type ReadyPhoto } from './photo-record.ts'
import { defaultClahe } from './picture/clahe.ts'

const manifestSchema = z.object({
  preprocessing: z.object({
    id: z.string(),
    workingSide: z.number().int().positive(),
    clahe: claheSchema.nullable(),
  }),
})

/**
 * How the model's manifest wants photos prepared. Where the model is fed plain pictures, people still
 * get enhanced ones, by the article's recipe.
 */
export async function readPreprocessing(modelDir: string): Promise<ReadyPhoto['preprocessing']> {
  const manifest = JSON.parse(await readFile(join(modelDir, 'model.json'), 'utf8'))
  const { preprocessing } = manifestSchema.parse(manifest)
  return { ...preprocessing, clahe: preprocessing.clahe ?? { ...defaultClahe } }
}
