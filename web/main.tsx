import '@radix-ui/colors/slate.css'
import '@radix-ui/colors/slate-dark.css'
import '@radix-ui/colors/indigo.css'
import '@radix-ui/colors/indigo-dark.css'
import '@radix-ui/colors/red.css'
import '@radix-ui/colors/red-dark.css'
import '@radix-ui/colors/amber.css'
import '@radix-ui/colors/amber-dark.css'
import '@radix-ui/colors/green.css'
import '@radix-ui/colors/green-dark.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/controls.css'
import './styles/print.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Routes } from './app/routes.tsx'
import { type Services, ServicesProvider } from './app/services.tsx'
import { Shell } from './app/shell.tsx'
import { StartFailed } from './app/start-failed.tsx'
import { createZipUpload } from './batches/zip-upload.ts'
import { ToastProvider } from './components/toasts.tsx'
import { refuseStrayFiles } from './components/use-given-files.ts'
import { createClient, createFetch } from './graphql/client.ts'
import { type DeskConfig, loadDeskConfig } from './session/desk-config.ts'
import { createSession } from './session/session.ts'
import { SignInGate } from './session/sign-in-gate.tsx'
import { SpeechProvider } from './texts/texts-context.tsx'
import { followSession } from './upload/follow-session.ts'
import { createKeptPhotos } from './upload/kept-photos.ts'
import { LeftUploads } from './upload/left-uploads.tsx'
import { randomId } from './upload/random-id.ts'
import { createUploadApi } from './upload/upload-api.ts'
import { createUploadKeeper } from './upload/upload-keeper.ts'
import { createUploads } from './upload/uploads.ts'

/** Signing in is a library of its own, fetched by those who need it. */
const signingIn = () => import('./session/sign-in.ts')

function createServices(config: DeskConfig): Services {
  const oidc = () => {
    if (!config.oidc) throw new Error('Expected OIDC_CLIENT_ID to be set on the server but received none')
    return config.oidc
  }
  const session = createSession({
    config,
    storage: sessionStorage,
    authorize: async () => (await signingIn()).authorize(oidc()),
    refresh: async (token) => (await signingIn()).refresh(oidc(), token),
  })
  const client = createClient(session)
  const keeper = createUploadKeeper({
    photos: createKeptPhotos(),
    // Absent on a plain HTTP page of another machine.
    locks: navigator.locks as LockManager | undefined,
    owner: session.owner,
    tab: randomId(),
  })
  const uploads = createUploads({ api: createUploadApi({ client, session }), keeper })
  const zipUpload = createZipUpload({ send: createFetch(session) })
  followSession(session, uploads, keeper, zipUpload, () => location.reload())
  return { session, client, uploads, zipUpload, keeper }
}

function Desk({ services }: { services: Services }) {
  return (
    <StrictMode>
      <CSPProvider disableStyleElements>
        <ServicesProvider services={services}>
          <SpeechProvider>
            <ToastProvider>
              <Shell>
                <SignInGate>
                  <LeftUploads />
                  <Routes />
                </SignInGate>
              </Shell>
            </ToastProvider>
          </SpeechProvider>
        </ServicesProvider>
      </CSPProvider>
    </StrictMode>
  )
}

refuseStrayFiles()
const root = createRoot(document.getElementById('root') as HTMLElement)
if (location.pathname === '/signed-in') {
  void signingIn().then(({ reportReturn }) => reportReturn())
} else {
  const config = await loadDeskConfig().catch(() => null)
  root.render(
    config ? (
      <Desk services={createServices(config)} />
    ) : (
      <SpeechProvider>
        <StartFailed />
      </SpeechProvider>
    ),
  )
}
