import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/texts-context.tsx'
import type { Tone } from './notice.tsx'

export function ToastProvider({ children }: { children: ReactNode }) {
  const { shell } = useTexts()
  return (
    <Toast.Provider timeout={8000} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts" aria-label={shell.notifications}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList() {
  const { shell } = useTexts()
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={`toast notice-${toast.type ?? 'info'}`}>
      <Toast.Content className="toast-content">
        {/* A toast is a dialog, and its one sentence what it is called. */}
        <Toast.Title className="toast-text" render={<p />} />
        {toast.actionProps && <Toast.Action className="button button-small" />}
        <Toast.Close className="icon-button" aria-label={shell.dismiss}>
          <X aria-hidden="true" size={16} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}

export interface ToastAction {
  label: string
  run: () => void
}

/** Says something that passes; what must be read belongs in the page. */
export function useToast(): (text: string, tone?: Tone, action?: ToastAction) => void {
  const { add } = Toast.useToastManager()
  return (text, tone = 'info', action) => {
    add({
      title: text,
      type: tone,
      priority: tone === 'bad' ? 'high' : 'low',
      ...(action && { actionProps: { children: action.label, onClick: action.run } }),
    })
  }
}
