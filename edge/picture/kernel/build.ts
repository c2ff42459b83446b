/** Writes kernel-binary.ts anew: `npx tsx edge/picture/kernel/build.ts`, after every change in this folder. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileKernel } from './compile.ts'

const lines = Buffer.from(await compileKernel())
  .toString('base64')
  .match(/.{1,100}/g)
await writeFile(
  join(import.meta.dirname, '..', 'kernel-binary.ts'),
  `/** WebAssembly of kernel/, in base64; written by kernel/build.ts, and compared with its source by a test. */
export const kernelBinary =
${(lines ?? []).map((line) => `  '${line}'`).join(' +\n')}
`,
)
