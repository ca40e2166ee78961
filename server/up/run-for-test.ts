import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './build-if-stale.ts'

export type Run = {
  process: ChildProcess
  pid: number
  /** All that it has printed so far. */
  out: () => string
  err: () => string
  exited: Promise<number | null>
  /** Resolves with the first match in what it prints; rejects when it ends before. */
  said: (pattern: RegExp) => Promise<RegExpExecArray>
}

type RunOptions = { env?: Record<string, string>; prefix?: string[] }

function cleanEnv(): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) => !/^(AWS_|SIGHTLINE_|VITEST|NODE_ENV$|NODE_OPTIONS$|DATABASE_URL$)/.test(key),
    ),
  )
}

/** Runs `sightline up` as a terminal does, in a process group of its own. For tests. */
export function runUp({ env = {}, prefix = [] }: RunOptions): Run {
  const command = [...prefix, process.execPath, join(ROOT, 'server', 'cli.ts'), 'up']
  const child = spawn(command[0] ?? '', command.slice(1), {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...cleanEnv(),
      NODE_ENV: 'production',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_CONFIG_FILE: '/nonexistent',
      SIGHTLINE_MODE: 'demo',
      SIGHTLINE_DEMO_FUNCTIONS: '5',
      ...(process.env.SIGHTLINE_DIST_DIR ? { SIGHTLINE_DIST_DIR: process.env.SIGHTLINE_DIST_DIR } : {}),
      ...env,
    },
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const said = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(out)
        if (found) resolve(found)
      }
      look()
      child.stdout.on('data', look)
      exited.then((code) => reject(new Error(`It ended with exit code ${code}:\n${out}${err}`)))
    })
  return { process: child, pid: child.pid ?? 0, out: () => out, err: () => err, exited, said }
}

/** The processes under one, without itself: their ids by the words of their command lines. */
export function childrenOf(pid: number): { pid: number; command: string }[] {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
  const all = stdout.split('\n').flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)
    return found ? [{ pid: Number(found[1]), parent: Number(found[2]), command: found[3] ?? '' }] : []
  })
  const family = [pid]
  const found: { pid: number; command: string }[] = []
  for (const one of family) {
    for (const child of all) {
      if (child.parent !== one) continue
      family.push(child.pid)
      found.push({ pid: child.pid, command: child.command })
    }
  }
  return found
}

/** Whether a process runs; one that has ended and was not yet waited for does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  if (!existsSync(`/proc/${pid}/stat`)) return process.platform !== 'linux'
  return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}
