import { type Device, type DeviceRequest, devicesToTry } from './device.ts'
import { DeviceUnavailable } from './errors.ts'
import { loadManifest, loadModelFile, type Manifest } from './manifest.ts'
import { openSession, type Session } from './session.ts'

export interface OpenModelsOptions {
  /** Folder with `model.json` and the files it names. */
  modelDir: string
  device: DeviceRequest
  /** Threads that share the work of one run. */
  threads: number
}

export interface Models {
  manifest: Manifest
  device: Device
  /** Why `auto` ended on the CPU although a CUDA provider is installed; null otherwise. */
  deviceNote: string | null
  damage: Session
  parts: Session
  /** Waits for runs under way, then frees the memory. */
  close(): Promise<void>
}

/**
 * Checks and loads both models, onto one and the same device.
 *
 * @throws ModelMissing, ManifestInvalid, ModelMismatch, ModelUnusable, DeviceUnavailable
 */
export async function openModels({
  modelDir,
  device: requested,
  threads,
}: OpenModelsOptions): Promise<Models> {
  const devices = devicesToTry(requested)
  const manifest = await loadManifest(modelDir)
  const { damage, parts } = manifest.models
  const [damageFile, partsFile] = await Promise.all([
    loadModelFile(modelDir, damage),
    loadModelFile(modelDir, parts),
  ])
  // Both look at a photo at once: more threads than cores only wait for each other.
  const each = Math.ceil(threads / 2)
  let note: string | null = null
  for (const device of devices) {
    const opened = await Promise.allSettled([
      openSession({ model: damageFile, file: damage.file, device, threads: each }),
      openSession({ model: partsFile, file: parts.file, device, threads: each }),
    ])
    const [first, second] = opened
    if (first.status === 'fulfilled' && second.status === 'fulfilled') {
      const sessions = [first.value, second.value]
      return {
        manifest,
        device,
        deviceNote: note,
        damage: first.value,
        parts: second.value,
        close: async () => void (await Promise.all(sessions.map((session) => session.close()))),
      }
    }
    for (const session of opened) if (session.status === 'fulfilled') await session.value.close()
    const failure = opened.find((session) => session.status === 'rejected')?.reason
    if (device === 'cpu') throw failure
    note = failure instanceof Error ? failure.message : String(failure)
  }
  throw new DeviceUnavailable(requested, note ?? 'it could not be opened')
}
