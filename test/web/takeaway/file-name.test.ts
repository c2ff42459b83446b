import { describe, expect, it } from 'vitest'
import { fileNameOf } from '../../../web/takeaway/claim-files.ts'

describe('fileNameOf', () => {
  it.each([
    ['CLM-2048', 'CLM-2048'],
    ['../../etc/passwd', '..-..-etc-passwd'],
    ['<img src=x onerror=alert(1)>', '-img-src-x-onerror-alert-1-'],
    ['Müller & Söhne', 'Müller-Söhne'],
  ])('makes of %s what every file system takes', (title, name) => {
    expect(fileNameOf(title)).toBe(name)
  })
})
