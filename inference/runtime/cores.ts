import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/**
 * Processor cores this process may keep busy: those it may be scheduled on, but no more than its
 * container's share of time. More threads than that would be paused by the kernel in mid-run.
 *
 * @param quotaFile cgroup v2's `cpu.max`: microseconds of processor time per period, or `max`
 *   (https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files)
 */
export function availableCores(
  quotaFile = '/sys/fs/cgroup/cpu.max',
  schedulable = availableParallelism(),
): number {
  let text = 'max'
  try {
    text = readFileSync(quotaFile, 'utf8')
  } catch {
    // No control group: no quota.
  }
  const [quota, period] = text.trim().split(' ').map(Number)
  const share = Number(quota) / Number(period)
  return share > 0 ? Math.min(schedulable, Math.max(1, Math.floor(share))) : schedulable
}
