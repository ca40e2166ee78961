import type { CollectorContext } from '#server/collectors/define-collector.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import type { CodePackageRecord } from '#server/domain/records/code-package-record.ts'
import type { CodeAddress } from './code-address.ts'
import { type CodeContents, readCodeContents } from './code-contents.ts'
import { DownloadFailed, withDownloaded } from './download-code.ts'
import type { CodeDraft } from './match-packages.ts'

/** More packages than anything real has. */
const MOST_PACKAGES = 10_000

/** Downloads a zip and says what is in it; what cannot be had or read is said in the record's fields. */
export async function readCode(
  context: CollectorContext,
  { arn, name }: { arn: string; name: string },
  address: Field<CodeAddress>,
): Promise<CodeDraft> {
  const { account, region } = context
  const base = {
    kind: 'code-package' as const,
    arn: `${arn}:code`,
    name,
    accountId: account.id,
    region,
    ownerArn: arn,
    unknownFields: [],
  }
  if (address.state !== 'known') return unread(base, address)
  try {
    const contents = await withDownloaded(address.value.address, context.signal, (path) =>
      readCodeContents(path, context.fingerprint),
    )
    return read({ ...base, codeSha256: address.value.codeSha256 }, contents)
  } catch (error) {
    context.signal.throwIfAborted()
    const isKnown = error instanceof DownloadFailed
    return unread(base, failed(isKnown ? error.message : 'the code could not be read'))
  }
}

type Base = Omit<
  CodePackageRecord,
  'codeSha256' | 'dependencies' | 'vulnerabilities' | 'databaseDate' | 'secrets'
>

/** Without hash: so that it is tried again. */
function unread(base: Base, why: Field<never> | Field<CodeAddress>): CodeDraft {
  const field: Field<never> = why.state === 'known' || why.state === 'absent' ? failed('not read') : why
  const fields = { dependencies: field, vulnerabilities: field, databaseDate: field, secrets: field }
  return { record: { ...base, codeSha256: '', ...fields } }
}

/** What was found is told even where something else could not be looked at; a list that may lack something is not. */
function read(base: Base & { codeSha256: string }, contents: CodeContents): CodeDraft {
  const { dependencies, secrets } = contents
  const problems = [...contents.problems]
  if (dependencies.length > MOST_PACKAGES) problems.push(`more than ${MOST_PACKAGES} packages`)
  const why = problems.join('; ')
  const record: CodePackageRecord = {
    ...base,
    dependencies: why === '' ? known(dependencies) : failed(why),
    vulnerabilities: failed('not matched'),
    databaseDate: failed('not matched'),
    secrets: why === '' || secrets.length > 0 ? known(secrets) : failed(why),
  }
  return why === '' ? { record } : { record, partial: dependencies.slice(0, MOST_PACKAGES) }
}
