import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockInstance } from './instance-lock.ts'

let dir = ''
let other: ChildProcess
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sightline-lock-'))
  other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'])
})
afterEach(async () => {
  other.kill('SIGKILL')
  await rm(dir, { recursive: true, force: true })
})

const file = () => join(dir, 'sightline.lock')

async function lockAs(pid: number): Promise<void> {
  const born = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1)?.split(' ')[19]
  await writeFile(file(), `${pid} ${born}`)
}

it('holds the folder until it is given back', async () => {
  const release = await lockInstance(dir)
  expect(await readFile(file(), 'utf8')).toMatch(new RegExp(`^${process.pid} `))
  release()
  expect(existsSync(file())).toBe(false)
})

it.runIf(process.platform === 'linux')(
  'refuses while the holder runs and says which process it is',
  async () => {
    await lockAs(other.pid ?? 0)
    await expect(lockInstance(dir)).rejects.toThrow(
      `Sightline already runs in ${dir} (process ${other.pid}): stop it, or set SIGHTLINE_DATA_DIR.`,
    )
  },
)

it.runIf(process.platform === 'linux')(
  'takes over when the process id belongs to another program by now',
  async () => {
    await writeFile(file(), `${other.pid} 1`)
    const release = await lockInstance(dir)
    expect(await readFile(file(), 'utf8')).toMatch(new RegExp(`^${process.pid} `))
    release()
  },
)

it.each([
  ['the holder was killed', '4194000 12345'],
  ['the file is damaged', 'what is this'],
  ['it is empty', ''],
])('takes over when %s', async (_, text) => {
  await writeFile(file(), text)
  const release = await lockInstance(dir)
  release()
  expect(existsSync(file())).toBe(false)
})
