import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import type { AwsCredentialIdentityProvider, Checksum, SourceData } from '@smithy/types'

export interface SignedFetchOptions {
  credentials: AwsCredentialIdentityProvider
  region: string
  fetch?: typeof globalThis.fetch
}

/** The part of `fetch` that is signed: a method, plain headers, and a body whose bytes are known. */
export interface SignedInit {
  method?: string
  headers?: Record<string, string>
  body?: Uint8Array<ArrayBuffer>
  signal?: AbortSignal
  /** What is signed for one address is not for the next one. @default follow */
  redirect?: 'manual'
}

export type SignedFetch = (url: URL, init?: SignedInit) => Promise<Response>

/**
 * `fetch` for function URLs that take requests of known callers alone (`AWS_IAM`): every request carries a
 * signature of its address, headers and body.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function createSignedFetch({
  credentials,
  region,
  fetch = globalThis.fetch,
}: SignedFetchOptions): SignedFetch {
  const signer = new SignatureV4({ service: 'lambda', region, credentials, sha256: NodeSha256 })
  return async (url, { method = 'GET', headers = {}, body, signal, redirect } = {}) => {
    const signed = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port && { port: Number(url.port) }),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      ...(body && { body }),
    })
    const { host: _, ...sent } = signed.headers
    return fetch(url, {
      method,
      headers: sent,
      ...(body && { body }),
      ...(signal && { signal }),
      ...(redirect && { redirect }),
    })
  }
}

/** Node's own SHA-256: the signer's default in JavaScript takes a hundred milliseconds for a photo. */
class NodeSha256 implements Checksum {
  #hash: Hash | Hmac
  readonly #start: () => Hash | Hmac
  constructor(secret?: SourceData) {
    this.#start = () => (secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret)))
    this.#hash = this.#start()
  }
  update(chunk: SourceData): void {
    this.#hash.update(toBytes(chunk))
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
  reset(): void {
    this.#hash = this.#start()
  }
}

const toBytes = (data: SourceData): Uint8Array =>
  typeof data === 'string'
    ? Buffer.from(data)
    : ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data)
