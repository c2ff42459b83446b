/**
 * Thread of heic.ts: decodes the HEIC file in `workerData` and posts `{ pixels, width, height, channels }`,
 * or `{ failure }`. Plain JavaScript, so that it starts without a TypeScript loader.
 *
 * It calls libheif itself: the wrapper classes of libheif-js decode in a timer, where an exception would
 * end the process, and take the first picture of a file instead of its main one.
 */
import { parentPort, workerData } from 'node:worker_threads'
import createLibheif from 'libheif-js/libheif-wasm/libheif-bundle.js'

const ok = (result) => result && !result.code

function decode(bytes) {
  const heif = createLibheif()
  const context = heif.heif_context_alloc()
  const read = heif.heif_context_read_from_memory(context, bytes)
  if (read.code !== heif.heif_error_code.heif_error_Ok) return { failure: read.message }
  const handle = heif.heif_js_context_get_primary_image_handle(context)
  if (!ok(handle)) return { failure: handle?.message ?? 'it holds no picture' }
  const alpha = heif.heif_image_handle_has_alpha_channel(handle)
  const { heif_chroma_interleaved_RGBA, heif_chroma_interleaved_RGB } = heif.heif_chroma
  const image = heif.heif_js_decode_image2(
    handle,
    heif.heif_colorspace.heif_colorspace_RGB,
    alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB,
  )
  if (!ok(image)) return { failure: image?.message ?? 'no picture came out' }
  const [{ width, height, stride, data }] = image.channels
  const channels = alpha ? 4 : 3
  const pixels = new Uint8Array(width * height * channels)
  for (let y = 0; y < height; y++) {
    pixels.set(data.subarray(y * stride, y * stride + width * channels), y * width * channels)
  }
  return { pixels, width, height, channels }
}

const answer = decode(workerData)
parentPort.postMessage(answer, answer.pixels ? [answer.pixels.buffer] : [])
