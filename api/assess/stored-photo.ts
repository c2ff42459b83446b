import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { Photos } from '../../edge/photos.ts'
import { NotFound } from '../errors.ts'
import { refusedPhoto } from './photo-failure.ts'

/** A photo that the edge has taken in, by its id or that of its upload. @throws NotFound, PhotoRejected */
export async function storedPhoto(photos: Photos, id: string): Promise<ReadyPhoto> {
  const record = await photos.get(id)
  if (!record) throw new NotFound('Photo', id)
  if (record.state === 'REJECTED') {
    throw refusedPhoto(record.reason.code, record.reason.message, record.reason)
  }
  if (record.state === 'READY') return record
  const finished = await photos.finishUpload(id)
  if (!finished || finished.state === 'UPLOADED') throw new NotFound('Photo', id)
  return finished.state === 'READY' ? finished : storedPhoto(photos, id)
}
