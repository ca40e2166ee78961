import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Account, dayMs, type FunctionSpec, minuteMs, type Partition } from '#demo/estate/model.ts'
import type { World } from '#demo/world.ts'

/** USD of the regions in use, as published for the first tier. */
const requestUsd = 0.2 / 1e6
const gbSecondUsd = { x86_64: 0.0000166667, arm64: 0.0000133334 }
const provisionedUsd: Record<string, { kept: number; run: number }> = {
  'us-east-1': { kept: 0.0000041667, run: 0.0000097222 },
  'eu-west-1': { kept: 0.000004646, run: 0.0000108407 },
}
const storageUsd: Record<string, number> = { 'us-east-1': 0.0000000309, 'eu-west-1': 0.000000034 }

/** What AWS would charge for one function between two times: minute by minute, each call rounded up to a millisecond. */
export function functionBill(
  world: World,
  partition: Partition,
  fn: FunctionSpec,
  fromMs: number,
  toMs: number,
): number {
  const gb = fn.memoryMb / 1024
  const extraGb = Math.max(0, fn.ephemeralMb - 512) / 1024
  const kept = fn.provisioned ?? 0
  const prices = provisionedUsd[partition.region] ?? { kept: 0, run: 0 }
  const armShare = fn.architecture === 'arm64' ? 0.8 : 1
  let usd = 0
  const born = Math.ceil(Math.max(fn.createdMs, fromMs) / minuteMs)
  if (kept > 0) usd += Math.max(0, toMs / minuteMs - born) * 60 * kept * gb * prices.kept * armShare
  if (fn.traffic.kind === 'idle') return usd
  for (let minute = born; minute < toMs / minuteMs; minute++) {
    const load = world.metrics.loadAt(fn, minute)
    if (load.invocations === 0) continue
    const seconds = (load.invocations * Math.ceil(load.durationAvg)) / 1000
    const warm = Math.min(seconds, kept * 60)
    usd += load.invocations * requestUsd + seconds * extraGb * (storageUsd[partition.region] ?? 0)
    usd += (seconds - warm) * gb * gbSecondUsd[fn.architecture] + warm * gb * prices.run * armShare
  }
  return usd
}

const bills = new WeakMap<World, Map<string, number>>()

/** The same for all functions of an account on a UTC day, or what has passed of it; other requests get in between. */
export async function dayBill(world: World, account: Account, startMs: number): Promise<number> {
  const known = bills.get(world) ?? new Map<string, number>()
  bills.set(world, known)
  const nowMs = world.now()
  const isOver = startMs + dayMs <= nowMs
  const key = `${account.id} ${startMs}`
  const before = known.get(key)
  if (before !== undefined) return before
  let usd = 0
  let sinceMs = performance.now()
  for (const region of account.regions) {
    const partition = world.estate.partition(account, region)
    for (const fn of partition.functions) {
      usd += functionBill(world, partition, fn, startMs, Math.min(startMs + dayMs, nowMs))
      if (performance.now() - sinceMs < 25) continue
      await nextTurn()
      sinceMs = performance.now()
    }
  }
  if (isOver) known.set(key, usd)
  return usd
}
