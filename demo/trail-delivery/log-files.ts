import { gzipSync } from 'node:zlib'
import { dayMs, type Partition } from '#demo/estate/model.ts'
import { hash32, hexFrom } from '#demo/estate/prng.ts'
import { toRecord } from '#demo/trail/record.ts'
import type { World } from '#demo/world.ts'
import { actsBetween, partitionsOf } from './acts-between.ts'
import { dataRecords } from './data-records.ts'

/** Each file holds a quarter of an hour, and is there five minutes after its end. */
const spanMs = 15 * 60_000
const lateMs = 5 * 60_000
const keptMs = 90 * dayMs

export type LogFile = {
  key: string
  partition: Partition
  fromMs: number
  deliveredMs: number
  bytes: number
}

/** The bucket of the estate's trails. */
export const trailBucketOf = (world: World): string => `shop-cloudtrail-${world.estate.accounts[0]?.id}`

const prefixOf = ({ account, region }: Partition) => `AWSLogs/${account.id}/CloudTrail/${region}/`
const dayPath = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10).replaceAll('-', '/')

function fileOf(partition: Partition, fromMs: number): LogFile {
  const { account, region } = partition
  const deliveredMs = fromMs + spanMs + lateMs
  const stamp = new Date(deliveredMs).toISOString().slice(0, 16).replace(/[-:]/g, '')
  const name = `${account.id}_CloudTrail_${region}_${stamp}Z_${hexFrom(16, account.id, region, fromMs)}`
  const key = `${prefixOf(partition)}${dayPath(deliveredMs)}/${name}.json.gz`
  return { key, partition, fromMs, deliveredMs, bytes: 2_000 + (hash32(key) % 4_000) }
}

/** The files of one day by their delivery, in the order of their names. */
function filesOfDay(world: World, partition: Partition, day: number): LogFile[] {
  const first = Math.ceil((day * dayMs - spanMs - lateMs) / spanMs) * spanMs
  const files: LogFile[] = []
  for (let fromMs = first; fromMs + spanMs + lateMs < (day + 1) * dayMs; fromMs += spanMs) {
    const file = fileOf(partition, fromMs)
    if (file.deliveredMs <= world.now()) files.push(file)
  }
  return files
}

type Range = {
  /** Begin of the names. */
  prefix: string
  /** Names after this one. */
  after: string
  /** What of all names of a day is told without its files. */
  fold?: (dayPrefix: string) => boolean
}

/** The files in the order of their names; one of a day stands for all of them where that is enough. */
export function* logFiles(world: World, { prefix, after, fold = () => false }: Range): Generator<LogFile> {
  const lastDay = Math.floor(world.now() / dayMs)
  const partitions = partitionsOf(world).sort((a, b) => (prefixOf(a) < prefixOf(b) ? -1 : 1))
  for (const partition of partitions) {
    for (let day = lastDay - Math.floor(keptMs / dayMs); day <= lastDay; day += 1) {
      const dayPrefix = `${prefixOf(partition)}${dayPath(day * dayMs)}/`
      if (!dayPrefix.startsWith(prefix) && !prefix.startsWith(dayPrefix)) continue
      if (`${dayPrefix}~` < after) continue
      const files = filesOfDay(world, partition, day)
      const wanted = files.filter(({ key }) => key.startsWith(prefix) && key > after)
      yield* fold(dayPrefix) ? wanted.slice(0, 1) : wanted
    }
  }
}

/** What is in a file: the management events of its quarter of an hour, and some invocations. */
export function readLogFile(world: World, key: string): Buffer | undefined {
  for (const file of logFiles(world, { prefix: key, after: '' })) {
    const toMs = file.fromMs + spanMs
    const acts = actsBetween(world, file.partition, file.fromMs, toMs)
    const Records = [...acts.map(toRecord), ...dataRecords(file.partition, file.fromMs, toMs)]
    return gzipSync(JSON.stringify({ Records }))
  }
  return undefined
}
