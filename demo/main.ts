import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { faultListSchema } from './faults.ts'
import { type DemoOptions, startDemoAws } from './server.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    functions: { type: 'string', default: '200' },
    accounts: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string' },
    now: { type: 'string' },
    anchor: { type: 'string' },
    'clock-skew-ms': { type: 'string', default: '0' },
    'disabled-regions': { type: 'string', default: '' },
    'rate-scale': { type: 'string', default: '1' },
    hostile: { type: 'boolean', default: false },
    'exit-with-parent': { type: 'boolean', default: false },
  },
})

function number(name: string, text: string, low: number, high: number): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= low && value <= high))
    throw new Error(`--${name} must be a number from ${low} to ${high}`)
  return value
}

function time(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const timeMs = Date.parse(text)
  if (Number.isNaN(timeMs)) throw new Error(`--${name} must be a time such as 2026-03-01T09:00:00Z`)
  return timeMs
}

function readOptions(): DemoOptions {
  const startedMs = Date.now()
  const nowMs = time('now', values.now)
  return {
    port: number('port', values.port, 0, 65_535),
    functions: Math.floor(number('functions', values.functions, 0, 100_000)),
    accounts: Math.floor(number('accounts', values.accounts, 1, 1_000)),
    seed: number('seed', values.seed, 0, 4_294_967_295),
    clockSkewMs: number('clock-skew-ms', values['clock-skew-ms'], -1e12, 1e12),
    rateScale: number('rate-scale', values['rate-scale'], 0, 1_000),
    disabledRegions: values['disabled-regions'].split(',').filter(Boolean),
    hostile: values.hostile,
    ...(nowMs === undefined ? {} : { now: () => nowMs + Date.now() - startedMs }),
    anchorMs: time('anchor', values.anchor),
    faults: values.faults ? faultListSchema.parse(JSON.parse(readFileSync(values.faults, 'utf8'))) : [],
  }
}

try {
  const demo = await startDemoAws(readOptions())
  const stop = () => {
    demo.close().then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  // Ctrl-C reaches all processes of a terminal at once: those that still ask are to be answered until the parent says so.
  process.on('SIGINT', values['exit-with-parent'] ? () => undefined : stop)
  if (values['exit-with-parent']) process.stdin.on('end', stop).on('error', stop).resume()
  const { endpoint, accounts, credentials } = demo
  process.stdout.write(`${JSON.stringify({ endpoint, accounts, ...credentials })}\n`)
} catch (error) {
  process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
