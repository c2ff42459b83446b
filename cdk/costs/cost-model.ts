import { KEPT_MONTHS, LINGER_HOURS, perAssessment as one, rhythm, standing } from './usage.ts'

export type Mode = 'realtime' | 'async' | 'cpu'

/** Prices by name, in US dollars for one of what the name says. */
export interface Prices {
  date: string
  region: string
  instanceHour: Record<string, number>
  [name: string]: unknown
}

export interface Deployment {
  mode: Mode
  instanceType: string
  minInstances: number
  /** Photos that an instance takes in a minute. */
  photosPerMinute: number
}

/** One line of the bill. */
export interface CostLine {
  what: 'model' | 'functions' | 'storage' | 'database' | 'front' | 'operations'
  usd: number
}

/** A month's bill for so many assessments, line by line. */
export function monthlyCost(deployment: Deployment, assessments: number, prices: Prices): CostLine[] {
  const p = (name: string) => prices[name] as number
  const n = assessments
  const hourly = prices.instanceHour[deployment.instanceType] ?? Number.NaN
  const device = deployment.mode === 'cpu' ? 'cpu' : 'cuda'
  const worked = deployment.mode === 'async' ? 2 : 0.1
  const functions =
    n *
      (one.edgeSeconds * one.edgeGb +
        (one.apiSeconds + waiting(deployment)) * one.apiGb +
        worked * one.workerSeconds * one.workerGb) *
      p('lambdaGbSecondArm') +
    standing.sweepSeconds * 0.5 * p('lambdaGbSecondArm') +
    n * (one.apiRequests + one.edgeRequests + worked + 1) * p('lambdaRequest') +
    (n * 3 + standing.queueRequests) * p('queueRequest') +
    n * p('event')
  const kept = n * KEPT_MONTHS
  return [
    {
      what: 'model',
      usd:
        instanceHours(deployment, n) * hourly +
        n * one.photoGb * p('endpointDataGb') +
        standing.imageGb[device] * p('imageStorageGbMonth'),
    },
    { what: 'functions', usd: functions },
    {
      what: 'storage',
      usd:
        kept * one.storedGb * p('s3GbMonth') +
        kept * one.s3Objects * p('s3TieringObjectMonth') +
        n * (one.s3Puts * p('s3Put') + one.s3Gets * p('s3Get')),
    },
    {
      what: 'database',
      usd:
        n * (one.writeUnits * p('dynamoWriteUnit') + one.readUnits * p('dynamoReadUnit')) +
        kept * one.itemsGb * (p('dynamoGbMonth') + p('dynamoBackupGbMonth')),
    },
    {
      what: 'front',
      usd:
        p('firewallMonth') +
        standing.firewallRules * p('firewallRuleMonth') +
        n * one.requests * (p('cloudFrontRequest') + p('firewallRequest') + p('cloudFrontFunction')) +
        n * 2 * (p('edgeFunctionRequest') + 0.02 * 0.125 * p('edgeFunctionGbSecond')) +
        (n * one.shownGb * (p('cloudFrontGb') + p('transferOutGb'))) / 2,
    },
    {
      what: 'operations',
      usd:
        standing.alarms * p('alarmMonth') +
        standing.dashboards * p('dashboardMonth') +
        standing.metrics * p('metricMonth') +
        standing.secrets * p('secretMonth') +
        standing.keys * p('keyMonth') +
        n *
          (one.keyRequests * p('keyRequest') +
            one.logsGb * p('logGb') +
            rhythm.traced * (one.apiRequests + one.edgeRequests) * p('trace')),
    },
  ]
}

/** Seconds that the API's function waits for the model within a request. */
const waiting = ({ mode, photosPerMinute }: Deployment) => (mode === 'async' ? 0 : 60 / photosPerMinute + 0.2)

/**
 * Hours of instances in a month. In real time so many run in busy hours that each is used to seven tenths, never
 * fewer than set. An asynchronous endpoint's run while photos come and some time after: photos that come at random,
 * λ an hour, keep it awake for a share 1 − e^(−λ·linger) of the time (the busy period of an M/G/∞ queue).
 */
export function instanceHours(
  { mode, minInstances, photosPerMinute }: Deployment,
  assessments: number,
): number {
  const quietHours = rhythm.hours - rhythm.busyHours
  const parts = [
    { hours: rhythm.busyHours, perHour: (assessments * rhythm.busyShare) / rhythm.busyHours },
    { hours: quietHours, perHour: (assessments * (1 - rhythm.busyShare)) / quietHours },
  ]
  return parts.reduce((sum, { hours, perHour }) => {
    const needed = Math.ceil(perHour / (photosPerMinute * 60 * 0.7))
    if (mode !== 'async') return sum + hours * Math.max(minInstances, needed)
    const awake = Math.max(minInstances > 0 ? 1 : 0, 1 - Math.exp(-perHour * LINGER_HOURS))
    return sum + hours * awake * Math.max(minInstances, needed, 1)
  }, 0)
}

export const total = (lines: readonly CostLine[]): number => lines.reduce((sum, { usd }) => sum + usd, 0)
