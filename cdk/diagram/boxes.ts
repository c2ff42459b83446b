export type Colour = 'visitor' | 'front' | 'function' | 'queue' | 'store' | 'model' | 'care'

export interface Box {
  /** As the template names it, where it is a function or queue; else a name of the drawing's own. */
  name: string
  title: string
  /** A few words on what it does. */
  words: string
  /** The code it is, from the root. */
  code: string
  x: number
  y: number
  width: number
  height: number
  colour: Colour
}

const box = (
  name: string,
  colour: Colour,
  [x, y, width, height]: readonly [number, number, number, number],
  title: string,
  words: string,
  code: string,
): Box => ({ name, colour, x, y, width, height, title, words, code })

const ROW = 330
const UPPER = 190
const BATCHES = 440

/** Where everything is drawn, and which code it is. */
export const boxes: readonly Box[] = [
  box('people', 'visitor', [40, 30, 190, 52], 'People', 'the desk, in a browser', 'web/index.html'),
  box('programs', 'visitor', [250, 30, 190, 52], 'Programs', 'GraphQL, with a token', 'examples/clients'),
  box(
    'pool',
    'front',
    [480, 30, 190, 52],
    'Cognito',
    'or any OpenID provider',
    'cdk/stacks/identity-stack.ts',
  ),
  box(
    'CloudFront',
    'front',
    [40, 150, 400, 62],
    'CloudFront and its firewall',
    'signs every request that it passes on',
    'cdk/stacks/web-stack.ts',
  ),
  box('Desk', 'store', [40, ROW, 112, 64], 'Desk', 'built files, S3', 'web/vite.config.ts'),
  box('Edge', 'function', [184, ROW, 112, 64], 'Edge', 'takes photos in', 'edge/lambda-handler.ts'),
  box('Api', 'function', [328, ROW, 112, 64], 'API', 'GraphQL', 'api/lambda.ts'),
  box('Work', 'queue', [482, ROW, 100, 64], 'Work', 'queue', 'api/worker/hand-over.ts'),
  box('Sweep', 'function', [476, UPPER, 140, 64], 'Sweep', 'puts back what was lost', 'api/worker/sweep.ts'),
  box('Worker', 'function', [628, ROW, 108, 64], 'Worker', 'beyond a request', 'api/worker/lambda.ts'),
  box('Batches', 'queue', [400, BATCHES, 84, 52], 'Batches', 'queue', 'api/worker/batches/batch-queue.ts'),
  box(
    'BatchWorker',
    'function',
    [504, BATCHES, 88, 52],
    'Batches',
    'lists, results',
    'api/worker/batches/work-batch.ts',
  ),
  box(
    'BatchPhotos',
    'queue',
    [652, BATCHES, 90, 52],
    'Their photos',
    'fair queue',
    'api/worker/batches/batch-message.ts',
  ),
  box(
    'PhotoWorker',
    'function',
    [764, BATCHES, 96, 52],
    'Photo',
    'of a batch',
    'api/worker/batches/work-photo.ts',
  ),
  box('Answers', 'queue', [764, UPPER, 108, 64], 'Answers', 'queue', 'api/worker/async-answer.ts'),
  box(
    'Answered',
    'function',
    [764, ROW, 108, 64],
    'Answered',
    'ends assessments',
    'api/worker/async-work.ts',
  ),
  box('Events', 'function', [916, ROW, 100, 64], 'Events', 'from the stream', 'api/worker/publish-events.ts'),
  box('Bus', 'queue', [1044, ROW, 92, 64], 'EventBridge', 'what ended', 'api/worker/told-event.ts'),
  box('Webhook', 'queue', [1044, UPPER, 92, 64], 'Webhook', 'a queue each', 'cdk/stacks/app/webhooks.ts'),
  box(
    'Webhooks',
    'function',
    [1172, UPPER, 108, 64],
    'Webhooks',
    'signed, with retries',
    'api/webhooks/deliver.ts',
  ),
  box(
    'receivers',
    'visitor',
    [1172, 30, 108, 52],
    'Receivers',
    'of each tenant',
    'api/webhooks/signature.ts',
  ),
  box(
    'photos',
    'store',
    [184, 546, 832, 46],
    'Photos',
    'S3: originals, pictures, records, zips, results; versions for some days',
    'edge/photos.ts',
  ),
  box(
    'table',
    'store',
    [184, 608, 832, 46],
    'Claims',
    'DynamoDB: one table, changed under versions, restorable to any second of 35 days',
    'api/store/dynamo-table.ts',
  ),
  box(
    'model',
    'model',
    [184, 670, 832, 46],
    'Model',
    'SageMaker: GPU in real time, asynchronous to zero, or CPU',
    'inference/server/main.ts',
  ),
  box('models', 'store', [40, 670, 112, 46], 'Models', 'files, S3', 'cdk/constructs/model-artefact.ts'),
  box(
    'image',
    'model',
    [1044, 670, 236, 46],
    'Image',
    'CUDA or CPU, without a model',
    'inference/Dockerfile',
  ),
  box('operations', 'care', [40, 756, 1240, 46], 'Operations', '', 'cdk/stacks/operations-stack.ts'),
]
