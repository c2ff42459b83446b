import { randomUUID } from 'node:crypto'

const incoming = ['X-Request-Id', 'X-Amzn-RequestId', 'X-Amzn-Trace-Id', 'Amz-Sdk-Invocation-Id'] as const

/** The id that whoever sent the request knows it by, if it is fit for a log line, else a new one. */
export function requestId(headers: Headers): string {
  for (const name of incoming) {
    const id = headers.get(name)
    if (id && /^[\w.:;=/+-]{1,128}$/.test(id)) return id
  }
  return randomUUID()
}
