import { readLogLine } from '#server/domain/logs/log-line.ts'
import { atLeast, atMost, type Bench } from './define-bench.ts'

const LINES = 500_000
const ID = '8f5b1a2c-3d4e-4f60-9a7b-1c2d3e4f5a6b'
const usual = [
  `REPORT RequestId: ${ID}\tDuration: 3000.12 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tStatus: timeout`,
  `2026-11-20T10:00:03.000Z ${ID} Task timed out after 3.00 seconds`,
  `2026-11-20T10:00:00.000Z\t${ID}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no stock"}`,
  `{"time":"","type":"platform.report","record":{"requestId":"${ID}","status":"timeout","metrics":{"durationMs":3000}}}`,
  'orders were read and written again by somebody',
]
/** Made to keep a pattern busy, 16 kB and more each. */
const hostile = [
  `[ERROR] ${'a.'.repeat(9000)}`,
  `${'java.'.repeat(4000)}X`,
  '{"a":'.repeat(4000),
  `REPORT RequestId: ${ID}${'\tDuration: '.repeat(2000)}`,
  `Error raised from handler method ${' "errorType": '.repeat(1500)}`,
  '\n at '.repeat(4000),
]

const cpuMs = (run: () => void): number => {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** How fast lines of logs are read for what made an invocation fail, and what the worst of them takes. */
export const logLines: Bench = {
  name: 'log-lines',
  run: async () => {
    const read = (count: number) => {
      for (let i = 0; i < count; i++) readLogLine(usual[i % usual.length] ?? '')
    }
    read(LINES / 10)
    const ms = cpuMs(() => read(LINES))
    const worst = hostile.map(
      (line) =>
        cpuMs(() => {
          for (let i = 0; i < 200; i++) readLogLine(line)
        }) / 200,
    )
    return [
      atLeast('lines of logs read, one core', LINES / (ms / 1000), 200_000, 'lines/s'),
      atMost('worst hostile line, CPU time', Math.max(...worst), 5, 'ms'),
    ]
  },
}
