import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createAssessor } from '../../../inference/runtime/assessor.ts'
import { availableCores } from '../../../inference/runtime/cores.ts'
import { cudaProviderFile, devicesToTry } from '../../../inference/runtime/device.ts'
import { DeviceUnavailable } from '../../../inference/runtime/errors.ts'
import { copyTinyModel, tinyModelDir } from '../tiny-model.ts'

const present = join(tinyModelDir, 'model.json')
const absent = join(tinyModelDir, 'libonnxruntime_providers_cuda.so')
const installed = existsSync(cudaProviderFile() ?? absent)

describe('the device', () => {
  it.each([
    { requested: 'cpu', provider: present, devices: ['cpu'] },
    { requested: 'cpu', provider: null, devices: ['cpu'] },
    { requested: 'auto', provider: absent, devices: ['cpu'] },
    { requested: 'auto', provider: null, devices: ['cpu'] },
    { requested: 'auto', provider: present, devices: ['cuda', 'cpu'] },
    { requested: 'cuda', provider: present, devices: ['cuda'] },
  ] as const)(
    'for $requested is $devices where the CUDA provider is $provider',
    ({ requested, provider, devices }) => {
      expect(devicesToTry(requested, provider)).toEqual(devices)
    },
  )

  it.each([absent, null])('cuda is refused where its provider is %s, rather than replaced', (provider) => {
    expect(() => devicesToTry('cuda', provider)).toThrow(DeviceUnavailable)
    expect(() => devicesToTry('cuda', provider)).toThrow(/not installed .*INFERENCE_DEVICE=auto or cpu/)
  })

  it.skipIf(installed)('cuda is refused by the assessor on a machine without CUDA', async () => {
    await expect(createAssessor({ modelDir: tinyModelDir, device: 'cuda' })).rejects.toMatchObject({
      code: 'DEVICE_UNAVAILABLE',
      device: 'cuda',
    })
  })

  it.skipIf(installed)('auto is the CPU on a machine without CUDA, with nothing to note', async () => {
    const assessor = await createAssessor({ modelDir: tinyModelDir })
    expect(assessor).toMatchObject({ device: 'cpu', deviceNote: null })
    await assessor.close()
  })
})

describe('the number of threads', () => {
  it.each([
    { quota: 'max 100000', cores: 8, threads: 8 },
    { quota: '250000 100000', cores: 8, threads: 2 },
    { quota: '50000 100000', cores: 8, threads: 1 },
    { quota: '1600000 100000', cores: 8, threads: 8 },
    { quota: 'garbage', cores: 4, threads: 4 },
  ])('is $threads with $cores cores and a quota of "$quota"', async ({ quota, cores, threads }) => {
    const file = join(await copyTinyModel(), 'cpu.max')
    await writeFile(file, `${quota}\n`)
    expect(availableCores(file, cores)).toBe(threads)
  })

  it('is that of the cores where there is no quota', () => {
    expect(availableCores(absent, 6)).toBe(6)
  })
})
