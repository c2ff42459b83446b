import { useSyncExternalStore } from 'react'
import { useServices } from '../app/services.tsx'
import type { UploadsState } from './upload-store.ts'

export function useUploads(): UploadsState {
  const { uploads } = useServices()
  return useSyncExternalStore(uploads.subscribe, uploads.state)
}
