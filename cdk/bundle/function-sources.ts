import type { FunctionSource } from './bundle-function.ts'

export const functionNames = [
  'api',
  'edge',
  'worker',
  'batches',
  'events',
  'webhooks',
  'token',
  'hash',
] as const
export type FunctionName = (typeof functionNames)[number]

/** What each function is made of. */
export const functionSources = (modelDir: string): Record<FunctionName, FunctionSource> => ({
  // The store of one machine is never opened in the cloud.
  api: { name: 'api', entries: ['api/lambda.ts'], modelDir, external: ['libsql'] },
  edge: {
    name: 'edge',
    entries: ['api/edge-lambda.ts', 'edge/picture/heic-worker.mjs'],
    modelDir,
    external: ['sharp'],
  },
  worker: { name: 'worker', entries: ['api/worker/lambda.ts'], modelDir },
  batches: { name: 'batches', entries: ['api/worker/batches-lambda.ts'], modelDir },
  events: { name: 'events', entries: ['api/worker/events-lambda.ts'] },
  webhooks: { name: 'webhooks', entries: ['api/webhooks/lambda.ts'] },
  token: { name: 'token', entries: ['cdk/functions/tenant-in-token.ts'] },
  hash: { name: 'hash', entries: ['cdk/functions/hash-body.ts'] },
})

/** Packages that hold machine code; none of them may be in a bundle. */
export const nativePackages =
  /node_modules\/(sharp|@img|libsql|@libsql|onnxruntime-node|onnxruntime-common)\//
