import { createContext, type ReactNode, use, useSyncExternalStore } from 'react'
import { type Client, Provider as GraphqlProvider } from 'urql'
import type { ZipUpload } from '../batches/zip-upload.ts'
import type { Session, SessionState } from '../session/session.ts'
import type { UploadKeeper } from '../upload/upload-keeper.ts'
import type { Uploads } from '../upload/uploads.ts'

/** What outlives a page: made once in main.tsx, handed to every page. */
export interface Services {
  session: Session
  client: Client
  uploads: Uploads
  zipUpload: ZipUpload
  /** Photos on this machine's disk until the server has them. */
  keeper: UploadKeeper
}

const ServicesContext = createContext<Services | null>(null)

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return (
    <ServicesContext value={services}>
      <GraphqlProvider value={services.client}>{children}</GraphqlProvider>
    </ServicesContext>
  )
}

export function useServices(): Services {
  const services = use(ServicesContext)
  if (!services) throw new Error('Expected a ServicesProvider around this component but received none')
  return services
}

export function useSessionState(): SessionState {
  const { session } = useServices()
  return useSyncExternalStore(session.subscribe, session.state)
}
