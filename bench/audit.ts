import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { atMost, type Bench, type Measure } from './define-bench.ts'
import { withTempDir } from './product.ts'

/** An endpoint in place of AWS's with an estate of 1,000 functions, and keys for it in the usual variables. */
const ENDPOINT = process.env.AUDIT_BENCH_ENDPOINT
const ROUNDS = 3
const FUNCTIONS = 1000

type Report = {
  coverage: { functions: number }
  calls: { total: number; byOperation: Record<string, number> }
  peakMemoryMb: number
}
type Round = Report & { wallMs: number }

function audit(output: string): Promise<void> {
  const { env, execPath } = process
  const args = ['scripts/sightline.mjs', 'audit', '--format', 'json', '--output', output]
  const regions = env.AUDIT_BENCH_REGIONS
  const told = { ...env, AWS_ENDPOINT_URL: ENDPOINT }
  return new Promise((resolve, reject) => {
    execFile(execPath, [...args, ...(regions ? ['--region', regions] : [])], { env: told }, (error) => {
      if (error && error.code === 2) reject(error)
      else resolve()
    })
  })
}

async function round(output: string): Promise<Round> {
  const startedAt = performance.now()
  await audit(output)
  const wallMs = performance.now() - startedAt
  return { ...(JSON.parse(await readFile(output, 'utf8')) as Report), wallMs }
}

/** `sightline audit` with all its checks, from its start to the last byte of its report. */
export const auditBench: Bench = {
  name: 'audit',
  run: async (): Promise<Measure[]> => {
    if (!ENDPOINT) {
      process.stderr.write('  skipped: AUDIT_BENCH_ENDPOINT names no endpoint with an estate to audit\n')
      return []
    }
    return withTempDir(async (dir) => {
      const rounds: Round[] = []
      for (let i = 0; i < ROUNDS; i++) rounds.push(await round(join(dir, 'report.json')))
      const [best] = rounds.toSorted((a, b) => a.wallMs - b.wallMs)
      if (!best) throw new Error('nothing was measured')
      for (const [operation, calls] of Object.entries(best.calls.byOperation))
        process.stderr.write(`  ${String(calls).padStart(6)}  ${operation}\n`)
      const { functions } = best.coverage
      if (functions !== FUNCTIONS)
        process.stderr.write(`  the estate has ${functions} functions, not ${FUNCTIONS}\n`)
      const memory = Math.max(...rounds.map(({ peakMemoryMb }) => peakMemoryMb))
      return [
        atMost(`sightline audit of ${functions} functions, best of ${ROUNDS}`, best.wallMs / 1000, 12, 's'),
        atMost(`sightline audit of ${functions} functions, calls`, best.calls.total, 3100, 'calls'),
        atMost(`sightline audit of ${functions} functions, peak memory`, memory, 200, 'MB'),
      ]
    })
  },
}
