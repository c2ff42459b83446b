import { access, constants, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { makeFolder } from '../../../edge/make-folder.ts'
import { UsageError } from '../args.ts'
import type { PhotoSource } from '../inputs/photo-source.ts'
import { OutputFailed, reasonOf } from './errors.ts'
import { writeWhole } from './folder-output.ts'
import { createOutNames } from './out-names.ts'
import { createZipOutput, type ZipOutput } from './zip-output.ts'

/** What is written per photo: `NAME.annotated.jpg` and `NAME.json`. */
export interface OutputFiles {
  annotated: Buffer
  json: string
}

/** Where the answers go; photos come in the order of the listing. */
export interface Output {
  /** @throws OutputFailed */
  write(source: PhotoSource, files: OutputFiles): Promise<void>
  /** Completes what is unfinished. @throws OutputFailed */
  close(): Promise<void>
}

export const isZipName = (path: string): boolean => /\.zip$/i.test(path)

/**
 * @param out the value of `--out`: a folder, or a file that ends in `.zip`
 * @param inputs the paths that are assessed, none of which may be written over
 * @throws UsageError when nothing can be written there
 */
export async function createOutput(out: string, inputs: readonly string[], cwd: string): Promise<Output> {
  const path = resolve(cwd, out)
  const existing = await stat(path).catch(() => null)
  try {
    if (!isZipName(out)) {
      if (existing && !existing.isDirectory()) throw new OutputFailed(out, 'a file')
      await makeFolder(path)
      await access(path, constants.W_OK)
      return folderOutput(path)
    }
    if (existing && !existing.isFile()) throw new OutputFailed(out, 'a folder')
    if (existing && (await isOneOf(path, inputs, cwd))) throw new OutputFailed(out, 'one of the inputs')
    return zipOutput(await createZipOutput(path))
  } catch (error) {
    const received = error instanceof OutputFailed ? error.reason : reasonOf(error)
    throw new UsageError(
      `Expected a folder or a zip file to write for --out but received ${out}: ${received}`,
    )
  }
}

async function isOneOf(path: string, inputs: readonly string[], cwd: string): Promise<boolean> {
  const real = await realpath(path)
  const all = await Promise.all(inputs.map((input) => realpath(resolve(cwd, input)).catch(() => null)))
  return all.includes(real)
}

function zipOutput(zip: ZipOutput): Output {
  const nameOf = createOutNames()
  return {
    async write({ relative }, { annotated, json }) {
      const name = nameOf(relative)
      await zip.add(`${name}.annotated.jpg`, annotated, false)
      await zip.add(`${name}.json`, Buffer.from(json), true)
    },
    close: zip.close,
  }
}

/** Photos go into the folder; those of a zip into a zip of its own there. */
function folderOutput(folder: string): Output {
  const nameOf = createOutNames()
  const nameOfZip = createOutNames()
  let current: { archive: string; output: Output } | null = null

  async function close() {
    const finished = current
    current = null
    await finished?.output.close()
  }

  async function outputOf(archive: string): Promise<Output> {
    if (current?.archive !== archive) {
      await close()
      const path = join(folder, `${nameOfZip(basename(archive))}.annotated.zip`)
      current = { archive, output: zipOutput(await createZipOutput(path)) }
    }
    return current.output
  }

  return {
    async write(source, files) {
      if (source.archive !== null) return (await outputOf(source.archive)).write(source, files)
      const name = join(folder, nameOf(source.relative))
      await writeWhole(`${name}.annotated.jpg`, files.annotated)
      await writeWhole(`${name}.json`, files.json)
    },
    close,
  }
}
