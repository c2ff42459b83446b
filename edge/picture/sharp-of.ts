import sharp, { type Sharp } from 'sharp'
import type { Picture } from './picture.ts'

/** A sharp pipeline that starts from a decoded picture. */
export const sharpOf = ({ data, width, height }: Picture): Sharp =>
  sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
