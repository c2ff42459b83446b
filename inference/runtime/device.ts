import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { DeviceUnavailable } from './errors.ts'

export const deviceRequests = ['auto', 'cuda', 'cpu'] as const
/** What is asked for; `auto` is CUDA where it can be used, else the CPU. */
export type DeviceRequest = (typeof deviceRequests)[number]
/** What a session runs on. */
export type Device = 'cuda' | 'cpu'

const cudaProviderNames: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'libonnxruntime_providers_cuda.so',
  win32: 'onnxruntime_providers_cuda.dll',
}

/**
 * Where ONNX Runtime looks for its CUDA provider: beside its own library. The npm package does not
 * bring it; null where there is none for this platform.
 */
export function cudaProviderFile(): string | null {
  const name = cudaProviderNames[process.platform]
  if (!name) return null
  const root = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'))
  return join(root, 'bin/napi-v6', process.platform, process.arch, name)
}

/**
 * The devices to try, in order. The answer never holds more than was asked for: only `auto` may end
 * on the CPU after CUDA. @throws DeviceUnavailable for CUDA without its provider library
 */
export function devicesToTry(requested: DeviceRequest, providerFile = cudaProviderFile()): Device[] {
  if (requested === 'cpu') return ['cpu']
  const present = providerFile !== null && existsSync(providerFile)
  if (requested === 'auto') return present ? ['cuda', 'cpu'] : ['cpu']
  if (!present) {
    const missing = providerFile ?? `a CUDA provider for ${process.platform}`
    throw new DeviceUnavailable('cuda', `ONNX Runtime's CUDA provider is not installed (${missing})`)
  }
  return ['cuda']
}
