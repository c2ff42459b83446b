/**
 * SageMaker's instance families for hosting, by what the model runs on. Checked against the documentation's price
 * list in November 2026; a family that is missing here is added here.
 */
const gpuFamilies = ['g4dn', 'g5', 'g6', 'g6e'] as const
const cpuFamilies = ['c5', 'c6i', 'c7i', 'm5', 'm6i', 'm7i'] as const

/** Regions that the stacks were written for, with the GPU families that SageMaker hosts there. */
export const regions: Readonly<Record<string, readonly string[]>> = {
  'us-east-1': ['g4dn', 'g5', 'g6', 'g6e'],
  'us-east-2': ['g4dn', 'g5', 'g6', 'g6e'],
  'us-west-2': ['g4dn', 'g5', 'g6', 'g6e'],
  'ca-central-1': ['g4dn', 'g5', 'g6'],
  'eu-central-1': ['g4dn', 'g5', 'g6', 'g6e'],
  'eu-north-1': ['g4dn', 'g5', 'g6'],
  'eu-west-1': ['g4dn', 'g5'],
  'eu-west-2': ['g4dn', 'g5', 'g6'],
  'ap-northeast-1': ['g4dn', 'g5', 'g6'],
  'ap-south-1': ['g4dn', 'g5', 'g6'],
  'ap-southeast-2': ['g4dn', 'g5', 'g6'],
  'sa-east-1': ['g4dn', 'g5'],
}

export type Device = 'cuda' | 'cpu'

/** What is wrong with an instance type in a region, as a sentence that says what to set; null where it fits. */
export function instanceTypeComplaint(instanceType: string, device: Device, region: string): string | null {
  const family = /^ml\.([a-z0-9]+)\.[0-9]*x?large$/.exec(instanceType)?.[1]
  const known: readonly string[] = device === 'cpu' ? cpuFamilies : (regions[region] ?? [])
  if (family && known.includes(family)) return null
  const what = device === 'cpu' ? 'a CPU instance' : `a GPU instance that SageMaker hosts in ${region}`
  const elsewhere =
    device === 'cpu' && family && (gpuFamilies as readonly string[]).includes(family)
      ? '; for a GPU set inference to realtime or async'
      : ''
  return `Expected ${what} (ml.<family>.<size>, family ${known.join(', ')}) for model.instanceType but received ${instanceType}${elsewhere}`
}
