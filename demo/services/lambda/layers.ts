import type { LayerSpec, LayerVersionSpec } from '#demo/estate/platform/layers.ts'
import { layerVersionsOf } from '#demo/estate/platform/platform.ts'
import { hexFrom } from '#demo/estate/prng.ts'
import { type Call, notFound, partitionOf } from '#demo/services/call.ts'
import { lambdaTime } from './configuration.ts'
import { listOf } from './lists.ts'

const written = ({ arn, version, createdMs, description }: LayerVersionSpec) => ({
  LayerVersionArn: arn,
  Version: version,
  ...(description === undefined ? {} : { Description: description }),
  CreatedDate: lambdaTime(createdMs),
  CompatibleRuntimes: ['nodejs22.x', 'nodejs20.x'],
})

export function listLayers(call: Call): unknown {
  const { items, NextMarker } = listOf(call, layerVersionsOf(partitionOf(call)))
  const Layers = items.flatMap(({ name, arn, versions: [latest] }) =>
    latest ? { LayerName: name, LayerArn: arn, LatestMatchingVersion: written(latest) } : [],
  )
  return { NextMarker, Layers }
}

/** A layer by its name or ARN. */
function findLayer(call: Call): LayerSpec | undefined {
  const given = String(call.input.LayerName ?? '')
  return layerVersionsOf(partitionOf(call)).find(({ name, arn }) => name === given || arn === given)
}

export function listLayerVersions(call: Call): unknown {
  const { items, NextMarker } = listOf(call, findLayer(call)?.versions ?? [])
  return { NextMarker, LayerVersions: items.map(written) }
}

export function getLayerVersionPolicy(call: Call): unknown {
  const wanted = Number(call.input.VersionNumber)
  const found = findLayer(call)?.versions.find(({ version }) => version === wanted)
  if (!found) throw notFound(`Layer version ${String(call.input.LayerName)}:${wanted} does not exist.`)
  if (found.statements.length === 0) throw notFound('No policy is associated with the given resource.')
  const policy = { Version: '2012-10-17', Id: 'default', Statement: found.statements }
  return { Policy: JSON.stringify(policy), RevisionId: hexFrom(32, found.arn, 'policy') }
}
