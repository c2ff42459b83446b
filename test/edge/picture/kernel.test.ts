import { expect, it } from 'vitest'
import { compileKernel } from '../../../edge/picture/kernel/compile.ts'
import { kernelBinary } from '../../../edge/picture/kernel-binary.ts'

it('ships the WebAssembly that its source compiles to; else run edge/picture/kernel/build.ts', async () => {
  expect(Buffer.from(await compileKernel()).toString('base64')).toBe(kernelBinary)
})
