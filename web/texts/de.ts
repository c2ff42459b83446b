import { names } from './de/names.ts'
import { shell } from './de/shell.ts'
import { upload } from './de/upload.ts'
import { viewer } from './de/viewer.ts'
import type { Texts } from './en.ts'

export const de: Texts = { shell, names, upload, viewer }
