import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { atMost, type Bench } from './define-bench.ts'
import { ROOT, signIn, startProduct, until, untilPage, withTempDir } from './product.ts'

const SETTLE_MS = 240_000

type Proc = { pid: number; command: string; megabytes: number }

/** Proportional set size: pages that processes share (Postgres's buffers) count once in all. */
async function processes(): Promise<Proc[]> {
  const found: Proc[] = []
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid)) continue
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
    const kilobytes = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
    found.push({ pid, command: command.replaceAll('\0', ' '), megabytes: kilobytes / 1024 })
  }
  return found
}

async function childrenOf(pids: Set<number>): Promise<Set<number>> {
  const all = new Set(pids)
  for (let grown = true; grown; ) {
    grown = false
    for (const entry of await readdir('/proc')) {
      const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '')
      const parent = Number(stat.split(') ').at(-1)?.split(' ')[1])
      if (all.has(parent) && !all.has(Number(entry))) {
        all.add(Number(entry))
        grown = true
      }
    }
  }
  return all
}

/** Web, worker and Postgres four minutes after a first start at 200 functions, with the calls of some fifteen open pages. */
export const memory: Bench = {
  name: 'memory',
  run: () =>
    withTempDir(async (dir) => {
      const product = await startProduct(ROOT, join(dir, 'data'))
      try {
        await untilPage(product, 120_000)
        const cookie = await signIn(product)
        const end = performance.now() + SETTLE_MS
        await until('the settling time', SETTLE_MS + 60_000, async () => {
          for (const path of ['overview', 'functions', 'events', 'alerts', 'coverage']) {
            await fetch(`${product.base}/api/v1/${path}`, { headers: { cookie } })
          }
          await new Promise((resolve) => setTimeout(resolve, 1000))
          return performance.now() > end ? true : undefined
        })
        const ours = await childrenOf(new Set([product.process.pid ?? 0]))
        const measured = (await processes()).filter(({ pid }) => ours.has(pid))
        const sum = (part: (command: string) => boolean) =>
          measured
            .filter(({ command }) => part(command))
            .reduce((total, { megabytes }) => total + megabytes, 0)
        const web = sum((command) => command.includes('cli.ts web'))
        const worker = sum((command) => command.includes('cli.ts worker'))
        const postgres = sum((command) => command.includes('postgres'))
        const plain = (figure: string, value: number) => ({ figure, value, unit: 'MB', goal: '', met: true })
        return [
          atMost('web + worker + Postgres, resident', web + worker + postgres, 900, 'MB'),
          plain('  web', web),
          plain('  worker', worker),
          plain('  Postgres', postgres),
        ]
      } finally {
        await product.stop()
      }
    }),
}
