import { ListFunctionsCommand } from '@aws-sdk/client-lambda'
import type { CallContext } from '#server/aws/call.ts'
import { paginate } from '#server/aws/paginate.ts'
import { parseFunctionRef } from '#server/domain/arn.ts'
import { absent, type Field, failed, known } from '#server/domain/field.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { FunctionVersion } from '#server/domain/records/function-record.ts'
import { FUNCTION_OPERATIONS } from './function-operations.ts'
import { unseen } from './read-field.ts'
import { readVersion } from './read-function-side.ts'

const LATEST = '$LATEST'

export type FunctionListing = {
  /** The unpublished configuration of each function, its ARN without qualifier. */
  latest: JsonObject[]
  versions: (functionName: string) => Field<FunctionVersion[]>
  complete: boolean
}

/** One listing brings both: FunctionVersion=ALL has each function's $LATEST entry besides its published versions. */
export async function listFunctions(context: CallContext): Promise<FunctionListing> {
  const latest: JsonObject[] = []
  const published = new Map<string, FunctionVersion[]>()
  const pages = paginate(context, {
    operation: FUNCTION_OPERATIONS.listFunctions,
    command: (Marker) => new ListFunctionsCommand({ FunctionVersion: 'ALL', Marker, MaxItems: 50 }),
    items: 'Functions',
    token: 'NextMarker',
  })
  for (;;) {
    const page = await pages.next()
    if (page.done) {
      const { complete, failure } = page.value
      const hidden = failure ? unseen<FunctionVersion[]>(failure) : failed<FunctionVersion[]>('incomplete')
      return { latest, complete, versions: complete ? versionsOf(published) : () => hidden }
    }
    for (const item of page.value.map(asObject)) {
      const version = asText(item.Version)
      if (version === undefined || version === LATEST) latest.push(withoutQualifier(item))
      else note(published, item)
    }
  }
}

function withoutQualifier(item: JsonObject): JsonObject {
  const arn = asText(item.FunctionArn)
  const qualifier = arn === undefined ? undefined : parseFunctionRef(arn)?.qualifier
  return arn === undefined || qualifier === undefined
    ? item
    : { ...item, FunctionArn: arn.slice(0, -qualifier.length - 1) }
}

function note(published: Map<string, FunctionVersion[]>, item: JsonObject): void {
  const name = asText(item.FunctionName)
  const version = readVersion(item)
  if (name === undefined || !version) return
  const list = published.get(name)
  if (list) list.push(version)
  else published.set(name, [version])
}

function versionsOf(published: Map<string, FunctionVersion[]>): FunctionListing['versions'] {
  for (const list of published.values()) list.sort((a, b) => Number(a.version) - Number(b.version))
  return (name) => {
    const list = published.get(name)
    return list ? known(list) : absent()
  }
}
