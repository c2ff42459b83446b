import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useServices, useSessionState } from '../app/services.tsx'
import { Notice } from '../components/notice.tsx'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { LeftPhoto } from './kept-photos.ts'

/** Names of photos that are told. */
const NAMED = 3

/** Offers the photos that an earlier visit did not get to the server. */
export function LeftUploads() {
  const { upload } = useTexts()
  const format = useFormat()
  const { uploads, keeper } = useServices()
  const { status } = useSessionState()
  const [, go] = useLocation()
  const [left, setLeft] = useState<readonly LeftPhoto[]>([])

  useEffect(() => {
    let current = true
    // Where the browser keeps nothing, there is nothing to offer.
    void keeper.left().then(
      (photos) => current && setLeft(photos),
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [keeper, status])

  if (left.length === 0) return null
  const names = left.slice(0, NAMED).map(({ name }) => name)
  const more = left.length - names.length

  async function goOn() {
    setLeft([])
    uploads.restore(await keeper.adopt(left))
    go('/')
  }
  async function discard() {
    setLeft([])
    await keeper.discard(left)
  }

  return (
    <div className="page left-uploads" role="status">
      <Notice tone="warn" title={upload.left(left.length)}>
        <p className="left-uploads-names">
          {format.list(more > 0 ? [...names, upload.leftMore(format.number(more))] : names)}
        </p>
        <div className="form-buttons">
          <button type="button" className="button button-primary" onClick={() => void goOn()}>
            {upload.leftGoOn}
          </button>
          <button type="button" className="button" onClick={() => void discard()}>
            {upload.leftDiscard}
          </button>
        </div>
      </Notice>
    </div>
  )
}
