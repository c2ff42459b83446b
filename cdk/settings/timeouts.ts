/**
 * Seconds that each step of a request may take, from the outside in: whoever calls gives up later than whom it
 * calls, so that a failure is told by the one that knows its reason. A test compares what is synthesised.
 */
export const timeouts = {
  /** CloudFront, for the first byte of an answer. Its quota is 120 without asking. */
  cloudFront: 70,
  /** The API's function. */
  api: 65,
  /** How long `assessDamage` waits unless it is told otherwise. */
  assessWait: 20,
  /** One answer of the model, as the API and the workers wait for it. */
  model: 40,
  /** The edge's function, and a photo's way through it. */
  edge: 50,
  edgePhoto: 40,
  /** What the model's container gives one photo, its wait in the container included. */
  container: 35,
  /** A worker: one answer of the model, and trying again within the same attempt. */
  workerRetry: 60,
  worker: 180,
  /** Whole batches: tens of thousands of entries are listed, or drawn into a zip. */
  batch: 900,
  /** How long one attempt on a photo of a batch waits for an asynchronous answer. */
  batchAnswer: 100,
  /** Until an asynchronous answer is given up: as long as a photo may lie in the endpoint's own queue. */
  asynchronous: 6 * 3600,
  webhook: 10,
  webhookFunction: 30,
} as const
