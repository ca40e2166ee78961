import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './build-if-stale.ts'

export type Child = { name: string; process: ChildProcess; exited: Promise<number | null> }

/** Starts a program of ours on this Node with an IPC channel, by whose end it knows that its parent died. */
export function startChild(name: string, args: string[], env: NodeJS.ProcessEnv): Child {
  const [script = '', ...rest] = args
  const child = spawn(process.execPath, [join(ROOT, script), ...rest], {
    cwd: ROOT,
    env,
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return { name, process: child, exited }
}

/** Resolves when the child says that it is ready; rejects when it ends before. */
export async function untilReady(child: Child): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.process.on('message', (message: { ready?: boolean }) => {
      if (message.ready) resolve()
    })
    child.exited.then((code) =>
      reject(new Error(`${child.name} ended with exit code ${code} while it started.`)),
    )
  })
}

const GRACE_MS = 15_000

/** Asks a child to stop, and ends it when it has not after 15 seconds. */
export async function stopChild(child: Child | undefined): Promise<void> {
  if (!child || child.process.exitCode !== null || child.process.signalCode !== null) return
  child.process.kill('SIGTERM')
  const timer = setTimeout(() => child.process.kill('SIGKILL'), GRACE_MS)
  await child.exited
  clearTimeout(timer)
}
