import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { claheSchema, type ReadyPhoto } from './photo-record.ts'
import { defaultClahe } from './picture/clahe.ts'
import { SettingInvalid } from './read-environment.ts'

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
 *
 * @throws SettingInvalid where the folder has no such manifest
 */
export async function readPreprocessing(modelDir: string): Promise<ReadyPhoto['preprocessing']> {
  try {
    const manifest = JSON.parse(await readFile(join(modelDir, 'model.json'), 'utf8'))
    const { preprocessing } = manifestSchema.parse(manifest)
    return { ...preprocessing, clahe: preprocessing.clahe ?? { ...defaultClahe } }
  } catch (error) {
    throw new SettingInvalid(
      `Expected a folder with a model and its model.json for MODEL_DIR but received ${modelDir}: ${reasonOf(error)}`,
    )
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return `model.json lacks ${error.issues[0]?.path.join('.')}`
  if (error instanceof SyntaxError) return 'model.json is no JSON'
  return (error as NodeJS.ErrnoException).code ?? String(error)
}
