import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Compiles the AssemblyScript of this folder to WebAssembly.
 * Needs the development dependencies; at run time the result in kernel-binary.ts is used.
 */
export async function compileKernel(): Promise<Uint8Array> {
  const { default: asc } = await import('assemblyscript/asc')
  let binary: Uint8Array | undefined
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      '--outFile',
      'kernel.wasm',
      '--runtime',
      'stub',
      '-O3',
      '--converge',
      '--noAssert',
      '--enable',
      'simd',
    ],
    {
      readFile: (name) => readFile(join(import.meta.dirname, name), 'utf8').catch(() => null),
      writeFile: (_, contents) => {
        binary = contents as Uint8Array
      },
      listFiles: () => [],
    },
  )
  if (error || !binary) throw new Error(`The kernel does not compile: ${stderr}`, { cause: error })
  return binary
}
