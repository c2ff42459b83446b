/**
 * What one assessment uses: one photo of 12 megapixels brought in by a program, assessed, looked at twice by a person.
 * `measured` names the command that gives a figure; the others are assumptions, and stand here to be changed.
 */
export const perAssessment = {
  /** Bytes of the upload, of what is stored of it, and of pictures shown. */
  photoGb: 0.0035,
  storedGb: 0.0042,
  shownGb: 0.0007,
  /** POST /photos, the mutation, two polls, the claim, four pictures. */
  requests: 9,
  apiRequests: 5,
  edgeRequests: 5,
  /** Seconds of the edge's function at 2 GB: `npx tsx bench/edge-intake.ts` measured 0.10 s on a server's core. */
  edgeSeconds: 0.4,
  edgeGb: 2,
  /** Seconds of the API's function at 1 GB without the wait for the model. */
  apiSeconds: 0.5,
  apiGb: 1,
  /** Seconds of a worker at 0.5 GB, where one has it. */
  workerSeconds: 1,
  workerGb: 0.5,
  /**
   * Writes of a kilobyte, from docs/api.md: up to 88 items of a fingerprint, three transactions (each write counts
   * twice) of some 20 items and 20 kB altogether. Reads of four kilobytes, strongly consistent.
   */
  writeUnits: 88 + 2 * 30,
  readUnits: 60,
  itemsGb: 0.00004,
  s3Puts: 5,
  s3Gets: 12,
  s3Objects: 4,
  keyRequests: 20,
  logsGb: 0.00002,
} as const

/** What is there, used or not. */
export const standing = {
  alarms: 44,
  metrics: 3,
  dashboards: 1,
  secrets: 1,
  keys: 1,
  firewallRules: 5,
  imageGb: { cuda: 6, cpu: 0.6 },
  /** The sweep's calls, every five minutes, and each event source's waiting for messages: requests a month. */
  queueRequests: 3 * 5 * 43_800 * 5,
  /** Of assessments, and of batches. */
  sweepSeconds: 2 * 8_640 * 0.3,
} as const

/**
 * When photos come: nine of ten in 220 busy hours of a month's 730. Traces are kept of one in twenty.
 */
export const rhythm = { hours: 730, busyHours: 220, busyShare: 0.9, traced: 0.05 } as const

/** Hours that an asynchronous endpoint's instance runs on after a photo: to start, and to be sure that no other comes. */
export const LINGER_HOURS = 0.35

/** Months that photos and records have been kept for when the bill is looked at. */
export const KEPT_MONTHS = 12
