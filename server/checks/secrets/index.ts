import type { AnyCheck } from '#server/checks/define-check.ts'
import { codeSecrets } from './code-secrets.ts'
import { environmentSecrets } from './environment-secrets.ts'
import { layerCodeSecrets } from './layer-code-secrets.ts'
import { layerMetadataSecrets } from './layer-metadata-secrets.ts'
import { mappingSecrets } from './mapping-secrets.ts'
import { metadataSecrets } from './metadata-secrets.ts'

export const SECRETS_CHECKS: readonly AnyCheck[] = [
  environmentSecrets,
  metadataSecrets,
  mappingSecrets,
  layerMetadataSecrets,
  codeSecrets,
  layerCodeSecrets,
]
