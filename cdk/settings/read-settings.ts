import { type DeploymentSettings, type Settings, settingsSchema } from './settings.ts'

/** Settings cannot be deployed as they are; says which, and what to set. */
export class SettingsInvalid extends Error {
  readonly code = 'SETTINGS_INVALID'
}

/** Settings that one word can say, and `-c name=word` may replace. */
const replaceable = [
  'name',
  'region',
  'account',
  'inference',
  'encryption',
  'alarmEmail',
  'monthlyBudget',
  'workerConcurrency',
  'batchConcurrency',
  'requestsPerFiveMinutes',
  'tracing',
] as const

/**
 * The settings of deployment.ts, single words of them replaced by the command line (`cdk deploy -c inference=async`).
 *
 * @param context what `-c` gave for a name; undefined where it gave nothing
 * @throws SettingsInvalid
 */
export function readSettings(
  deployment: DeploymentSettings,
  context: (name: string) => unknown = () => undefined,
): Settings {
  const replaced = replaceable.flatMap((name) => {
    const value = context(name)
    return value === undefined ? [] : [[name, typed(name, String(value))]]
  })
  const parsed = settingsSchema.safeParse({ ...deployment, ...Object.fromEntries(replaced) })
  if (parsed.success) return parsed.data
  const complaints = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'settings'}: ${message}`,
  )
  throw new SettingsInvalid(
    `Expected settings that can be deployed in cdk/deployment.ts but received:\n  ${complaints.join('\n  ')}`,
  )
}

const typed = (name: (typeof replaceable)[number], text: string): unknown => {
  if (name === 'tracing') return text === 'true' ? true : text === 'false' ? false : text
  if (['monthlyBudget', 'workerConcurrency', 'batchConcurrency', 'requestsPerFiveMinutes'].includes(name))
    return Number(text)
  return text
}
