import { describe, expect, it } from 'vitest'
import type { sendZip } from '../../../web/batches/send-zip.ts'
import { createZipUpload } from '../../../web/batches/zip-upload.ts'
import { Interrupted, Refused } from '../../../web/upload/upload-errors.ts'

type Transfer = typeof sendZip
const zip = new File(['0123456789'], 'hail.zip')
const options = { detail: 'standard', grouping: 'photo' } as const
const open = (transfer: Transfer) =>
  createZipUpload({ send: fetch, transfer, attempts: 3, pause: async () => undefined })

describe('a zip on its way', () => {
  it('shows how far it is, and ends as a batch', async () => {
    const upload = open(async ({ onSent }) => {
      onSent(4)
      expect(upload.state()).toEqual({ name: 'hail.zip', size: 10, sent: 4, failure: null })
      return 'batch 1'
    })
    expect(await upload.start(zip, options)).toBe('batch 1')
    expect(upload.state()).toBeNull()
  })

  it('goes on where it broke off, as the same request', async () => {
    const seen: { key: string; whole: boolean }[] = []
    const upload = open(async ({ key, sent }) => {
      seen.push({ key, whole: sent.whole === true })
      sent.whole = true
      if (seen.length < 3) throw new Interrupted('connection')
      return 'batch 1'
    })
    expect(await upload.start(zip, options)).toBe('batch 1')
    expect(seen.map(({ whole }) => whole)).toEqual([false, true, true])
    expect(new Set(seen.map(({ key }) => key)).size).toBe(1)
  })

  it('waits with a refusal until somebody sends it again, as another request', async () => {
    const keys: string[] = []
    const upload = open(async ({ key }) => {
      keys.push(key)
      if (keys.length === 1) throw new Refused('CONFLICT', 'too many batches')
      return 'batch 2'
    })
    expect(await upload.start(zip, options)).toBeNull()
    expect(upload.state()?.failure).toEqual({ code: 'CONFLICT', message: 'too many batches' })
    expect(await upload.retry()).toBe('batch 2')
    expect(new Set(keys).size).toBe(2)
  })

  it('leaves nothing when it is stopped', async () => {
    const upload = open(
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    const ending = upload.start(zip, options)
    upload.stop()
    expect(await ending).toBeNull()
    expect(upload.state()).toBeNull()
    expect(await upload.retry()).toBeNull()
  })
})
