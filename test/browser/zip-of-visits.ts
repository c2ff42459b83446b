import { readFile } from 'node:fs/promises'
import { TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { example } from './open-desk.ts'

/** Two photos and what is none, in two folders, as a file to choose. */
export async function zipOfVisits() {
  const zip = new ZipWriter(new Uint8ArrayWriter())
  await zip.add('tiguan/door.jpg', new Uint8ArrayReader(await readFile(example('scratched_door.jpg'))))
  await zip.add('polo/whole.jpg', new Uint8ArrayReader(await readFile(example('undamaged.jpg'))))
  await zip.add('polo/notes.jpg', new TextReader('not a photo'))
  return { name: 'hail.zip', mimeType: 'application/zip', buffer: Buffer.from(await zip.close()) }
}
