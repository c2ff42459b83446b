import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'

interface ModalProps {
  title: string
  onClose: () => void
  /** As wide as the window allows, for pictures. @default false */
  wide?: boolean
  children: ReactNode
}

/** A dialog that is open as long as it is rendered. */
export function Modal({ title, onClose, wide = false, children }: ModalProps) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="modal-backdrop" />
        <Dialog.Popup className={`dialog modal ${wide ? 'modal-wide' : ''}`}>
          <Dialog.Title render={<h2 />}>{title}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
