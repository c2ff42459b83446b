import sharp, { type Sharp } from 'sharp'

/** Something with edges and shading, always the same for the same seed. */
export function draw(width = 320, height = 240, seed = 1): Sharp {
  const data = Buffer.alloc(width * height * 3)
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return (state >>> 8) / 2 ** 24
  }
  const waves = Array.from({ length: 6 }, () => ({ x: next() * 0.08, y: next() * 0.08, phase: next() * 6 }))
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const value = waves.reduce((sum, wave) => sum + Math.sin(wave.x * x + wave.y * y + wave.phase), 0)
      const grain = next() * 12
      data[at] = 120 + value * 18 + grain
      data[at + 1] = 110 + value * 15 + grain
      data[at + 2] = 100 - value * 12 + grain
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
}

/** The same as bytes of a JPEG file. */
export const drawnJpeg = async (width?: number, height?: number, seed?: number): Promise<Buffer> =>
  draw(width, height, seed).jpeg().toBuffer()

/** Words that must not be found in anything stored. */
export const secrets = { artist: 'SECRET-ARTIST', city: 'SECRET-CITY' }

/** Adds what phones write, place included. */
export function withMetadata(photo: Sharp): Sharp {
  return photo
    .withExif({
      IFD0: { Make: 'Acme', Model: 'Phone 9', Artist: secrets.artist },
      IFD2: { DateTimeOriginal: '2024:05:01 12:30:45', OffsetTimeOriginal: '+02:00' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '52/1 31/1 12/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '13/1 24/1 5/1',
      },
    })
    .withXmp(
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="${secrets.city}"/></rdf:RDF></x:xmpmeta>`,
    )
}
