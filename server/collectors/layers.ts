import {
  GetLayerVersionPolicyCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
} from '@aws-sdk/client-lambda'
import type { Operation } from '#server/aws/operation.ts'
import { type Field, failed, known, mapField } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { asNumber, asObject, asText, asTexts, asTime, type JsonObject } from '#server/domain/json.ts'
import type { LayerRecord, LayerVersion } from '#server/domain/records/layer-record.ts'
import { secretsIn, withoutSecrets } from '#server/domain/secrets/find-secrets.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readText, type Shape, unknownMembers } from './read-field.ts'
import { readList } from './read-list.ts'
import { inAnswer, readObject } from './read-object.ts'

const operation = (name: string, hides: string): Operation => ({
  service: 'lambda',
  name,
  permission: `lambda:${name}`,
  costUsd: 0,
  hides,
})
const listLayers = operation('ListLayers', 'the layers of the account')
const listVersions = operation(
  'ListLayerVersions',
  'whether a version of a layer that functions use still exists',
)
const getPolicy = operation(
  'GetLayerVersionPolicy',
  'which other accounts may use a layer, and so read what is in it',
)

const LAYER: Shape = {
  LayerName: true,
  LayerArn: true,
  LatestMatchingVersion: {
    LayerVersionArn: true,
    Version: true,
    Description: true,
    CreatedDate: true,
    CompatibleRuntimes: true,
    LicenseInfo: true,
    CompatibleArchitectures: true,
  },
}

/**
 * The layers of the account in the region with their latest version and those that functions use: ARNs of these are
 * given. A version in use that is listed no more is left out.
 */
export const layers = defineCollector<LayerRecord, readonly string[]>({
  id: 'layers',
  title: 'Layers',
  scope: 'region',
  kind: 'layer',
  changedBy: ['lambda.amazonaws.com'],
  changedOnlyBy: [
    'PublishLayerVersion',
    'DeleteLayerVersion',
    'AddLayerVersionPermission',
    'RemoveLayerVersionPermission',
  ],
  onlyWithFunctions: true,
  operations: [listLayers, listVersions, getPolicy],
  async *collect(context, usedArns): Batches<LayerRecord> {
    const used = new Set(usedArns ?? [])
    const paging = {
      operation: listLayers,
      command: (Marker: string | undefined) => new ListLayersCommand({ Marker, MaxItems: 50 }),
      items: 'Layers',
      token: 'NextMarker',
    }
    const { complete } = yield* readEach(context, paging, (layer) => readLayer(context, layer, used))
    return { complete }
  },
})

async function readLayer(
  context: CollectorContext,
  from: JsonObject,
  used: ReadonlySet<string>,
): Promise<LayerRecord> {
  const arn = asText(from.LayerArn)
  const name = asText(from.LayerName)
  if (arn === undefined || name === undefined) throw unreadable('a layer')
  const versions = await readVersions(context, arn, from, used)
  return {
    kind: 'layer',
    arn,
    name,
    accountId: context.account.id,
    region: context.region,
    versions: mapField(versions, (found) => found.map(withoutSecretsIn)),
    secrets: mapField(versions, (found) => secretsIn(found.flatMap(descriptionOf), context.fingerprint)),
    unknownFields: unknownMembers(from, LAYER),
  }
}

const descriptionOf = ({ version, description }: LayerVersion) =>
  description === undefined
    ? []
    : [{ where: `description of version ${version}`, text: description, name: '' }]

const withoutSecretsIn = ({ description, ...version }: LayerVersion): LayerVersion =>
  description === undefined ? version : { ...version, description: withoutSecrets('', description) }

/** The latest version is in the list of layers; only where an older one is in use are the others asked for. */
async function readVersions(
  context: CollectorContext,
  arn: string,
  from: JsonObject,
  used: ReadonlySet<string>,
): Promise<Field<LayerVersion[]>> {
  const latest = asObject(from.LatestMatchingVersion)
  const latestArn = asText(latest.LayerVersionArn)
  const isWanted = (versionArn: string) => versionArn === latestArn || used.has(versionArn)
  const older = [...used].some((one) => one.startsWith(`${arn}:`) && one !== latestArn)
  const listed = older ? await listedVersions(context, arn) : known<unknown[]>([latest])
  if (listed.state !== 'known') return listed
  const wanted = listed.value.map(asObject).filter((one) => isWanted(asText(one.LayerVersionArn) ?? ''))
  if (wanted.length === 0 && latestArn === undefined) return failed('unreadable LatestMatchingVersion')
  const versions: LayerVersion[] = []
  for (const version of wanted) versions.push(await readVersion(context, arn, version))
  return known(versions.sort((a, b) => b.version - a.version))
}

const listedVersions = (context: CollectorContext, arn: string) =>
  readList(context, {
    operation: listVersions,
    command: (Marker) => new ListLayerVersionsCommand({ LayerName: arn, Marker, MaxItems: 50 }),
    items: 'LayerVersions',
    token: 'NextMarker',
    options: { resource: arn },
  })

async function readVersion(
  context: CollectorContext,
  layerArn: string,
  from: JsonObject,
): Promise<LayerVersion> {
  const arn = String(from.LayerVersionArn)
  const version = asNumber(from.Version) ?? Number(arn.slice(arn.lastIndexOf(':') + 1))
  const createdAt = asTime(from.CreatedDate)
  const description = asText(from.Description)
  return {
    version,
    arn,
    policy: Number.isInteger(version)
      ? await readPolicy(context, layerArn, version)
      : failed('unreadable Version'),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(description === undefined ? {} : { description }),
    compatibleRuntimes: asTexts(from.CompatibleRuntimes).sort(),
  }
}

async function readPolicy(
  context: CollectorContext,
  LayerName: string,
  VersionNumber: number,
): Promise<LayerVersion['policy']> {
  const command = new GetLayerVersionPolicyCommand({ LayerName, VersionNumber })
  const answer = await readObject(context, getPolicy, command, { resource: `${LayerName}:${VersionNumber}` })
  return mapField(
    inAnswer(answer, (found) => readText(found, 'Policy')),
    parsePolicyDocument,
  )
}
