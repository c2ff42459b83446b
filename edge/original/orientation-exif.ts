/**
 * A block of EXIF that says how to turn the picture, and nothing else.
 *
 * @param orientation 1 to 8
 * @see TIFF 6.0, section 2; CIPA DC-008 (EXIF 2.32), tag 274
 */
export function orientationExif(orientation: number): Buffer {
  const block = Buffer.alloc(26)
  block.write('II*\0', 'latin1')
  block.writeUInt32LE(8, 4)
  block.writeUInt16LE(1, 8)
  block.writeUInt16LE(274, 10)
  block.writeUInt16LE(3, 12)
  block.writeUInt32LE(1, 14)
  block.writeUInt16LE(orientation, 18)
  return block
}
