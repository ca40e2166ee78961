import { randomBytes } from 'node:crypto'
import { AwsAccess } from '#server/aws/access.ts'
import { RateLimiter } from '#server/aws/rate-limit.ts'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { Estate } from '#server/domain/posture/estate.ts'
import { fingerprintKeyOf, fingerprintWith } from '#server/domain/secrets/fingerprint.ts'
import { AuditRun } from './audit-run.ts'
import { CallTally } from './call-tally.ts'
import { collectEstate } from './collect-estate.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import { type Asked, findExtent } from './find-extent.ts'

export type AuditInput = {
  asked: Asked
  thorough: boolean
  /** Share of AWS's request rates to use, over 0 to 1. */
  share: number
  signal: AbortSignal
  clock: () => number
}

export type AuditResult = {
  estate: Estate
  coverage: Coverage
  calls: CallTally
  durationMs: number
  /** False where no account could be reached, or none of its functions listed. */
  readAnything: boolean
}

/** AWS's rates are AWS's: an endpoint in its place has none that are known. */
const hasOwnEndpoint = () => Boolean(process.env.AWS_ENDPOINT_URL)

/** Secrets that are found get the fingerprints of this installation, or of this run alone where it has no secret. */
function fingerprint() {
  const secret = process.env.SIGHTLINE_SECRET
  return fingerprintWith(secret ? fingerprintKeyOf(secret) : randomBytes(32))
}

/** Reads all that checks look at straight from AWS, without any database. */
export async function runAudit({ asked, thorough, share, signal, clock }: AuditInput): Promise<AuditResult> {
  const startedAtMs = clock()
  const calls = new CallTally(hasOwnEndpoint() ? undefined : new RateLimiter(share))
  const access = new AwsAccess({ limiter: calls, region: asked.homeRegion })
  const run = new AuditRun({ access, clock, signal, fingerprint: fingerprint() })
  try {
    const accounts = await findExtent(run, asked)
    const extended = await collectEstate(run, { accounts, thorough })
    const { records, collected } = run
    const estate = new Estate({ records, collected, now: clock(), table: await loadActionTable() })
    const coverage = coverageOf(run, accounts, extended)
    const readAnything = [...collected].some((key) => key.endsWith('/function'))
    return { estate, coverage, calls, durationMs: clock() - startedAtMs, readAnything }
  } finally {
    access.clients.close()
  }
}
