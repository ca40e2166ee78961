import { minuteMs } from '#demo/estate/model.ts'
import { deploymentEpochMs } from '#demo/life/deployments.ts'
import { deployActs } from '#demo/trail/deploy-acts.ts'
import type { Incident } from './incident.ts'

const waveAfterMs = 4 * minuteMs
const rollbackAfterMs = 68 * minuteMs

/** Four minutes after a CI deployment an API function begins to run into its timeout; a rollback ends it. */
export const timeoutWave: Incident = {
  id: 'timeout-wave',
  periodMs: 180 * minuteMs,
  offsetMs: -38 * minuteMs,
  durationMs: 70 * minuteMs,
  cast: ['wave'],
  mutations: [
    { cast: 'wave', afterMs: 0, code: 'new', publishes: true },
    { cast: 'wave', afterMs: rollbackAfterMs, code: 'restore', publishes: true },
  ],
  changeLoad(fn, load, at, timeMs) {
    const since = timeMs - at.startMs - waveAfterMs
    if (since < 0 || timeMs >= at.startMs + rollbackAfterMs || load.invocations === 0) return
    const share = 0.35 * Math.min(1, (since + minuteMs) / (2 * minuteMs))
    const timeoutMs = fn.timeoutSeconds * 1000
    const timeouts = Math.max(1, Math.round(load.invocations * share))
    load.errors = Math.min(load.invocations, load.errors + timeouts)
    load.durationAvg =
      (load.durationAvg * (load.invocations - timeouts) + timeoutMs * timeouts) / load.invocations
    load.durationMax = timeoutMs
    load.concurrency = (load.invocations * load.durationAvg * 1.15) / minuteMs
  },
  acts(players, at) {
    const fn = players.get('wave')
    if (!fn) return []
    const rounds = Math.max(0, Math.floor((at.startMs - deploymentEpochMs) / this.periodMs))
    const before = fn.baseVersion + rounds * 2
    return [
      ...deployActs({
        atMs: at.startMs,
        service: fn.service,
        functions: [fn],
        run: 12_000_000_000 + at.index * 2,
        code: `timeout-wave-${at.startMs}`,
        versionOf: () => before + 1,
      }),
      ...deployActs({
        atMs: at.startMs + rollbackAfterMs,
        service: fn.service,
        functions: [fn],
        run: 12_000_000_001 + at.index * 2,
        code: 'deploy-0',
        versionOf: () => before + 2,
      }),
    ]
  },
}
