import { names } from './en/names.ts'
import { shell } from './en/shell.ts'
import { upload } from './en/upload.ts'
import { viewer } from './en/viewer.ts'

/** Every word of the desk, in English; the other languages have the same keys. */
export const en = { shell, names, upload, viewer }

/** What a language must say. */
export type Texts = typeof en
