import { MINUTE_MS } from '#server/domain/time.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { trailMix } from './trail-mix.ts'

const ACCOUNT = '400000000000'
const A_MINUTE = 1_000

/** Records each by a role, key and network of its own, a thousand a minute: the worst for what has to be remembered. */
export function* strangers(minutes: number, fromMs: number): Generator<TrailRecord[]> {
  const base = trailMix(A_MINUTE, { fromMs, toMs: fromMs + MINUTE_MS })
  for (let minute = 0; minute < minutes; minute += 1)
    yield base.flatMap((raw, index) => {
      const number = minute * A_MINUTE + index
      const name = `stranger-with-a-name-of-some-length-${number}`
      const atMs = fromMs + minute * MINUTE_MS + index * 60
      const record = {
        ...raw,
        eventID: `stranger-${number}`,
        eventTime: new Date(atMs).toISOString(),
        sourceIPAddress: `${20 + (number % 100)}.${number % 251}.3.4`,
        ...(index % 2 === 0 ? {} : { errorCode: 'AccessDenied' }),
        userIdentity: {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/session`,
          accountId: ACCOUNT,
          accessKeyId: `ASIA${number}`,
          sessionContext: {
            sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, userName: name },
          },
        },
      }
      return readRawRecord(record, { accountId: ACCOUNT, region: 'eu-west-1', source: 'file' }) ?? []
    })
}
