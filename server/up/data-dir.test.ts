import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataDir, readOrCreateSecret } from './data-dir.ts'

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sightline-dir-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

describe('openDataDir', () => {
  it('makes the folder with its parents', async () => {
    const made = await openDataDir(join(dir, 'a', 'b'))
    expect((await stat(made)).isDirectory()).toBe(true)
  })

  it.each([
    ['a path below a file', () => join(dir, 'file', 'data'), 'ENOTDIR'],
    ['a file', () => join(dir, 'file'), 'EEXIST'],
  ])('refuses %s in one sentence that says what to set', async (_, path, code) => {
    await writeFile(join(dir, 'file'), '')
    await expect(openDataDir(path())).rejects.toThrow(
      `The folder ${path()} cannot be written (${code}): set SIGHTLINE_DATA_DIR to one that can.`,
    )
  })

  it.runIf(process.platform === 'linux')('refuses a folder that nobody can write', async () => {
    await expect(openDataDir('/proc/sys/kernel')).rejects.toThrow(
      /^The folder \/proc\/sys\/kernel cannot be written \(E[A-Z]+\): set SIGHTLINE_DATA_DIR/,
    )
  })
})

describe('readOrCreateSecret', () => {
  it('makes a secret once, for its owner’s eyes only', async () => {
    const secret = await readOrCreateSecret(dir)
    expect(secret.length).toBeGreaterThanOrEqual(32)
    expect(await readOrCreateSecret(dir)).toBe(secret)
    expect((await stat(join(dir, 'secret'))).mode & 0o077).toBe(0)
  })
})
