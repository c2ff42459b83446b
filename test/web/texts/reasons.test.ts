import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { captureQualitySchema } from '../../../edge/photo-record.ts'
import { de } from '../../../web/texts/de.ts'
import { en, type Texts } from '../../../web/texts/en.ts'
import { failureWords } from '../../../web/upload/failure-words.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
/** Where the errors stand that a server of this product answers with. */
const folders = ['api', 'edge', 'schema', 'inference/server', 'inference/runtime', 'inference/cli/inputs']

/** Told at the start of a process, on a command line or to another server: no page ever shows them. */
const unseen = new Set([
  'ADDRESS_REFUSED',
  'DEVICE_UNAVAILABLE',
  'FILE_NOT_FOUND',
  'ISSUER_UNAVAILABLE',
  'MANIFEST_INVALID',
  'MODEL_MISSING',
  'MODEL_OUTPUT_INVALID',
  'MODEL_UNUSABLE',
  'NOT_A_FILE',
  'ORIGIN_REFUSED',
  'PERSISTED_OPERATIONS_INVALID',
  'SETTING_INVALID',
  'STORE_IN_USE',
  'UNEXPECTED',
])

function codesIn(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const named = /(?:\bcode(?: =|:) |\b(?:failedEnding|failure|new [A-Z]\w+)\(\s*)'([A-Z][A-Z_]+)'/g
  return [...text.matchAll(named)].flatMap(([, code]) => code ?? [])
}

const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, folder, name)),
)
const codes = [...new Set(files.flatMap(codesIn))].sort()

const languages: [string, Texts][] = [
  ['English', en],
  ['German', de],
]

describe.each(languages)('reasons in %s', (_, texts) => {
  it('have words for every code that a server answers with', () => {
    expect(codes.length).toBeGreaterThan(40)
    const shown = codes.filter((code) => !unseen.has(code))
    expect(shown.filter((code) => !texts.reasons.codes[code])).toEqual([])
  })

  it('have no words for codes that are gone', () => {
    const known = new Set(codes)
    expect(Object.keys(texts.reasons.codes).filter((code) => !known.has(code))).toEqual([])
  })

  it('have words for everything that may be wrong with a photo', () => {
    const reasons = captureQualitySchema.shape.reason.unwrap().options
    expect(Object.keys(texts.names.quality).sort()).toEqual([...reasons, 'no_vehicle'].sort())
  })

  it('prefer what the place says, then the code, then the server', () => {
    const words = (code: string) => failureWords(texts, { code, message: 'as the server says', again: false })
    expect(words('CONFLICT')).toBe(texts.upload.failures.CONFLICT)
    expect(words('PHOTO_DAMAGED')).toBe(texts.reasons.codes.PHOTO_DAMAGED)
    expect(words('NEW_CODE')).toBe('as the server says')
    expect(words('constructor')).toBe('as the server says')
  })
})

it('says the same codes in every language', () => {
  expect(Object.keys(de.reasons.codes)).toEqual(Object.keys(en.reasons.codes))
  expect(Object.keys(de.reasons.fields)).toEqual(Object.keys(en.reasons.fields))
  const same = Object.keys(en.reasons.codes).filter(
    (code) => en.reasons.codes[code] === de.reasons.codes[code],
  )
  expect(same).toEqual([])
})
