import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { DAY_MS } from '#server/domain/time.ts'
import { atLeast, atMost, type Bench, type Measure } from './define-bench.ts'
import { withTempDir } from './product.ts'
import { writeLogFiles } from './trail-log-files.ts'

const MEGABYTES = Number(process.env.DETECT_BENCH_MB ?? 1000)

type Run = { wallMs: number; said: string }

async function detect(dir: string, output: string): Promise<Run> {
  const startedAt = performance.now()
  const args = ['scripts/sightline.mjs', 'detect', dir, '--format', 'jsonl', '--fail-on', 'never']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve))
  await pipeline(child.stdout, createWriteStream(output))
  if ((await code) !== 0) throw new Error(`sightline detect ended with ${await code}: ${said}`)
  return { wallMs: performance.now() - startedAt, said }
}

/** `sightline detect` on a folder of CloudTrail's log files, from its start to its last line. */
export const detectCli: Bench = {
  name: 'detect-cli',
  run: () =>
    withTempDir(async (dir): Promise<Measure[]> => {
      const logs = join(dir, 'logs')
      const written = await writeLogFiles(logs, MEGABYTES * 1e6, Date.now() - 30 * DAY_MS)
      const { wallMs, said } = await detect(logs, join(dir, 'found.jsonl'))
      for (const line of said.trim().split('\n')) process.stderr.write(`  ${line}\n`)
      const records = Number(/^Read ([\d,]+) records/m.exec(said)?.[1]?.replaceAll(',', ''))
      if (records !== written.records)
        throw new Error(`${records} records were read, ${written.records} were written`)
      const memoryMb = Number(/([\d,]+) MB of memory at most/.exec(said)?.[1]?.replaceAll(',', ''))
      const size = `${(written.bytes / 1e6).toFixed(0)} MB of gzip`
      return [
        atLeast(`sightline detect of ${size}`, records / (wallMs / 1000), 15_000, 'records/s'),
        atMost(`sightline detect of ${size}, peak memory`, memoryMb, 500, 'MB'),
      ]
    }),
}
