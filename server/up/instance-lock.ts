import { readFileSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SettingError } from '#server/errors.ts'

type Holder = { pid: number; born: string }

/** When a process began, as the system tells it, so that a reused process id is not taken for ours. */
function birthOf(pid: number): string {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return ''
  }
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? 'alive'
  } catch {
    return 'alive'
  }
}

async function holderOf(file: string): Promise<Holder | undefined> {
  const [pid, born = ''] = (await readFile(file, 'utf8').catch(() => '')).split(' ')
  const holder = { pid: Number(pid), born }
  const isAlive = holder.pid > 0 && holder.pid !== process.pid && born !== '' && birthOf(holder.pid) === born
  return isAlive ? holder : undefined
}

/** Keeps a second `sightline up` out of the same folder. What a killed one left behind is taken over. */
export async function lockInstance(dir: string): Promise<() => void> {
  const file = join(dir, 'sightline.lock')
  const take = () => writeFile(file, `${process.pid} ${birthOf(process.pid)}`, { flag: 'wx' })
  const release = () => rmSync(file, { force: true })
  const isTaken = await take().then(
    () => false,
    () => true,
  )
  if (!isTaken) return release
  const holder = await holderOf(file)
  if (holder) {
    throw new SettingError(
      `Sightline already runs in ${dir} (process ${holder.pid}): stop it, or set SIGHTLINE_DATA_DIR.`,
    )
  }
  release()
  await take()
  return release
}
