import { codeAddress } from '#demo/code/code-address.ts'
import { layersOf } from '#demo/estate/function-config.ts'
import { sha256Base64 } from '#demo/estate/prng.ts'
import { type Call, notFound } from '#demo/services/call.ts'

/** A layer version with the address of its zip; other accounts' layers are not to be had. */
export function getLayerVersionByArn(call: Call): unknown {
  const arn = String(call.input.Arn ?? '')
  const [, layerArn, version] = /^(arn:.+:layer:[^:]+):(\d+)$/.exec(arn) ?? []
  const layer = layersOf(call.account.id, call.region).find((one) => one.arn === layerArn)
  if (!layer || Number(version) > layer.version) throw notFound('The resource you requested does not exist.')
  return {
    LayerArn: layer.arn,
    LayerVersionArn: arn,
    Version: Number(version),
    CreatedDate: '2025-02-03T04:05:06.000+0000',
    Content: {
      Location: codeAddress(
        call.endpoint,
        [call.account.id, call.region, 'layer', layer.name],
        call.signingNowMs,
      ),
      CodeSha256: sha256Base64(arn, 'code'),
      CodeSize: 1000,
    },
  }
}
