import { cpus, totalmem } from 'node:os'
import { anomalyScore } from './anomaly-score.ts'
import { anomalySpeed } from './anomaly-speed.ts'
import { apiLarge } from './api-large.ts'
import { apiLatency } from './api-latency.ts'
import { auditBench } from './audit.ts'
import { clientJs } from './client-js.ts'
import { costEstimate } from './cost-estimate.ts'
import type { Measure } from './define-bench.ts'
import { derive } from './derive.ts'
import { detectCli } from './detect-cli.ts'
import { detectionEngine } from './detection-engine.ts'
import { detectionQuality } from './detection-quality.ts'
import { eventsLarge } from './events-large.ts'
import { functionChart } from './function-chart.ts'
import { logLines } from './log-lines.ts'
import { memory } from './memory.ts'
import { ordinaryYear } from './ordinary-year.ts'
import { pointIngest } from './point-ingest.ts'
import { pollCycle } from './poll-cycle.ts'
import { pollMonth } from './poll-month.ts'
import { posture } from './posture.ts'
import { queueToAlert } from './queue-to-alert.ts'
import { reach } from './reach.ts'
import { rolePermissions } from './role-permissions.ts'
import { scoreSeriesBench } from './score-series.ts'
import { secrets } from './secrets.ts'
import { startTime } from './start-time.ts'
import { sweep } from './sweep.ts'
import { trailIngest } from './trail-ingest.ts'

const BENCHES = [
  pointIngest,
  trailIngest,
  queueToAlert,
  reach,
  rolePermissions,
  ordinaryYear,
  scoreSeriesBench,
  posture,
  apiLatency,
  apiLarge,
  costEstimate,
  derive,
  eventsLarge,
  functionChart,
  clientJs,
  logLines,
  memory,
  secrets,
  detectionQuality,
  startTime,
  sweep,
  auditBench,
  detectionEngine,
  detectCli,
  anomalyScore,
  anomalySpeed,
  pollCycle,
  pollMonth,
]

const wanted = process.argv.slice(2)
const chosen = wanted.length > 0 ? BENCHES.filter((bench) => wanted.includes(bench.name)) : BENCHES
if (chosen.length === 0) {
  console.error(`No such benchmark; there are ${BENCHES.map((bench) => bench.name).join(', ')}.`)
  process.exit(1)
}

const rows: Measure[] = []
for (const bench of chosen) {
  process.stderr.write(`${bench.name} …\n`)
  rows.push(...(await bench.run()))
}
const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`
console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine}\n`)
console.log('| figure | measured | goal | met |\n| --- | ---: | ---: | --- |')
for (const { figure, value, unit, goal, met } of rows) {
  const shown = value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1)
  console.log(
    `| ${figure} | ${shown} ${unit} | ${goal && `${goal} ${unit}`} | ${goal ? (met ? 'yes' : '**no**') : ''} |`,
  )
}
