import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useServices, useSessionState } from '../app/services.tsx'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { useTexts } from '../texts/texts-context.tsx'

/** Shows the desk to those who may see it; when a session ends, asks for another above the page as it is. */
export function SignInGate({ children }: { children: ReactNode }) {
  const { shell } = useTexts()
  const { status } = useSessionState()
  if (status === 'out') {
    return (
      <Page title={shell.signInTitle}>
        <p>{shell.signInText}</p>
        <SignInButton label={shell.signIn} />
      </Page>
    )
  }
  return (
    <>
      {children}
      {status === 'expired' && <ExpiredDialog />}
    </>
  )
}

function ExpiredDialog() {
  const { shell } = useTexts()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    // Escape would leave a page whose every request waits.
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby="expired-title"
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id="expired-title">{shell.expiredTitle}</h2>
      <p>{shell.expiredText}</p>
      <SignInButton label={shell.signInAgain} />
    </dialog>
  )
}

function SignInButton({ label }: { label: string }) {
  const { shell } = useTexts()
  const { session } = useServices()
  const [failure, setFailure] = useState<string | null>(null)
  if (!session.config.oidc) return <Notice tone="warn">{shell.signInUnset}</Notice>
  const signIn = () => {
    setFailure(null)
    session.signIn().catch((error: Error) => setFailure(error.message))
  }
  return (
    <>
      <button type="button" className="button button-primary" onClick={signIn}>
        {label}
      </button>
      {failure && (
        <Notice tone="bad" title={shell.signInFailed}>
          <p>{failure}</p>
        </Notice>
      )}
    </>
  )
}
