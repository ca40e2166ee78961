import { type Field, failed, mapField } from '#server/domain/field.ts'
import { asText } from '#server/domain/json.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { type Completion, defineCollector } from './define-collector.ts'
import { listFunctions } from './function-listing.ts'
import { FUNCTION_OPERATIONS } from './function-operations.ts'
import { GET_RESOURCES, readFunctionTags } from './function-tags.ts'
import { readFunctionConfiguration } from './read-function.ts'
import { readMetadataSecrets, storedTags } from './read-metadata-secrets.ts'
import { NOT_READ_YET } from './read-one-function.ts'

const notRead = <T>() => failed<T>(NOT_READ_YET)

/** Lists leave these out for AWS's reasons, not for the function's. Source: Lambda API reference, ListFunctions. */
const unlessListed = <T>(field: Field<T>): Field<T> => (field.state === 'absent' ? notRead() : field)

/** Functions as one listing gives them: what takes a call a function is not read yet. */
export const listedFunctions = defineCollector<FunctionRecord>({
  id: 'listed-functions',
  title: 'Functions, as listed',
  scope: 'region',
  kind: 'function',
  operations: [FUNCTION_OPERATIONS.listFunctions, GET_RESOURCES],
  async *collect(context): AsyncGenerator<FunctionRecord[], Completion> {
    const { latest, versions, complete } = await listFunctions(context)
    if (latest.length === 0) return { complete }
    const tagsOf = await readFunctionTags(context)
    let allRead = true
    const records = latest.flatMap((listed): FunctionRecord[] => {
      const arn = asText(listed.FunctionArn)
      const name = asText(listed.FunctionName)
      if (arn === undefined || name === undefined) {
        allRead = false
        const message = 'a listed function has no name or ARN'
        const problem = { state: 'malformed' as const, code: 'UnreadableFunction', message }
        context.report.addProblem(FUNCTION_OPERATIONS.listFunctions, problem, name)
        return []
      }
      const configuration = readFunctionConfiguration(listed, context.fingerprint)
      const tags = tagsOf(arn)
      return [
        {
          kind: 'function',
          arn,
          name,
          accountId: context.account.id,
          region: context.region,
          ...configuration,
          state: unlessListed(configuration.state),
          stateReason: unlessListed(configuration.stateReason),
          lastUpdateStatus: unlessListed(configuration.lastUpdateStatus),
          runtimeVersionArn: unlessListed(configuration.runtimeVersionArn),
          imageUri:
            configuration.packageType.state === 'known' && configuration.packageType.value === 'Zip'
              ? { state: 'absent' }
              : notRead(),
          versions: versions(name),
          tags: mapField(tags, storedTags),
          metadataSecrets: readMetadataSecrets(listed, tags, context.fingerprint),
          reservedConcurrency: notRead(),
          provisionedConcurrency: notRead(),
          policy: notRead(),
          qualifiedPolicies: notRead(),
          urls: notRead(),
          eventInvokeConfigs: notRead(),
          aliases: notRead(),
          recursiveLoop: notRead(),
        },
      ]
    })
    if (records.length > 0) yield records
    return { complete: complete && allRead }
  },
})
