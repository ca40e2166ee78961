import {
  ListCodeSigningConfigsCommand,
  ListFunctionsByCodeSigningConfigCommand,
} from '@aws-sdk/client-lambda'
import type { Operation } from '#server/aws/operation.ts'
import { mapField } from '#server/domain/field.ts'
import { asText, asTexts, type JsonObject } from '#server/domain/json.ts'
import type { CodeSigningConfigRecord } from '#server/domain/records/code-signing-config-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readIn, readSortedTexts, readText, type Shape, unknownMembers } from './read-field.ts'
import { readList } from './read-list.ts'

const listConfigs: Operation = {
  service: 'lambda',
  name: 'ListCodeSigningConfigs',
  permission: 'lambda:ListCodeSigningConfigs',
  costUsd: 0,
  hides: 'whose signatures functions accept, and whether unsigned code is refused',
}
const listFunctions: Operation = {
  service: 'lambda',
  name: 'ListFunctionsByCodeSigningConfig',
  permission: 'lambda:ListFunctionsByCodeSigningConfig',
  costUsd: 0,
  hides: 'which functions take signed code alone',
}

const CONFIG: Shape = {
  CodeSigningConfigId: true,
  CodeSigningConfigArn: true,
  Description: true,
  AllowedPublishers: { SigningProfileVersionArns: true },
  CodeSigningPolicies: { UntrustedArtifactOnDeployment: true },
  LastModified: true,
}

/** Code signing configurations, each with its functions: two calls a configuration, however many functions there are. */
export const codeSigningConfigs = defineCollector<CodeSigningConfigRecord>({
  id: 'code-signing-configs',
  title: 'Code signing',
  scope: 'region',
  kind: 'code-signing-config',
  changedBy: ['lambda.amazonaws.com'],
  changedOnlyBy: [
    'CreateFunction',
    'DeleteFunction',
    'CreateCodeSigningConfig',
    'UpdateCodeSigningConfig',
    'DeleteCodeSigningConfig',
    'PutFunctionCodeSigningConfig',
    'DeleteFunctionCodeSigningConfig',
  ],
  onlyWithFunctions: true,
  operations: [listConfigs, listFunctions],
  async *collect(context): Batches<CodeSigningConfigRecord> {
    const paging = {
      operation: listConfigs,
      command: (Marker: string | undefined) => new ListCodeSigningConfigsCommand({ Marker, MaxItems: 100 }),
      items: 'CodeSigningConfigs',
      token: 'NextMarker',
    }
    const { complete } = yield* readEach(context, paging, (config) => readConfig(context, config))
    return { complete }
  },
})

async function readConfig(
  context: CollectorContext,
  from: JsonObject,
): Promise<CodeSigningConfigRecord | undefined> {
  const arn = asText(from.CodeSigningConfigArn)
  if (arn === undefined) throw unreadable('a code signing configuration')
  const functions = await readList(context, {
    operation: listFunctions,
    command: (Marker) =>
      new ListFunctionsByCodeSigningConfigCommand({ CodeSigningConfigArn: arn, Marker, MaxItems: 1000 }),
    items: 'FunctionArns',
    token: 'NextMarker',
    options: { resource: arn },
  })
  if (functions.state === 'absent') return undefined
  return {
    kind: 'code-signing-config',
    arn,
    name: asText(from.CodeSigningConfigId) ?? arn.slice(arn.lastIndexOf(':') + 1),
    accountId: context.account.id,
    region: context.region,
    untrustedArtifacts: readIn(from, 'CodeSigningPolicies', (policies) =>
      readText(policies, 'UntrustedArtifactOnDeployment'),
    ),
    signingProfileVersionArns: readIn(from, 'AllowedPublishers', (publishers) =>
      readSortedTexts(publishers, 'SigningProfileVersionArns'),
    ),
    functionArns: mapField(functions, (arns) => asTexts(arns).sort()),
    unknownFields: unknownMembers(from, CONFIG),
  }
}
