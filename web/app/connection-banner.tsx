import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useToast } from '../components/toasts.tsx'
import { useTexts } from '../texts/texts-context.tsx'

function subscribe(listener: () => void) {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

/** Says so while the browser knows of no connection, and when it is back. */
export function ConnectionBanner() {
  const { shell } = useTexts()
  const toast = useToast()
  const online = useSyncExternalStore(subscribe, () => navigator.onLine)
  const before = useRef(online)
  useEffect(() => {
    if (online && !before.current) toast(shell.online, 'good')
    before.current = online
  }, [online, toast, shell])
  return <div role="status">{!online && <p className="offline">{shell.offline}</p>}</div>
}
