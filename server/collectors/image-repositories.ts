import {
  DescribeRepositoriesCommand,
  GetRegistryScanningConfigurationCommand,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr'
import { dnsSuffix } from '#server/aws/aws-region.ts'
import type { Operation } from '#server/aws/operation.ts'
import { type Field, failed, known, mapField } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { asArray, asObject, type JsonObject } from '#server/domain/json.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readBatches } from './read-each.ts'
import { readBoolean, readIn, readText, type Shape, unknownMembers } from './read-field.ts'
import { inAnswer, readObject } from './read-object.ts'
import { scansAtRegistry } from './registry-scanning.ts'

const operation = (name: string, hides: string): Operation => ({
  service: 'ecr',
  name,
  permission: `ecr:${name}`,
  costUsd: 0,
  hides,
})
const describeRepositories = operation(
  'DescribeRepositories',
  'whether tags of the images that functions run can be moved to other images',
)
const getPolicy = operation('GetRepositoryPolicy', 'who may replace the images that functions run')
const getScanning = operation(
  'GetRegistryScanningConfiguration',
  'whether the images that functions run are scanned',
)

const REPOSITORY: Shape = {
  repositoryArn: true,
  registryId: true,
  repositoryName: true,
  repositoryUri: true,
  createdAt: true,
  imageTagMutability: true,
  imageTagMutabilityExclusionFilters: true,
  imageScanningConfiguration: true,
  encryptionConfiguration: true,
}

type Wanted = { registryId: string; name: string; uri: string }

/**
 * The repositories, in this region, of the images that functions run, whose URIs are given. One that is gone is left
 * out; one of another account mostly ends in a denial.
 */
export const imageRepositories = defineCollector<ImageRepositoryRecord, readonly string[]>({
  id: 'image-repositories',
  title: 'Image repositories',
  scope: 'region',
  kind: 'image-repository',
  changedBy: ['ecr.amazonaws.com'],
  changedOnlyBy: [
    'CreateRepository',
    'DeleteRepository',
    'SetRepositoryPolicy',
    'DeleteRepositoryPolicy',
    'PutImageTagMutability',
    'PutImageScanningConfiguration',
    'PutRegistryScanningConfiguration',
  ],
  onlyWithFunctions: true,
  operations: [describeRepositories, getPolicy, getScanning],
  async *collect(context, imageUris): Batches<ImageRepositoryRecord> {
    const found = (imageUris ?? []).flatMap((uri) => repositoryOf(context, uri) ?? [])
    const wanted = [...new Map(found.map((one) => [one.uri, one])).values()]
    if (wanted.length === 0) return { complete: true }
    const scanning = await readObject(context, getScanning, new GetRegistryScanningConfigurationCommand({}))
    yield* readBatches(context, wanted, (one) => readRepository(context, one, scanning))
    return { complete: true }
  },
})

const IMAGE = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+\/([a-z0-9][a-z0-9._/-]*)/

function repositoryOf({ account, region }: CollectorContext, imageUri: string): Wanted | undefined {
  const [, registryId = '', where, name = ''] = IMAGE.exec(imageUri) ?? []
  if (where !== region || name === '') return undefined
  return { registryId, name, uri: `${registryId}.dkr.ecr.${region}.${dnsSuffix(account.partition)}/${name}` }
}

async function readRepository(
  context: CollectorContext,
  { registryId, name, uri }: Wanted,
  scanning: Field<JsonObject>,
): Promise<ImageRepositoryRecord | undefined> {
  const { account, region } = context
  const describe = new DescribeRepositoriesCommand({ registryId, repositoryNames: [name] })
  const answer = await readObject(context, describeRepositories, describe, { resource: uri })
  if (answer.state === 'absent') return undefined
  const repository = inAnswer(answer, firstRepository)
  const policy = await readObject(
    context,
    getPolicy,
    new GetRepositoryPolicyCommand({ registryId, repositoryName: name }),
    { resource: uri },
  )
  const own = inAnswer(repository, (from) =>
    readIn(from, 'imageScanningConfiguration', (configuration) => readBoolean(configuration, 'scanOnPush')),
  )
  const registry = registryId === account.id ? scanning : failed<JsonObject>('a registry of another account')
  return {
    kind: 'image-repository',
    arn: `arn:${account.partition}:ecr:${region}:${registryId}:repository/${name}`,
    name,
    accountId: account.id,
    region,
    uri,
    scanOnPush: scansOnPush(own, scansAtRegistry(registry, name)),
    registryScanning: inAnswer(registry, (from) =>
      readIn(from, 'scanningConfiguration', (configuration) => readText(configuration, 'scanType')),
    ),
    tagMutability: inAnswer(repository, (from) => readText(from, 'imageTagMutability')),
    policy: mapField(
      inAnswer(policy, (from) => readText(from, 'policyText')),
      parsePolicyDocument,
    ),
    unknownFields: repository.state === 'known' ? unknownMembers(repository.value, REPOSITORY) : [],
  }
}

function firstRepository(answer: JsonObject): Field<JsonObject> {
  const [first] = asArray(answer.repositories)
  const repository = asObject(first)
  return Object.keys(repository).length === 0 ? failed('unreadable repositories') : known(repository)
}

/** A repository is scanned where its own settings or a rule of the registry say so. */
function scansOnPush(own: Field<boolean>, registry: Field<boolean>): Field<boolean> {
  const says = (field: Field<boolean>) => field.state === 'known' && field.value
  if (says(own) || says(registry)) return known(true)
  if (own.state === 'denied' || own.state === 'failed') return own
  return registry.state === 'absent' ? own : registry
}
